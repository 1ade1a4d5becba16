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
