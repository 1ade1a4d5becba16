// The last line of a run that is shown as JSON Lines.

import Engine
import JSONText

/// How a verb left a run: `{"type": "result", "run": …, "status": …, "exitCode": …}`.
public struct ResultLine {
  private let run: String
  private let status: RunStatus
  private let exitStatus: Int32

  public init(run: String, status: RunStatus, exitStatus: Int32) {
    self.run = run
    self.status = status
    self.exitStatus = exitStatus
  }

  public var json: JSON {
    [
      "type": "result", "run": .string(run), "status": .string(status.rawValue), "exitCode": .int(Int64(exitStatus)),
    ]
  }
}
