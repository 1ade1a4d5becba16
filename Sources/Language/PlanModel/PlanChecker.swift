// The entry point of the static checks: every name, type, reference and expression of a plan, before anything runs.

import Diagnostics
import Expressions
import StepKit

/// Checks plans against a registry of step types.
public struct PlanChecker: Sendable {
  /// How many problems of one file are reported at most.
  public static let problemLimit = Reporter.limit

  private let registry: Registry
  private let reader: any PlanReader

  public init(registry: Registry, reader: any PlanReader) {
    self.registry = registry
    self.reader = reader
  }

  /// A checker that opens no file: for plans whose files are stored.
  public init(registry: Registry) {
    self.init(registry: registry, reader: StoredFiles([]))
  }

  /// Checks a plan file and all that it includes. Includes are relative to the file that names them.
  public func check(path: String) -> CheckResult {
    let (folder, name) = PlanPath.split(path)
    return check(name, CheckSession(registry: registry, reader: reader, folder: folder))
  }

  /// Checks a plan from files that a journal or a sealed plan has stored; the first is the plan itself.
  public func check(files: [PlanFile]) -> CheckResult {
    check(files.first?.name ?? "", CheckSession(registry: registry, reader: StoredFiles(files), folder: ""))
  }

  /// The step types in the folder `steps` of a folder, whether a plan uses them or not. `folder` is empty or ends in
  /// `/`. Nil as `name`: all of them.
  public func outsideTypes(in folder: String, named name: String? = nil) -> OutsideTypeResult {
    let session = CheckSession(registry: registry, reader: reader, folder: folder)
    guard let outside = session.outside else { return OutsideTypeResult() }
    let user = Reporter(file: SourceFile(path: folder + OutsideTypes.folder, bytes: []), name: OutsideTypes.folder)
    for known in outside.names where name == nil || name == known {
      _ = session.stepType(known, usedBy: user, at: SourceRange(start: 0, end: 0))
    }
    return OutsideTypeResult(
      names: outside.names, types: outside.types, fixtures: outside.declared.mapValues(\.fixtures),
      diagnostics: session.diagnostics + user.diagnostics.sorted)
  }

  private func check(_ name: String, _ session: CheckSession) -> CheckResult {
    switch session.load(name) {
    case .failure(let error):
      let problem = PlanProblem.unreadableFile(session.path(of: name), what: "the plan", reason: error.message)
      let file = SourceFile(path: session.path(of: name), bytes: [])
      return CheckResult(plan: nil, diagnostics: [Diagnostic(problem, in: file, at: nil)])
    case .success(let reporter):
      return PlanAssembly(session: session, root: session.check(reporter)).result()
    }
  }
}

/// What a check found.
public struct CheckResult: Sendable {
  /// Nil when there are errors.
  public let plan: CheckedPlan?
  /// All errors and warnings at once: the plan's own first, then those of its includes, each file in its order.
  public let diagnostics: [Diagnostic]

  public init(plan: CheckedPlan?, diagnostics: [Diagnostic]) {
    self.plan = plan
    self.diagnostics = diagnostics
  }
}

/// The step types beside a plan.
public struct OutsideTypeResult: Sendable {
  /// Names of all folders.
  public var names: [String] = []
  /// Those that could be read.
  public var types: [String: any StepType] = [:]
  /// The tests of those that a program carries out.
  public var fixtures: [String: [StepFixture]] = [:]
  public var diagnostics: [Diagnostic] = []
}
