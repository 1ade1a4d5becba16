// The step types in the folder `steps` beside a plan, each read when the plan first uses it (DESIGN §4). Their files are
// files of the plan: stored with every run, and bound by the plan's digest.

import Diagnostics
import PlanText
import StepKit

/// Finds the outside step types of one check.
final class OutsideTypes {
  /// Bytes of all files of one type.
  static let sizeLimit = 16 << 20
  static let fileLimit = 256
  static let folder = "steps"
  static let declarationFile = "step.yaml"

  private unowned let session: CheckSession
  private let reader: any PlanReader
  private let maker: any OutsideTypeMaking
  /// Types that could be read, by name.
  private(set) var types: [String: any StepType] = [:]
  /// Of each type that can be carried out, what its declaration says.
  private(set) var declared: [String: OutsideType] = [:]
  /// Names that have been looked for; what is wrong with them has been reported.
  private var seen: Set<String> = []
  /// Composites that are being read, outermost first.
  private var reading: [String] = []
  private var roots: [String: Node] = [:]
  private(set) lazy var names: [String] = reader.folders(in: session.path(of: Self.folder)).filter {
    !$0.hasPrefix(".")
  }

  init(_ session: CheckSession, _ reader: any PlanReader, _ maker: any OutsideTypeMaking) {
    self.session = session
    self.reader = reader
    self.maker = maker
  }

  /// Whether there is a folder of this name, whatever is in it.
  func exists(_ name: String) -> Bool { names.contains(name) }

  /// The digests of the files of the types that were used, by the names under which meanings of steps refer to them.
  var meanings: [String: String] {
    Dictionary(
      uniqueKeysWithValues: types.compactMap { name, type in
        type.filesDigest.map { (MeaningWriter.nameOfFiles(of: name), $0) }
      })
  }

  /// The root of a composite's file, which has been parsed.
  func root(of file: String) -> Node? { roots[file] }

  /// A step type by name, as `uses` of some file names it; nil with the problems reported.
  func type(_ name: String, usedBy user: Reporter, at range: SourceRange) -> (any StepType)? {
    if let type = types[name] { return type }
    let file = "\(Self.folder)/\(name)/\(Self.declarationFile)"
    if let start = reading.firstIndex(of: file) {
      user.report(.cycleOfPlans(Array(reading[start...]) + [file]), at: range)
      return nil
    }
    guard exists(name), seen.insert(name).inserted else { return nil }
    guard StepTypeName.isValid(name) else {
      user.report(.badStepTypeName(name), at: range)
      return nil
    }
    types[name] = read(name, file, usedBy: user, at: range)
    return types[name]
  }

  private func read(
    _ name: String, _ file: String, usedBy user: Reporter, at range: SourceRange
  ) -> (any StepType)? {
    let reporter: Reporter
    switch session.load(file) {
    case .success(let loaded): reporter = loaded
    case .failure(let error):
      user.report(.unusableFolder("\(Self.folder)/\(name)", reason: "step.yaml: \(error.message)"), at: range)
      return nil
    }
    guard let root = session.parse(reporter) else { return nil }
    if root.kind == .mapping, root["steps"] != nil { return composite(name, file, reporter, root, at: range, of: user) }
    guard let files = files(of: name, usedBy: user, at: range) else { return nil }
    let names = files.listed.filter { $0.name != Self.declarationFile }
    let declaration = OutsideTypeReader(reporter: reporter, folder: name, files: names).read(root)
    guard var type = declaration, !reporter.hasErrors else { return nil }
    type.files = files.contents
    declared[name] = type
    return maker.stepType(of: type)
  }

  private func composite(
    _ name: String, _ file: String, _ reporter: Reporter, _ root: Node, at range: SourceRange, of user: Reporter
  ) -> (any StepType)? {
    if reading.count >= CheckSession.depthLimit {
      user.report(.subPlansTooDeep(limit: CheckSession.depthLimit), at: range)
      return nil
    }
    roots[file] = root
    OutsideTypeReader(reporter: reporter, folder: name, files: []).checkName(root["name"])
    reading.append(file)
    let checked = session.check(reporter)
    reading.removeLast()
    guard let plan = checked.plan, let body = checked.body, !reporter.hasErrors else { return nil }
    return CompositeType(
      name, file: file, inputs: plan.inputs.map(\.input), outputs: body.outputs, summary: plan.title)
  }

  /// Every file of a type's folder, read as a file of the plan.
  private func files(
    of name: String, usedBy user: Reporter, at range: SourceRange
  ) -> (listed: [ListedFile], contents: [OutsideType.File])? {
    let folder = "\(Self.folder)/\(name)"
    var contents: [OutsideType.File] = []
    var size = 0
    do {
      let listed = try reader.files(below: session.path(of: folder)).get()
      if listed.count > Self.fileLimit { throw PlanReadError(message: "it has more than \(Self.fileLimit) files") }
      for file in listed {
        let bytes = try session.load("\(folder)/\(file.name)").get().file.bytes
        size += bytes.count
        if size > Self.sizeLimit { throw PlanReadError(message: "its files have more than 16 MiB") }
        contents.append(OutsideType.File(name: file.name, bytes: Array(bytes)))
      }
      return (listed, contents)
    } catch {
      let reason = (error as? PlanReadError)?.message ?? "\(error)"
      user.report(.unusableFolder(folder, reason: reason), at: range)
      return nil
    }
  }
}
