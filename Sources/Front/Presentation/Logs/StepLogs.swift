// What a run's steps have printed. Secrets were masked when it was written.

import Engine
import Foundation
import Journal
import ProcessHost
import Runner

/// The log files of a step, in the order of its attempts, undo actions after.
public struct StepLogs {
  private let workspace: Workspace
  private let run: RunID

  public init(workspace: Workspace, run: RunID) {
    self.workspace = workspace
    self.run = run
  }

  /// Those that exist.
  public func paths(of step: String) throws -> [String] {
    let host = ProcessHost(runFolder: workspace.runFolder(run), token: 0, supervisor: workspace.supervisor)
    return try workspace.store.entries(of: run, from: 1).compactMap { entry in
      guard case .intent(let intent) = try RecordedEvent(entry).event, intent.work.step == step else { return nil }
      let path = host.logPath(Executor.unit(of: intent.work))
      return FileManager.default.fileExists(atPath: path) ? path : nil
    }
  }

  /// The last part of what a step printed, at most `limit` bytes of it; nil: it has no log.
  public func tail(of step: String, limit: Int = 4000) throws -> String? {
    guard let path = try paths(of: step).last, let data = FileManager.default.contents(atPath: path) else { return nil }
    let text = String(decoding: data.suffix(limit), as: UTF8.self)
    return data.count > limit ? "…\n" + text : text
  }
}
