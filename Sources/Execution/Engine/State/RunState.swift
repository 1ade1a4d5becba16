// All that is known of a run: the fold of its events.

import DequeModule
import Expressions
import JSONText
import PlanModel
import StepKit

/// The state of a run. Of a real run, changed by `fold` alone.
public struct RunState: Sendable {
  /// What the run is about, at the coarsest.
  enum Stage: Sendable, Equatable {
    case forward
    /// Nothing new starts; what runs finishes. Then the run halts, rolls back or stops.
    case draining(Drain)
    case rollingBack
    /// The rollback is over; `finally` may follow, then the run ends with this status.
    case concluding(RunStatus)
    /// `finally` runs; then the run ends with this status.
    case finalizing(RunStatus)
    case ended(RunStatus)
  }
  enum Drain: Sendable, Equatable { case halt, rollback, stop }

  public let id: String
  public internal(set) var plan: CheckedPlan
  public internal(set) var created: RunCreated
  public internal(set) var startedAt: Int64
  public internal(set) var finishedAt: Int64?
  public internal(set) var failing: RunFailing?
  public internal(set) var alarms: [RecordedError] = []
  /// What the last edited plan made of the steps that were done.
  public internal(set) var labels: [StepLabel] = []
  public internal(set) var blocked: RollbackFinished?
  /// The executor that opened it last, if only to record what a person said.
  public internal(set) var opened: RunOpened?
  /// The last one that carried steps out, or undid them: what another one is compared with.
  public internal(set) var executedBy: RunOpened?
  /// An event of a newer version: the run can be read, not resumed.
  public internal(set) var unknownEvent: String?

  var stage = Stage.forward
  /// A rollback has begun and isn't complete: resume goes on with it.
  var rollback: RollbackStarted?
  /// Undo goes down to this place in the order of start: what started up to it stays done.
  var rollbackFloor = 0
  /// A stop was asked for when only `finally` was left: none of its steps starts any more.
  var skipsFinally = false
  /// How often `finally` has begun.
  var finallyRounds = 0
  /// Milliseconds that executors have spent on it before the present one.
  var spent: Int64 = 0
  var sessionStartedAt: Int64?
  var lastEventAt: Int64

  var nodes: [Node] = []
  var steps: [StepState] = []
  var index: [String: Int] = [:]
  /// Inputs of each body, by its node.
  var bodyInputs: [Int: [String: Value]] = [:]
  /// Inputs that a dry run can't know, by body.
  var unknownInputs: [Int: Set<String>] = [:]
  var environment: [String: Value] = [:]
  /// Nodes whose needs are met, in the order in which they became so.
  var ready: Deque<Int> = []
  /// Phases and sub-plans in which all is done; their own criteria are still to be asked.
  var closable: [Int] = []
  /// Nodes in the order of their first start; undone ones are taken out.
  var starts: [Int] = []
  /// Nodes with an attempt whose outcome isn't known, with a retry that is due, or with an open gate.
  var unsettled: Set<Int> = []
  /// Nodes in doubt.
  var doubts: Set<Int> = []

  /// The state after the first event.
  public init(run: String, plan: CheckedPlan, created: RunCreated, at: Int64) throws(EventFault) {
    id = run
    self.plan = plan
    self.created = created
    startedAt = at
    lastEventAt = at
    if created.writtenFormat > RunCreated.format { unknownEvent = "run.created, format \(created.writtenFormat)" }
    bodyInputs[0] = try Self.values(created.inputs, of: plan.body.inputs)
    environment = Self.environment(of: created)
    addBody(plan.body, parent: -1, prefix: "")
    open(0)
  }

  static func environment(of created: RunCreated) -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, value) in created.environment { values[name] = value.stringValue.map(Value.string) }
    return values
  }

  private static func values(_ journaled: JSONObject, of inputs: [PlanInput]) throws(EventFault) -> [String: Value] {
    var values: [String: Value] = [:]
    for input in inputs {
      if let json = journaled[input.name] {
        values[input.name] = try decoded(json, as: input.type, name: input.name)
      } else if let standard = input.defaultValue {
        // An input that only the edited plan declares.
        values[input.name] = standard
      }
    }
    return values
  }

  static func decoded(_ json: JSON, as type: ValueType, name: String) throws(EventFault) -> Value {
    do {
      return try Value(journaled: json, as: type)
    } catch {
      throw EventFault("'\(name)' isn't of type \(type.description)")
    }
  }
}
