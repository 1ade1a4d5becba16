// What the events about a run as a whole carry.

import JSONText

/// `run.created`
@dynamicMemberLookup
public struct RunCreated: Sendable, Hashable {
  /// Version of the events' format that this binary writes, and the newest that it understands.
  public static let format: Int64 = 1

  public var planName: String
  /// What the run builds on; an edited plan replaces it.
  public var basis: RunBasis
  public var binaryVersion: String
  public var starter: String
  public var workingDirectory: String
  /// Higher than ``format``: written by a newer version, to be read but not resumed.
  public var writtenFormat = Self.format

  public init(planName: String, basis: RunBasis, binaryVersion: String, starter: String, workingDirectory: String) {
    self.planName = planName
    self.basis = basis
    self.binaryVersion = binaryVersion
    self.starter = starter
    self.workingDirectory = workingDirectory
  }

  public subscript<Field>(dynamicMember path: WritableKeyPath<RunBasis, Field>) -> Field {
    get { basis[keyPath: path] }
    set { basis[keyPath: path] = newValue }
  }
}

/// All that a run's meaning depends on besides the events: the plan's text, what it was given, the step types that
/// carry it out. Bound by `run.created`, and anew by `run.plan_changed`.
public struct RunBasis: Sendable, Hashable {
  public var planVersion: String
  public var planTitle: String
  public var planDigest: String
  /// Every file of the plan: name and SHA-256. The bytes are attachments of the journal.
  public var files: [FileReference]
  /// Resolved inputs in journal form, by name.
  public var inputs: JSONObject
  public var inputsDigest: String
  /// Declared environment variables, as they were.
  public var environment: JSONObject
  /// Digest of what each step type that the plan uses means, by name.
  public var stepTypes: [String: String]
  public var registryDigest: String
  public var locks: [String]

  public init(
    planVersion: String, planTitle: String, planDigest: String, files: [FileReference], inputs: JSONObject,
    inputsDigest: String, environment: JSONObject, stepTypes: [String: String], registryDigest: String,
    locks: [String]
  ) {
    self.planVersion = planVersion
    self.planTitle = planTitle
    self.planDigest = planDigest
    self.files = files
    self.inputs = inputs
    self.inputsDigest = inputsDigest
    self.environment = environment
    self.stepTypes = stepTypes
    self.registryDigest = registryDigest
    self.locks = locks
  }
}

/// A file by name and digest.
public struct FileReference: Sendable, Hashable {
  public var name: String
  public var sha256: String

  public init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

/// What an executor was asked to do with a run.
public enum Verb: String, Sendable, Hashable {
  case run, resume, rollback, stop
  /// Only to record what people said: `approve`, `resolve`, `abandon`…
  case record
}

/// `run.opened`
public struct RunOpened: Sendable, Hashable {
  public var verb: Verb
  public var host: String
  public var pid: Int64
  /// Tells whether a later executor runs on the same boot of the same machine.
  public var bootID: String
  public var binaryVersion: String
  public var registryDigest: String
  /// Digest of what each step type that the plan uses means to this executor, by name; empty for ``Verb/record``,
  /// which carries no step out.
  public var stepTypes: [String: String]
  /// The user of the operating system, whatever name the person gave with `--as`.
  public var osUser: String?
  /// What differs from the executor before, in words, and was accepted by the person who opened the run.
  public var acceptedDrift: [String]
  /// It waits at gates for people.
  public var waits: Bool
  public var orphans: OrphanPolicy?
  /// Higher than ``RunCreated/format``: written by a newer version.
  public var writtenFormat = RunCreated.format

  public init(
    verb: Verb, host: String, pid: Int64, bootID: String, binaryVersion: String, registryDigest: String,
    stepTypes: [String: String] = [:], osUser: String? = nil, acceptedDrift: [String] = [], waits: Bool = false,
    orphans: OrphanPolicy? = nil
  ) {
    self.verb = verb
    self.host = host
    self.pid = pid
    self.bootID = bootID
    self.binaryVersion = binaryVersion
    self.registryDigest = registryDigest
    self.stepTypes = stepTypes
    self.osUser = osUser
    self.acceptedDrift = acceptedDrift
    self.waits = waits
    self.orphans = orphans
  }
}

/// `run.plan_changed`
public struct PlanChanged: Sendable, Hashable {
  /// What the run builds on from here. Its locks are those of the edited plan; those that the run has already stay
  /// until it ends.
  public var basis: RunBasis
  /// What became of the finished steps: id, label, reason.
  public var labels: [StepLabel]
  /// Changed or removed finished steps were accepted by the person who resumed.
  public var accepted: Bool
  /// The items that each `foreach` which had begun has from here on.
  public var expanded: [StepExpanded]

  public init(basis: RunBasis, labels: [StepLabel], accepted: Bool, expanded: [StepExpanded] = []) {
    self.basis = basis
    self.labels = labels
    self.accepted = accepted
    self.expanded = expanded
  }
}

/// What an edited plan makes of a finished step.
public struct StepLabel: Sendable, Hashable {
  public enum Label: String, Sendable, Hashable { case reused, changed, moved, removed }
  public var step: String
  public var label: Label
  public var reason: String

  public init(step: String, label: Label, reason: String) {
    self.step = step
    self.label = label
    self.reason = reason
  }
}

/// What follows when what still runs has finished.
public enum FailingMode: String, Sendable, Hashable { case halt, rollback }

/// `run.failing`
public struct RunFailing: Sendable, Hashable {
  /// The step or phase that failed; nil when it was the run itself.
  public var step: String?
  public var error: RecordedError
  public var mode: FailingMode

  public init(step: String?, error: RecordedError, mode: FailingMode) {
    self.step = step
    self.error = error
    self.mode = mode
  }
}

/// A failure as journals hold it.
public struct RecordedError: Error, Sendable, Hashable {
  public var code: String
  public var message: String
  public var help: String?

  public init(code: String, message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }
}

/// `run.stop_requested`
public struct StopRequested: Sendable, Hashable {
  public var reason: String

  public init(reason: String) { self.reason = reason }
}

/// `run.alarm`
public struct RunAlarm: Sendable, Hashable {
  public var error: RecordedError

  public init(error: RecordedError) { self.error = error }
}

/// What a guard does when it trips (`on_trip`).
public enum GuardAction: String, Sendable, Hashable { case pause, stop, rollback }

/// `guard.tripped`
public struct GuardTripped: Sendable, Hashable {
  public var id: String
  public var error: RecordedError
  public var action: GuardAction
  /// Since when its check has been false, in milliseconds since 1970.
  public var since: Int64
  public var evidence: [Evidence]

  public init(id: String, error: RecordedError, action: GuardAction, since: Int64, evidence: [Evidence]) {
    self.id = id
    self.error = error
    self.action = action
    self.since = since
    self.evidence = evidence
  }
}

/// `rollback.started`
public struct RollbackStarted: Sendable, Hashable {
  /// Asked for by a person, or the consequence of a failure.
  public var requested: Bool
  /// The step that stays done; nil: back to the start.
  public var to: String?

  public init(requested: Bool, to: String?) {
    self.requested = requested
    self.to = to
  }
}

/// `rollback.finished`
public struct RollbackFinished: Sendable, Hashable {
  public enum Result: String, Sendable, Hashable { case complete, partial, blocked }
  public var result: Result
  /// Where it is blocked, and why.
  public var step: String?
  public var reason: String?

  public init(result: Result, step: String? = nil, reason: String? = nil) {
    self.result = result
    self.step = step
    self.reason = reason
  }
}

/// `finally.started`
public struct FinallyStarted: Sendable, Hashable {
  /// The status that the run will end with.
  public var status: RunStatus

  public init(status: RunStatus) { self.status = status }
}

/// `run.ended`: no executor works on it any more.
public struct RunEnded: Sendable, Hashable {
  public var status: RunStatus
  /// Why a person abandoned it.
  public var reason: String?

  public init(status: RunStatus, reason: String? = nil) {
    self.status = status
    self.reason = reason
  }
}
