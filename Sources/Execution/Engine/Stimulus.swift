// What comes into the engine, and what goes out of it.

import Expressions
import JSONText
import PlanModel
import StepKit

/// A moment, as the runner's clocks had it: `wall` orders nothing, `monotonic` measures durations.
public struct Moment: Sendable, Hashable {
  /// Milliseconds since 1970.
  public var wall: Int64
  /// Milliseconds from any fixed point of this executor's life.
  public var monotonic: Int64

  public init(wall: Int64, monotonic: Int64) {
    self.wall = wall
    self.monotonic = monotonic
  }
}

/// Marks a question or a timer, so that its answer finds back. Good for this executor's life.
public struct Ticket: Sendable, Hashable {
  var number: Int
}

/// Something that happened outside the engine.
public enum Stimulus: Sendable {
  /// An executor holds the lease and wants to carry out a verb.
  case open(OpenRequest)
  /// A read step that was run for a condition has answered.
  case observed(Ticket, WorkReport)
  case probed(Ticket, Result<ProbeResult, StepFailure>)
  /// What `auto` will restore is recorded and its bytes are durable. Nil: the step type records nothing.
  case prepared(WorkID, Result<JSON?, StepFailure>)
  case finished(WorkID, WorkReport)
  case recovered(WorkID, AttemptFinding)
  case woke(Ticket)
  /// A person said something, through the inbox.
  case message(InboxMessage)
}

/// What an executor opens a run for.
public struct OpenRequest: Sendable {
  public var opened: RunOpened
  public var actor: String
  /// Wait at gates for people, instead of ending as `waiting`.
  public var waits: Bool
  public var orphans: OrphanPolicy
  /// For the verb `rollback`: the step that stays done.
  public var to: String?

  public init(
    opened: RunOpened, actor: String, waits: Bool = false, orphans: OrphanPolicy = .wait, to: String? = nil
  ) {
    self.opened = opened
    self.actor = actor
    self.waits = waits
    self.orphans = orphans
    self.to = to
  }
}

/// What to do with steps that a dead executor left running.
public enum OrphanPolicy: String, Sendable, Hashable, CaseIterable { case wait, stop }

/// How an attempt ended.
public struct WorkReport: Sendable {
  public var result: Result<[String: Value], StepFailure>
  public var log: LogReference?
  /// Belay stopped it, on request: then it isn't tried again.
  public var wasStopped: Bool
  /// Nobody can know how it ended, for this reason: the in-doubt rule decides, whatever `result` says.
  public var unknown: String?

  public init(
    result: Result<[String: Value], StepFailure>, log: LogReference? = nil, wasStopped: Bool = false
  ) {
    self.result = result
    self.log = log
    self.wasStopped = wasStopped
  }

  public static func unknown(_ reason: String) -> WorkReport {
    var report = WorkReport(result: .success([:]))
    report.unknown = reason
    return report
  }
}

/// What became of an attempt that a dead executor had begun (DESIGN §5 "In doubt").
public enum AttemptFinding: Sendable {
  /// It lives and is watched; `finished` follows.
  case adopted
  /// Its exit record says how it ended.
  case ended(WorkReport)
  /// Same boot, no started record: it surely never ran.
  case neverRan
  /// It is over, and nobody knows how.
  case lost(String)
}

/// What a person said.
public struct InboxMessage: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case answer(GateAnswer)
    case stop(reason: String)
    case resolve(step: String, decision: StepResolved.Decision, reason: String?)
    case abandon(reason: String?)
  }
  public var person: String
  public var content: Content

  public init(person: String, content: Content) {
    self.person = person
    self.content = content
  }
}

/// A person's answer at a gate.
public enum GateDecision: String, Sendable, Hashable { case approve, confirm, reject }

/// An answer, bound to the question that was asked.
public struct GateAnswer: Sendable, Hashable {
  public var step: String
  /// The attempt whose question it answers: an answer to an earlier one doesn't count. Nil: whichever is open when the
  /// run reads it, which only tests and simulations say.
  public var attempt: Int?
  public var decision: GateDecision
  public var reason: String?
  /// Milliseconds since 1970 after which it no longer counts; nil: as the gate says, from when the run reads it.
  public var expiresAt: Int64?
  /// What the person agreed to; nil: what the run would have them agree to.
  public var statement: JSON?
  public var signature: String?
  public var host: String?
  public var osUser: String?

  public init(
    step: String, attempt: Int? = nil, decision: GateDecision, reason: String? = nil, expiresAt: Int64? = nil,
    statement: JSON? = nil, signature: String? = nil, host: String? = nil, osUser: String? = nil
  ) {
    self.step = step
    self.attempt = attempt
    self.decision = decision
    self.reason = reason
    self.expiresAt = expiresAt
    self.statement = statement
    self.signature = signature
    self.host = host
    self.osUser = osUser
  }
}

/// Something to be done outside the engine.
public enum Command: Sendable {
  /// Append these events. Durable before anything that follows.
  case record([RecordedEvent])
  /// Run a read step for a condition; `observed` answers.
  case observe(Ticket, ObservationRequest)
  /// Ask the step type whether the effect is there; `probed` answers.
  case probe(Ticket, WorkID)
  /// Take the undo record; `prepared` answers.
  case prepare(WorkID)
  /// Carry it out; `finished` answers. `inputs(of:)` gives its inputs.
  case begin(WorkID)
  /// Find out what became of it; `recovered` answers.
  case recover(WorkID, StepIntent)
  /// End it; `finished` answers with `wasStopped`.
  case stop(WorkID)
  /// The answer isn't wanted any more: end what was run for it. Nothing answers.
  case cancel(Ticket)
  /// `woke` answers after so many milliseconds.
  case wake(Ticket, after: Int64)
  /// The run has ended for this executor.
  case end(RunStatus)
}

/// A read step to be run for a condition.
public struct ObservationRequest: Sendable {
  /// The step that asks, or a phase; empty: a guard of the plan.
  public var step: String
  /// Its condition belongs to what undoes the step.
  public var undoes = false
  public var uses: String
  public var with: [PlanField]
  public var declaredOutputs: [String: ValueType]
  /// Milliseconds that it may take; then it has failed.
  public var timeout: Int64
}
