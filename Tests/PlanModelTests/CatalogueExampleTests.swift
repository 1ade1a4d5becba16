// `belay error ID`: the example of every id really has the problem, and its cure hasn't. Examples are pieces of plans;
// each is put into the frame to which it belongs: a whole file, keys of the plan, steps, keys of a step, a condition, …

import Diagnostics
import PlanModel
import Testing

@Suite struct CatalogueExampleTests {
  /// Ids whose examples would be too long, or can't be shown as text.
  private static let described: Set<String> = [
    "BLY0002", "BLY0003", "BLY0016", "BLY0017", "BLY0018", "BLY0019", "BLY0124", "BLY0172",
  ]

  static let entries = (TextProblem.catalogue + PlanProblem.catalogue).filter { !described.contains($0.id) }

  @Test(arguments: entries) func exampleHasTheProblemAndCureHasNot(_ entry: CatalogueEntry) throws {
    let frames = try Frame.allCases.filter { try ids($0, entry.example).contains(entry.id) }
    #expect(!frames.isEmpty, "\(entry.id): the example doesn't have it:\n\(entry.example)")
    let cured = try frames.contains { frame in
      let cure = try ids(frame, entry.cure)
      return !cure.contains(entry.id) && !cure.contains { $0 < "BLY0100" && entry.id >= "BLY0100" }
    }
    let isWithoutCure = try Frame.allCases.contains { try ids($0, entry.cure).isEmpty }
    #expect(cured || isWithoutCure, "\(entry.id): the cure still has it:\n\(entry.cure)")
  }

  @Test func nothingIsLeftOut() {
    for entry in CatalogueExampleTests.entries {
      #expect(!entry.example.contains("…") && !entry.cure.contains("…"), "\(entry.id)")
    }
  }

  private func ids(_ frame: Frame, _ text: String) throws -> Set<String> {
    var shown = text.replacing("␛", with: "\u{1B}").replacing("<U+202E>", with: "\u{202E}").replacing("⇥", with: "\t")
    if !shown.hasSuffix("\n") { shown += "\n" }
    guard let files = frame.files(shown) else { return [] }
    let result = PlanChecker(registry: try TestSteps.registry(), reader: MemoryReader(files)).check(path: "plan.yaml")
    return Set(result.diagnostics.map(\.id))
  }
}

/// Where a piece of a plan belongs.
private enum Frame: CaseIterable {
  case files, wholePlan, planKeys, steps, stepKeys, conditions, input, secret, with, gate

  private static let look = "  - {id: look, uses: file.stat, with: {path: a.txt}}\n"
  private static let child =
    head.replacing("demo", with: "child") + """
      inputs:
        word: {type: string, default: hello}
        keep: {type: int, default: 1, min: 1}
      steps:
        - {id: say, uses: exec.run, effect: read, with: {argv: [echo, '${{ inputs.word }}', '${{ inputs.keep }}']}}

      """
  private static let others = ["child.yaml": child, "errors.yaml": "DISK-001: {message: the disk is full}\n"]

  func files(_ text: String) -> [String: String]? {
    if self == .files { return Frame.sections(text) }
    var files = Frame.others
    files["plan.yaml"] = plan(text)
    return files
  }

  private func plan(_ text: String) -> String {
    switch self {
    case .files, .wholePlan: text
    case .planKeys: Frame.withHead(text)
    case .steps: head + Frame.inputs + "steps:\n" + Frame.indented(text, 2)
    case .stepKeys: head + Frame.inputs + "steps:\n" + Frame.step(text)
    case .conditions:
      head + Frame.inputs + "steps:\n  - id: one\n    uses: file.stat\n    with: {path: a}\n    preconditions:\n"
        + Frame.indented(text, 6)
    case .input: head + "inputs:\n" + Frame.indented(text, 2) + "steps:\n" + Frame.look
    case .secret: head + "secrets:\n" + Frame.indented(text, 2) + "steps:\n" + Frame.look
    case .with:
      head + Frame.inputs + "steps:\n  - id: one\n    uses: file.write\n    with:\n      path: a\n      content: b\n"
        + Frame.indented(text, 6) + "    rollback: auto\n"
    case .gate:
      head + Frame.inputs + "roles: {lead: [ann, bob]}\nsteps:\n  - id: one\n    uses: approval.request\n    with:\n"
        + "      roles: [lead]\n      distinct_from: [starter]\n" + Frame.indented(text, 6)
    }
  }

  private static let inputs = """
    inputs:
      go: {type: bool, default: true}
      name: {type: string, default: a}
      count: {type: int, default: 1}

    """

  /// The keys of a plan, with those that every plan needs and the piece hasn't.
  private static func withHead(_ text: String) -> String {
    let missing = head.split(separator: "\n").filter { line in
      !("\n" + text).contains("\n" + line.prefix { $0 != ":" } + ":")
    }
    let hasSteps = ["steps:", "phases:"].contains { ("\n" + text).contains("\n" + $0) }
    return missing.map { $0 + "\n" }.joined() + text + (hasSteps ? "" : "steps:\n" + look)
  }

  /// The keys of a step, with those that every step needs and the piece hasn't.
  private static func step(_ text: String) -> String {
    let has = { (key: String) in ("\n" + text).contains("\n" + key + ":") }
    var step = "  - " + (has("id") ? "" : "id: one\n    ")
    var rest = indented(text, 4)
    if has("id") { rest = String(rest.dropFirst(4)) } else { rest = String(rest.dropFirst(4)) }
    step += rest
    if !has("uses") { step += "    uses: shell.run\n" }
    if !has("with") { step += "    with: {script: 'true'}\n" }
    return step
  }

  private static func indented(_ text: String, _ count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true)
      .map { String(repeating: " ", count: count) + $0 + "\n" }.joined()
  }

  /// A text of several files: `# child.yaml` begins one. A plan that is missing runs the child.
  private static func sections(_ text: String) -> [String: String]? {
    var files: [String: String] = [:]
    var name: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# "), line.hasSuffix(".yaml") || line.hasPrefix("# steps/") {
        name = String(line.dropFirst(2))
        files[name ?? ""] = ""
      } else if let name {
        files[name, default: ""] += line + "\n"
      }
    }
    guard !files.isEmpty else { return nil }
    let run = "steps:\n  - {id: c, uses: plan.run, with: {plan: child.yaml}}\n"
    var whole = others
    for (name, text) in files {
      let isPart = name.hasPrefix("errors") || name.hasPrefix("more-errors")
      if isPart || name.hasPrefix("steps/") {
        whole[name] = text
      } else if name == "plan.yaml" {
        whole[name] = text.contains("steps:") ? withHead(text) : withHead(text + run)
      } else {
        whole[name] = withHead(text)
      }
    }
    if whole["plan.yaml"] == nil { whole["plan.yaml"] = head + run }
    return whole
  }
}
