// What a step type is, and the powers it may have. A type conforms to exactly one of the *ways of being
// carried out* (InProcessStep, ProcessStep, GateStep, TimerStep, SubPlanStep) and to any number of powers.
// No step type sees the engine, the journal or the runner: this module is all it knows (DESIGN §8).

import Expressions
import JSONText

/// Something that `uses:` can name.
public protocol StepType: Sendable {
  var declaration: StepDeclaration { get }

  /// What the declaration alone can't express, checked before the run: "one of `content` and `from`".
  /// `inputs` holds every input that the plan gives, with its value where that is constant.
  func check(_ inputs: [String: KnownInput]) -> [InputIssue]

  /// The powers that it has. A Swift type has those whose protocols it conforms to; a type that is declared in a
  /// file answers from its declaration. Whoever needs a power asks here, never by a cast.
  var predicting: (any Predicting)? { get }
  var probing: (any Probing)? { get }
  var undoing: (any Undoing)? { get }

  /// What carries it out, beyond this program: the digest of an outside type's files. Nil: nothing.
  var filesDigest: String? { get }
}

extension StepType {
  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] { [] }

  public var predicting: (any Predicting)? { nil }
  public var probing: (any Probing)? { nil }
  public var undoing: (any Undoing)? { nil }
  public var filesDigest: String? { nil }
}

/// An input as it is known before the run.
public enum KnownInput: Sendable {
  case constant(Value)
  /// Given, but its value depends on the run.
  case expression
}

/// Something wrong with the inputs of a step. With no input named, it concerns `with` as a whole.
public struct InputIssue: Sendable, Hashable {
  public var input: String?
  public var message: String
  public var help: String?

  public init(input: String?, message: String, help: String? = nil) {
    self.input = input
    self.message = message
    self.help = help
  }
}

// MARK: - Ways of being carried out

/// Carried out inside the executor. Its attempt can be in doubt after a crash, so it should be idempotent or
/// have a probe.
public protocol InProcessStep: StepType {
  /// Carries the step out and gives its outputs. Checks `Task.isCancelled` in long work: stop and deadline
  /// arrive as cancellation, and the step then throws.
  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value]
}

/// Carried out by a process that the supervisor owns; it survives the executor.
public protocol ProcessStep: StepType {
  func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest
  /// The outputs of a process that ended, or why it failed.
  ///
  /// `context` is the attempt's when this executor has started the process. After a crash it is another executor that
  /// judges, perhaps where the secrets can't be had any more: then `inputs` and `secrets` are empty, and the rest is as
  /// it was. So what the process left (`result`) and what the step declares must be enough to judge by; nothing in
  /// `result` needs to be masked.
  func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value]
}

/// Carried out by people: the run waits until they have answered.
public protocol GateStep: StepType {
  func gate(_ context: StepContext) throws(StepFailure) -> GateRequest
}

/// Carried out by time passing.
public protocol TimerStep: StepType {
  /// How long, in milliseconds, from the first attempt on.
  func delay(_ context: StepContext) throws(StepFailure) -> Int64

  /// A point in time, in milliseconds since 1970, at which it ends instead, whenever the first attempt was. Nil: the
  /// delay counts.
  func due(_ context: StepContext) throws(StepFailure) -> Int64?
}

extension TimerStep {
  public func due(_ context: StepContext) throws(StepFailure) -> Int64? { nil }
}

/// Carried out by another plan's steps: the checker replaces the step by them.
public protocol SubPlanStep: StepType {}

// MARK: - Powers

/// Can say what would change. Changes nothing itself, in any case.
public protocol Predicting: StepType {
  func predict(_ context: StepContext) async throws(StepFailure) -> Prediction
}

extension Predicting {
  public var predicting: (any Predicting)? { self }
}

/// Can say whether its effect is there. Settles a step in doubt.
public protocol Probing: StepType {
  func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult
}

extension Probing {
  public var probing: (any Probing)? { self }
}

/// The answer of a probe.
public enum ProbeResult: Sendable {
  /// The effect is there, with the outputs that a success would have had.
  case done([String: Value])
  case notDone
  case cannotTell(String)
}

/// Can restore what it changed: `rollback: auto`.
public protocol Undoing: StepType {
  /// What `undo` will need, taken before the first attempt and made durable before the effect. Reads only.
  /// Bytes go into `context.vault`; the record names them.
  func record(_ context: StepContext) async throws(StepFailure) -> JSON

  /// Restores what the record holds. Carrying it out twice is the same as once. It meets three worlds: what
  /// the step left (restores), what was there before (nothing to do), something else, which is somebody's
  /// newer work (throws, and shows the difference).
  func undo(_ context: StepContext, record: JSON) async throws(StepFailure)

  /// What undoing would change, for the dry run's rollback path: one line a change.
  func describeUndo(_ context: StepContext) -> [String]
}

extension Undoing {
  public var undoing: (any Undoing)? { self }

  public func describeUndo(_ context: StepContext) -> [String] { [] }
}
