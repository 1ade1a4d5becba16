// All that a step sees of the run it belongs to.

import Expressions
import JSONText

/// What one attempt of a step is given.
public struct StepContext: Sendable {
  public var run: String
  /// Full id, `phase/step[key]`.
  public var step: String
  /// From 1.
  public var attempt: Int
  /// The same for every attempt, over retries and resumes.
  public var idempotencyKey: String
  /// Every declared input that has a value, of its declared type, secrets filled in.
  public var inputs: [String: Value]
  /// What the step says it does; for opaque types the plan may have said `read`.
  public var effect: Effect
  /// Outputs that the step itself declares (opaque types).
  public var declaredOutputs: [String: ValueType]
  /// Absolute. Relative paths start here.
  public var workingDirectory: String
  /// When the run was created, in milliseconds since 1970, and by whom. A step that must write the same bytes
  /// when it is repeated takes its times from here.
  public var runStartedAt: Int64
  public var runOperator: String
  /// Values that must not appear in anything the step says; already masked in what processes print.
  public var secrets: [String]
  /// Where undo records keep their bytes.
  public var vault: any Vault
  /// Appends a line to the step's log. For a person who watches.
  public var log: @Sendable (String) -> Void
  /// What earlier steps are predicted to leave; only in a dry run.
  public var predicted: PredictedFiles?
  /// The undo record of the first attempt, when a step with `Undoing` is carried out or probed: what was there
  /// before any attempt.
  public var recorded: JSON?
  /// What runs processes for the step under the run's supervisor, where there is one; see ``run(_:)``.
  public var processes: (any ProcessRunning)?
  /// What lays the program of an outside step type out, where there is a place for it.
  public var layout: (any FileLaying)?

  public init(
    run: String, step: String, attempt: Int, idempotencyKey: String, inputs: [String: Value], effect: Effect,
    declaredOutputs: [String: ValueType] = [:], workingDirectory: String, runStartedAt: Int64, runOperator: String,
    secrets: [String] = [], vault: any Vault, log: @escaping @Sendable (String) -> Void = { _ in },
    predicted: PredictedFiles? = nil, recorded: JSON? = nil, processes: (any ProcessRunning)? = nil,
    layout: (any FileLaying)? = nil
  ) {
    self.run = run
    self.step = step
    self.attempt = attempt
    self.idempotencyKey = idempotencyKey
    self.inputs = inputs
    self.effect = effect
    self.declaredOutputs = declaredOutputs
    self.workingDirectory = workingDirectory
    self.runStartedAt = runStartedAt
    self.runOperator = runOperator
    self.secrets = secrets
    self.vault = vault
    self.log = log
    self.predicted = predicted
    self.recorded = recorded
    self.processes = processes
    self.layout = layout
  }
}

extension StepContext {
  /// Runs a process to its end. It belongs to the run's supervisor, as the process of a `ProcessStep` does: it gets a
  /// scrubbed environment, what it prints is masked and logged, a stop or the deadline of the operation end it with all
  /// that descends from it, and it isn't overlooked when the executor dies. In `record`, `probe` and `predict`, and in
  /// a step of effect `read`, it can't write where the kernel can see to that.
  ///
  /// However it ends is a result. A failure is thrown when it can't be started or its end can't be known.
  public func run(_ request: ProcessRequest) async throws(StepFailure) -> ProcessResult {
    guard let processes else { throw StepProblem.noProcesses(program: request.argv.first ?? "").failure() }
    return try await processes.run(request)
  }

  /// A text input, if it has a value.
  public func text(_ name: String) -> String? {
    if case .string(let text)? = inputs[name] { text } else { nil }
  }

  public func int(_ name: String) -> Int64? {
    if case .int(let number)? = inputs[name] { number } else { nil }
  }

  public func bool(_ name: String) -> Bool? {
    if case .bool(let flag)? = inputs[name] { flag } else { nil }
  }

  public func double(_ name: String) -> Double? {
    if case .double(let number)? = inputs[name] { number } else { nil }
  }

  public func list(_ name: String) -> [Value]? {
    if case .list(let items)? = inputs[name] { items } else { nil }
  }

  public func texts(_ name: String) -> [String]? {
    list(name)?.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// A path input as an absolute path.
  public func path(_ name: String) -> String? {
    text(name).map(absolute)
  }

  /// A path relative to the working directory as an absolute one.
  public func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : workingDirectory + "/" + path
  }
}
