// What the events about single steps, phases and sub-plans carry.

import JSONText
import StepKit

/// A condition that was asked, and what it saw.
public struct Evidence: Sendable, Hashable {
  /// Where the condition stands: `when`, `done_when`, `preconditions`, `success` or `guard`.
  public var list: String?
  /// Its place in that list, from 0.
  public var place: Int
  public var check: String
  public var holds: Bool
  /// The value of every name that the check reads, by its full path such as `outputs.status`, in journal form.
  public var seen: JSONObject
  /// The read step whose outputs it judged.
  public var observation: Observed?
  /// Why it couldn't be answered.
  public var error: String?

  public init(
    list: String? = nil, place: Int = 0, check: String, holds: Bool, seen: JSONObject, observation: Observed? = nil,
    error: String? = nil
  ) {
    self.list = list
    self.place = place
    self.check = check
    self.holds = holds
    self.seen = seen
    self.observation = observation
    self.error = error
  }
}

/// A read step that was carried out for a condition, perhaps again and again.
public struct Observed: Sendable, Hashable {
  public var uses: String
  /// Resolved inputs in journal form; one that may hold a secret is `{"$secret": [names]}`.
  public var inputs: JSONObject
  /// How often it was carried out.
  public var times: Int
  /// When the first and the last time began, in milliseconds since 1970.
  public var first: Int64
  public var last: Int64
  /// Of the last time.
  public var log: LogReference?

  public init(
    uses: String, inputs: JSONObject, times: Int, first: Int64, last: Int64, log: LogReference? = nil
  ) {
    self.uses = uses
    self.inputs = inputs
    self.times = times
    self.first = first
    self.last = last
    self.log = log
  }
}

/// `phase.started`, `call.started`
public struct GroupStarted: Sendable, Hashable {
  public var id: String
  /// Of a sub-plan: its resolved inputs in journal form.
  public var inputs: JSONObject
  public var evidence: [Evidence]

  public init(id: String, inputs: JSONObject = [:], evidence: [Evidence] = []) {
    self.id = id
    self.inputs = inputs
    self.evidence = evidence
  }
}

/// `phase.finished`, `call.finished`
public struct GroupFinished: Sendable, Hashable {
  public var id: String
  /// Nil: it succeeded.
  public var error: RecordedError?
  /// It failed, and the plan says to go on.
  public var continued: Bool
  public var evidence: [Evidence]

  public init(id: String, error: RecordedError? = nil, continued: Bool = false, evidence: [Evidence] = []) {
    self.id = id
    self.error = error
    self.continued = continued
    self.evidence = evidence
  }
}

/// `step.expanded`
public struct StepExpanded: Sendable, Hashable {
  public var step: String
  public var keys: [String]
  /// In journal form, one for each key.
  public var items: [JSON]

  public init(step: String, keys: [String], items: [JSON]) {
    self.step = step
    self.keys = keys
    self.items = items
  }
}

/// `step.skipped`, `step.satisfied`, `step.undone`, `step.kept`
public struct StepSettled: Sendable, Hashable {
  public var step: String
  /// In words, when there is something to say.
  public var reason: String?
  public var outputs: JSONObject
  public var evidence: [Evidence]

  public init(step: String, reason: String? = nil, outputs: JSONObject = [:], evidence: [Evidence] = []) {
    self.step = step
    self.reason = reason
    self.outputs = outputs
    self.evidence = evidence
  }
}

/// `step.refused`, `step.undo_failed`
public struct StepRefused: Sendable, Hashable {
  public var step: String
  public var error: RecordedError
  /// It failed, and the plan says to go on.
  public var continued: Bool
  public var evidence: [Evidence]

  public init(step: String, error: RecordedError, continued: Bool = false, evidence: [Evidence] = []) {
    self.step = step
    self.error = error
    self.continued = continued
    self.evidence = evidence
  }
}

/// `step.intent`
public struct StepIntent: Sendable, Hashable {
  public var work: WorkID
  public var key: String
  public var uses: String
  /// What was claimed of the effect when it began: the in-doubt rule goes by this, whatever the step type says later.
  public var effect: Effect
  public var idempotent: Bool
  /// Milliseconds that it may take; nil: for ever.
  public var timeout: Int64?
  /// Resolved inputs in journal form; one that may hold a secret is `{"$secret": [names]}`.
  public var inputs: JSONObject
  /// What `auto` will restore. On the first attempt only.
  public var undoRecord: JSON?
  public var bootID: String
  public var evidence: [Evidence]

  public init(
    work: WorkID, key: String, uses: String, effect: Effect, idempotent: Bool, timeout: Int64? = nil,
    inputs: JSONObject, undoRecord: JSON?, bootID: String, evidence: [Evidence]
  ) {
    self.work = work
    self.key = key
    self.uses = uses
    self.effect = effect
    self.idempotent = idempotent
    self.timeout = timeout
    self.inputs = inputs
    self.undoRecord = undoRecord
    self.bootID = bootID
    self.evidence = evidence
  }
}

/// One attempt of one thing that has an effect: a step, or an action of its rollback.
public struct WorkID: Sendable, Hashable {
  /// Full id of the step.
  public var step: String
  /// Index of the rollback action; nil: the step itself.
  public var undo: Int?
  /// From 1; of the step, or of the action.
  public var attempt: Int

  public init(step: String, undo: Int? = nil, attempt: Int) {
    self.step = step
    self.undo = undo
    self.attempt = attempt
  }
}

/// How the executor learned how an attempt ended.
public enum Learned: String, Sendable, Hashable {
  /// It watched from the start to the end.
  case finished
  /// It watched an attempt that a dead executor had begun.
  case adopted
  /// From the supervisor's record.
  case exitRecord = "exit record"
  case probe
  case doneWhen = "done_when"
  /// It failed before its effect could begin.
  case notBegun = "not begun"
  /// People answered.
  case answered
  case timePassed = "time passed"
  /// Belay itself ended it.
  case stopped
  /// No further attempt is made, for the run doesn't go on.
  case gaveUp = "gave up"
  /// Nobody can know, and it counts as failed.
  case lost
}

/// `step.applied`
public struct StepApplied: Sendable, Hashable {
  public var work: WorkID
  public var outputs: JSONObject
  public var learned: Learned
  public var log: LogReference?

  public init(work: WorkID, outputs: JSONObject, learned: Learned, log: LogReference?) {
    self.work = work
    self.outputs = outputs
    self.learned = learned
    self.log = log
  }
}

/// `step.outcome`
public struct StepOutcome: Sendable, Hashable {
  public var work: WorkID
  public var outputs: JSONObject
  /// Nil: it succeeded.
  public var error: RecordedError?
  /// Another attempt follows after so many milliseconds.
  public var retryAfter: Int64?
  /// It failed, and the plan says to go on.
  public var continued: Bool
  public var learned: Learned
  public var log: LogReference?
  public var evidence: [Evidence]

  public init(
    work: WorkID, outputs: JSONObject = [:], error: RecordedError? = nil, retryAfter: Int64? = nil,
    continued: Bool = false, learned: Learned, log: LogReference? = nil, evidence: [Evidence] = []
  ) {
    self.work = work
    self.outputs = outputs
    self.error = error
    self.retryAfter = retryAfter
    self.continued = continued
    self.learned = learned
    self.log = log
    self.evidence = evidence
  }
}

/// What a step printed, bound by its digest.
public struct LogReference: Sendable, Hashable {
  public var sha256: String
  public var bytes: Int64
  /// The process as its supervisor saw it: nil for a step without one.
  public var process: ProcessFacts?

  public init(sha256: String, bytes: Int64, process: ProcessFacts? = nil) {
    self.sha256 = sha256
    self.bytes = bytes
    self.process = process
  }
}

/// When a process ran, and what of it isn't whole. A step that ended while no executor lived shows its true times.
public struct ProcessFacts: Sendable, Hashable {
  /// Milliseconds since 1970.
  public var startedAt: Int64
  public var endedAt: Int64
  /// The log was cut at its limit.
  public var isLogCut: Bool
  /// Something that it had started couldn't be ended.
  public var familyRemained: Bool

  public init(startedAt: Int64, endedAt: Int64, isLogCut: Bool, familyRemained: Bool) {
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.isLogCut = isLogCut
    self.familyRemained = familyRemained
  }
}

/// `step.recovered`: what was decided about an attempt that a dead executor left, where no outcome says it.
public struct StepRecovered: Sendable, Hashable {
  public enum Finding: String, Sendable, Hashable {
    /// It surely never ran: its intent is carried out now.
    case neverRan = "never ran"
    /// It may have run, and running it again is safe.
    case idempotent
    /// `done_when` or the probe says that it didn't happen.
    case notDone = "not done"
  }
  public var work: WorkID
  public var finding: Finding
  /// In words, what is known of the attempt.
  public var reason: String
  public var evidence: [Evidence]

  public init(work: WorkID, finding: Finding, reason: String, evidence: [Evidence] = []) {
    self.work = work
    self.finding = finding
    self.reason = reason
    self.evidence = evidence
  }
}

/// `step.in_doubt`
public struct StepInDoubt: Sendable, Hashable {
  public var work: WorkID
  public var reason: String

  public init(work: WorkID, reason: String) {
    self.work = work
    self.reason = reason
  }
}

/// `step.resolved`
public struct StepResolved: Sendable, Hashable {
  public enum Decision: String, Sendable, Hashable, CaseIterable {
    case done
    case notDone = "not-done"
    case retry
  }
  public var step: String
  public var undo: Int?
  public var decision: Decision
  public var reason: String?

  public init(step: String, undo: Int? = nil, decision: Decision, reason: String? = nil) {
    self.step = step
    self.undo = undo
    self.decision = decision
    self.reason = reason
  }
}

/// `gate.opened`
public struct GateOpened: Sendable, Hashable {
  public var work: WorkID
  public var kind: GateRequest.Kind
  public var message: String
  public var roles: [String]
  public var quorum: Int
  public var distinctFrom: [String]
  public var checklist: [String]
  public var expiresAfter: Int64?
  public var inputs: JSONObject
  public var evidence: [Evidence]

  public init(
    work: WorkID, kind: GateRequest.Kind, message: String, roles: [String], quorum: Int, distinctFrom: [String],
    checklist: [String], expiresAfter: Int64?, inputs: JSONObject, evidence: [Evidence]
  ) {
    self.work = work
    self.kind = kind
    self.message = message
    self.roles = roles
    self.quorum = quorum
    self.distinctFrom = distinctFrom
    self.checklist = checklist
    self.expiresAfter = expiresAfter
    self.inputs = inputs
    self.evidence = evidence
  }
}

/// `gate.answered`
public struct GateAnswered: Sendable, Hashable {
  public var step: String
  /// The attempt whose question it answers.
  public var attempt: Int
  public var decision: GateDecision
  public var person: String
  public var roles: [String]
  public var reason: String?
  /// Milliseconds since 1970 after which it no longer counts.
  public var expiresAt: Int64?
  /// What the person agreed to (DESIGN §6), and the signature over exactly its canonical bytes.
  public var statement: JSON
  public var signature: String?
  /// Where it was said: host and user of the operating system, whatever name the person gave.
  public var host: String?
  public var osUser: String?

  public init(
    step: String, attempt: Int, decision: GateDecision, person: String, roles: [String], reason: String?,
    expiresAt: Int64?, statement: JSON, signature: String?, host: String? = nil, osUser: String? = nil
  ) {
    self.step = step
    self.attempt = attempt
    self.decision = decision
    self.person = person
    self.roles = roles
    self.reason = reason
    self.expiresAt = expiresAt
    self.statement = statement
    self.signature = signature
    self.host = host
    self.osUser = osUser
  }
}

/// `message.refused`: what a person said to a living run, and the run couldn't take when it read it.
public struct MessageRefused: Sendable, Hashable {
  /// `answer`, `resolve`, `abandon`.
  public var said: String
  public var step: String?
  public var person: String
  public var error: RecordedError

  public init(said: String, step: String?, person: String, error: RecordedError) {
    self.said = said
    self.step = step
    self.person = person
    self.error = error
  }
}
