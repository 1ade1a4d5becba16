// All that a report says comes from here: the state of the run, its events, the verification of its record, and the
// ends of its logs. A report reads nothing else and no clock, so the same input gives the same bytes.

import Audit
import Engine

/// What a report is made of.
public struct ReportInput: Sendable {
  /// The run's id.
  public var run: String
  public var state: RunState
  /// Every event of the run in its order, `run.created` included.
  public var events: [RecordedEvent]
  /// How many entries the journal holds for the run.
  public var entryCount: Int64
  /// The hash of the last of them.
  public var head: String
  /// What `belay audit verify` found.
  public var verification: VerificationReport
  /// The end of each step's log by the step's full id, secrets masked already. Longer ones are cut here.
  public var logs: [String: String]
  /// Milliseconds since 1970.
  public var generatedAt: Int64
  /// Of the program that writes the report.
  public var binaryVersion: String

  public init(
    run: String, state: RunState, events: [RecordedEvent], entryCount: Int64, head: String,
    verification: VerificationReport, logs: [String: String], generatedAt: Int64, binaryVersion: String
  ) {
    self.run = run
    self.state = state
    self.events = events
    self.entryCount = entryCount
    self.head = head
    self.verification = verification
    self.logs = logs
    self.generatedAt = generatedAt
    self.binaryVersion = binaryVersion
  }
}
