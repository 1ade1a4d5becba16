// A plan that has passed every static check: the only thing that can be run.

import Diagnostics
import Expressions
import StepKit

/// A checked plan with all that it includes. Immutable; everything that a run needs is in it.
public final class CheckedPlan: Sendable {
  public let name: String
  public let version: String
  public let title: String
  public let owners: [String]
  public let reviewBy: String?
  public let body: PlanBody
  public let secrets: [PlanSecret]
  /// Names of the environment variables that expressions may read as `env.NAME` (top-level `env: [NAME]`); their
  /// values are taken once, when the run is created, and journaled.
  public let environment: [String]
  public let roles: [String: [String]]
  public let approvers: String?
  public let locks: [PlanValue]
  public let limits: PlanLimits
  public let onFailure: PlanFailureMode
  public let errorCatalog: [String: PlanErrorCode]
  public let guards: [PlanGuard]
  /// The plan file first, then what it includes, in order of first mention.
  public let files: [PlanFile]
  /// Lowercase hex SHA-256 that binds every file (names relative to the plan, bytes).
  public let digest: String
  /// The step types that it was checked against, and that carry it out: the built-in ones and those of its own folder.
  public let types: Registry
  /// Warnings: what is legal but dangerous.
  public let diagnostics: [Diagnostic]

  public init(
    name: String, version: String, title: String, owners: [String], reviewBy: String?, body: PlanBody,
    secrets: [PlanSecret], environment: [String], roles: [String: [String]], approvers: String?, locks: [PlanValue],
    limits: PlanLimits,
    onFailure: PlanFailureMode, errorCatalog: [String: PlanErrorCode], guards: [PlanGuard], files: [PlanFile],
    digest: String, types: Registry, diagnostics: [Diagnostic]
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.owners = owners
    self.reviewBy = reviewBy
    self.body = body
    self.secrets = secrets
    self.environment = environment
    self.roles = roles
    self.approvers = approvers
    self.locks = locks
    self.limits = limits
    self.onFailure = onFailure
    self.errorCatalog = errorCatalog
    self.guards = guards
    self.files = files
    self.digest = digest
    self.types = types
    self.diagnostics = diagnostics
  }
}

/// Bounds of a run. Times in milliseconds.
public struct PlanLimits: Sendable, Hashable {
  /// Exceeding it fails the run.
  public var duration: Int64?
  /// Exceeding it alarms.
  public var rollback: Int64?
  /// How many steps may run at once.
  public var parallel: Int

  public init(duration: Int64? = nil, rollback: Int64? = nil, parallel: Int = 16) {
    self.duration = duration
    self.rollback = rollback
    self.parallel = parallel
  }
}

/// A file that belongs to the plan.
public struct PlanFile: Sendable, Hashable {
  /// As the plan names it: the plan's own file name, then paths relative to the plan's folder.
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// An entry of the error catalogue.
public struct PlanErrorCode: Sendable, Hashable {
  public var code: String
  public var message: String
  public var cause: String?
  /// Steps or commands, one an item.
  public var resolution: [String]

  public init(code: String, message: String, cause: String? = nil, resolution: [String] = []) {
    self.code = code
    self.message = message
    self.cause = cause
    self.resolution = resolution
  }
}

/// A condition that is sampled during the whole run.
public struct PlanGuard: Sendable {
  public enum Trip: String, Sendable, Hashable, CaseIterable { case pause, stop, rollback }
  public enum Missing: String, Sendable, Hashable, CaseIterable { case ignore, trip }
  public var id: String
  public var condition: PlanCondition
  /// Milliseconds between samples.
  public var every: Int64
  /// Milliseconds for which the check must have been false before the guard trips; 0: at once.
  public var holdFor: Int64
  public var onTrip: Trip
  public var onMissing: Missing
  public var range: SourceRange

  public init(
    id: String, condition: PlanCondition, every: Int64, holdFor: Int64, onTrip: Trip, onMissing: Missing,
    range: SourceRange
  ) {
    self.id = id
    self.condition = condition
    self.every = every
    self.holdFor = holdFor
    self.onTrip = onTrip
    self.onMissing = onMissing
    self.range = range
  }
}
