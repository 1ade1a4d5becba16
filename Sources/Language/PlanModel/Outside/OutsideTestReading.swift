// `tests` of `step.yaml`: the situations in which `belay steps test` tries a step type out.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// Reads tests of an outside step type.
struct OutsideTestReader {
  let reporter: Reporter
  let declaration: StepDeclaration

  func read(_ node: Node) -> StepFixture? {
    guard let map = MapReader(node, .outsideTest, reporter) else { return nil }
    let name = reporter.words(map["name"], "the name of a test") ?? ""
    _ = reporter.words(map["description"], "description")
    return StepFixture(
      name, files: reporter.entries(map["files"], "files").compactMap { file($0, $1) }, inputs: inputs(map["inputs"]),
      failure: reporter.text(map["fails"], "fails"), volatileOutputs: volatile(map["varies"]))
  }

  private func inputs(_ node: Node?) -> [String: Value] {
    var values: [String: Value] = [:]
    let names = declaration.inputs.map(\.name)
    for (key, value) in reporter.entries(node, "inputs") {
      guard let input = declaration.input(key.text) else {
        reporter.report(
          .unknownInput(
            key.text, type: declaration.name, inputs: names, nearest: reporter.nearest(to: key.text, in: names)),
          at: key.range)
        continue
      }
      values[input.name] = reporter.constant(value, as: input.type, .quoted(input.name))
    }
    return values
  }

  private func volatile(_ node: Node?) -> Set<String> {
    let names = declaration.outputs.map(\.name)
    return Set(
      reporter.texts(node, "varies").compactMap { word in
        if names.contains(word.value) { return word.value }
        let nearest = reporter.nearest(to: word.value, in: names)
        reporter.report(.notAChoice(word.value, what: "an output", choices: names, nearest: nearest), at: word.range)
        return nil
      })
  }

  /// A path with its text, or with a map that says more.
  private func file(_ key: Node, _ value: Node) -> FixtureEntry? {
    let path = key.text
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      reporter.report(.badTestPath(path), at: key.range)
      return nil
    }
    if value.kind == .scalar { return .file(path, value.text) }
    guard let map = MapReader(value, .outsideTestFile, reporter) else { return nil }
    if let link = reporter.text(map["link"], "link") { return .link(path, to: link) }
    let mode = mode(map["mode"])
    if reporter.flag(map["folder"], "folder") == true { return .folder(path, mode: mode ?? 0o755) }
    return .file(path, map["content"]?.text ?? "", mode: mode ?? 0o644)
  }

  private func mode(_ node: Node?) -> UInt32? {
    guard let node, let text = reporter.text(node, "mode") else { return nil }
    guard Names.isFileMode(text), let mode = UInt32(text, radix: 8) else {
      reporter.report(.notAFileMode(text), at: node.range, fix: ValueFixes.fileMode(node))
      return nil
    }
    return mode
  }
}
