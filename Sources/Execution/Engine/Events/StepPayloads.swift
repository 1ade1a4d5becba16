// What the events about single steps, phases and sub-plans carry.

import JSONText

/// A condition that was asked, and what it saw.
public struct Evidence: Sendable, Hashable {
  /// Where the condition stands: `when`, `done_when`, `preconditions`, `success` or `guard`.
  public var list: String?
  public var check: String
  public var holds: Bool
  /// Outputs of the read step that it judged, and values of what it read, in natural JSON.
  public var seen: JSONObject
  /// Why it couldn't be answered.
  public var error: String?

  public init(list: String? = nil, check: String, holds: Bool, seen: JSONObject, error: String? = nil) {
    self.list = list
    self.check = check
    self.holds = holds
    self.seen = seen
    self.error = error
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
  /// Resolved inputs in journal form; one that may hold a secret is `{"$secret": [names]}`.
  public var inputs: JSONObject
  /// What `auto` will restore. On the first attempt only.
  public var undoRecord: JSON?
  public var bootID: String
  public var evidence: [Evidence]

  public init(
    work: WorkID, key: String, uses: String, inputs: JSONObject, undoRecord: JSON?, bootID: String,
    evidence: [Evidence]
  ) {
    self.work = work
    self.key = key
    self.uses = uses
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

/// `step.applied`
public struct StepApplied: Sendable, Hashable {
  public var work: WorkID
  public var outputs: JSONObject
  public var log: LogReference?

  public init(work: WorkID, outputs: JSONObject, log: LogReference?) {
    self.work = work
    self.outputs = outputs
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
  /// How the executor learned it: `finished`, `adopted`, `exit record`, `probe`, `done_when`.
  public var learned: String
  public var log: LogReference?
  public var evidence: [Evidence]

  public init(
    work: WorkID, outputs: JSONObject = [:], error: RecordedError? = nil, retryAfter: Int64? = nil,
    continued: Bool = false, learned: String, log: LogReference? = nil, evidence: [Evidence] = []
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
  /// `approval` or `manual`.
  public var kind: String
  public var message: String
  public var roles: [String]
  public var quorum: Int
  public var distinctFrom: [String]
  public var checklist: [String]
  public var expiresAfter: Int64?
  public var inputs: JSONObject
  public var evidence: [Evidence]

  public init(
    work: WorkID, kind: String, message: String, roles: [String], quorum: Int, distinctFrom: [String],
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
  /// `approve`, `confirm` or `reject`.
  public var decision: String
  public var person: String
  public var roles: [String]
  public var reason: String?
  /// Milliseconds since 1970 after which it no longer counts.
  public var expiresAt: Int64?
  /// What the person agreed to (DESIGN §6), and the signature over exactly its canonical bytes.
  public var statement: JSON
  public var signature: String?

  public init(
    step: String, decision: String, person: String, roles: [String], reason: String?, expiresAt: Int64?,
    statement: JSON, signature: String?
  ) {
    self.step = step
    self.decision = decision
    self.person = person
    self.roles = roles
    self.reason = reason
    self.expiresAt = expiresAt
    self.statement = statement
    self.signature = signature
  }
}
