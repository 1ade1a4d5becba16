// One check: loads the files of a plan, each once, and checks them from the inside out, so that a plan knows the
// inputs and outputs of those that it runs.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// The state of one check.
final class CheckSession {
  /// Plans within plans.
  static let depthLimit = 16
  /// Steps of a run, sub-plans included (DESIGN §2).
  static let stepLimit = 200_000

  let registry: Registry
  let kinds: StepKinds
  /// The step types beside the plan; nil: this program can't carry such types out.
  private(set) var outside: OutsideTypes?
  private let reader: any PlanReader
  /// The plan's folder, as the reader and the diagnostics name it.
  private let folder: String
  /// Every file, in order of first mention.
  private(set) var files: [PlanFile] = []
  /// The reporters of all files, in the order of `files`.
  private(set) var reporters: [Reporter] = []
  /// Checked plan files, by name.
  private(set) var checked: [CheckedFile] = []
  /// A sub-plan couldn't be read: what it declares for the run isn't known.
  private(set) var isIncomplete = false
  private var checkedByName: [String: CheckedFile] = [:]
  private var loaded: [String: Result<Reporter, PlanReadError>] = [:]
  /// The plan files that are being checked, outermost first.
  private var stack: [String] = []

  init(registry: Registry, reader: any PlanReader, folder: String) {
    self.registry = registry
    kinds = StepKinds(registry)
    self.reader = reader
    self.folder = folder
    outside = registry.outside.map { OutsideTypes(self, reader, $0) }
  }

  /// A file by its name relative to the plan's folder; read once.
  func load(_ name: String) -> Result<Reporter, PlanReadError> {
    if let known = loaded[name] { return known }
    let result = reader.read(folder + name).map { bytes in
      let reporter = Reporter(file: SourceFile(path: folder + name, bytes: bytes), name: name)
      files.append(PlanFile(name: name, bytes: bytes))
      reporters.append(reporter)
      return reporter
    }
    loaded[name] = result
    return result
  }

  /// How diagnostics name a file.
  func path(of name: String) -> String { folder + name }

  /// All diagnostics: file by file, each in the order of its text.
  var diagnostics: [Diagnostic] { reporters.flatMap { $0.diagnostics.sorted } }

  /// Whether what is being checked is run by another plan.
  var isInSubPlan: Bool { stack.count > 1 }

  // MARK: Plan files

  /// Checks a plan file that has been loaded.
  func check(_ reporter: Reporter) -> CheckedFile {
    if let known = checkedByName[reporter.name] { return known }
    stack.append(reporter.name)
    let file = CheckedFile(reporter: reporter)
    if let plan = written(reporter) {
      file.plan = plan
      PlanFileChecker(session: self, file: file, plan: plan).check()
    }
    stack.removeLast()
    checkedByName[reporter.name] = file
    checked.append(file)
    return file
  }

  private func written(_ reporter: Reporter) -> WrittenPlan? {
    if let root = outside?.root(of: reporter.name) { return planFileReader(reporter).readComposite(root) }
    return parse(reporter).flatMap { planFileReader(reporter).read($0) }
  }

  /// A composite that has been read.
  func composite(_ type: CompositeType) -> CheckedFile? { checkedByName[type.file] }

  /// A step type that a file uses, or nil, with the problem reported where its name is known.
  func stepType(_ name: String, usedBy user: Reporter, at range: SourceRange) -> (any StepType)? {
    if let type = registry[name] {
      if let outside, outside.exists(name) {
        user.report(.shadowsBuiltIn(name, folder: "\(OutsideTypes.folder)/\(name)"), at: range)
      }
      return type
    }
    if let outside, outside.exists(name) {
      let type = outside.type(name, usedBy: user, at: range)
      if type == nil { isIncomplete = true }
      if let type { kinds.add(type) }
      return type
    }
    let names = registry.names + (outside?.names ?? [])
    user.report(.unknownStepType(name, nearest: user.nearest(to: name, in: names)), at: range)
    return nil
  }

  private func planFileReader(_ reporter: Reporter) -> PlanFileReader {
    PlanFileReader(reporter: reporter, kinds: kinds) { [unowned self] name, range in
      stepType(name, usedBy: reporter, at: range)
    }
  }

  /// The root of a file, or nil with the problems reported.
  func parse(_ reporter: Reporter) -> Node? {
    let (document, diagnostics) = PlanDocument.parse(reporter.file)
    for diagnostic in diagnostics { reporter.append(diagnostic) }
    guard let document else { return nil }
    if document.root == nil, diagnostics.isEmpty {
      reporter.report(.emptyPlan, at: SourceRange(start: 0, end: 0))
    }
    return document.root
  }

  /// The plan that a `plan.run` step names; nil with the problem reported.
  func subPlan(_ node: Node, of caller: Reporter) -> CheckedFile? {
    let file = loadSubPlan(node, of: caller)
    if file?.body == nil || file?.plan?.unreadable.contains(.roles) == true { isIncomplete = true }
    return file
  }

  private func loadSubPlan(_ node: Node, of caller: Reporter) -> CheckedFile? {
    guard let name = resolve(node, of: caller) else { return nil }
    if let start = stack.firstIndex(of: name) {
      caller.report(.cycleOfPlans(Array(stack[start...]) + [name]), at: node.range)
      return nil
    }
    if stack.count >= CheckSession.depthLimit {
      caller.report(.subPlansTooDeep(limit: CheckSession.depthLimit), at: node.range)
      return nil
    }
    switch load(name) {
    case .success(let reporter): return check(reporter)
    case .failure(let error):
      caller.report(.missingSubPlan(node.text, reason: error.message), at: node.range)
      return nil
    }
  }

  /// A file that a plan names, as text or in a node; nil with the problem reported.
  func resolve(_ node: Node, of mentioner: Reporter) -> String? {
    resolve(Placed(node.text, node.range), of: mentioner)
  }

  func resolve(_ path: Placed<String>, of mentioner: Reporter) -> String? {
    if path.value.hasPrefix("/") {
      mentioner.report(.absolutePath(path.value), at: path.range)
      return nil
    }
    return PlanPath.resolve(path.value, from: mentioner.name)
  }

  /// A file that isn't a plan.
  func include(_ path: Placed<String>, _ what: String, of mentioner: Reporter) -> Reporter? {
    guard let name = resolve(path, of: mentioner) else { return nil }
    switch load(name) {
    case .success(let reporter): return reporter
    case .failure(let error):
      mentioner.report(.unreadableFile(path.value, what: what, reason: error.message), at: path.range)
      return nil
    }
  }
}

/// A plan file with what its check found.
final class CheckedFile {
  let reporter: Reporter
  /// Nil when nothing of it could be read.
  var plan: WrittenPlan?
  var body: PlanBody?
  var guards: [PlanGuard] = []
  var locks: [PlanValue] = []
  var errorCatalog: [String: PlanErrorCode] = [:]
  var roleUses: [RoleUse] = []
  var codeUses: [Placed<String>] = []
  /// Some step asks roles that only the run knows.
  var hidesRoleUses = false
  /// Steps of the body, those of sub-plans included.
  var stepCount = 0

  init(reporter: Reporter) { self.reporter = reporter }

  /// What a caller gives; nil when the file couldn't be read, or a declaration is wrong.
  var planInputs: PlanInputs? {
    guard let plan, plan.inputs.allSatisfy(\.isSound) else { return nil }
    return PlanInputs(plan: reporter.name, inputs: plan.inputs.map(\.input))
  }
}
