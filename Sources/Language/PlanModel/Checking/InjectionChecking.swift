// Text injection: `${{ }}` inside a program text is an error whose fix-it moves the value to the place where values
// are safe (DESIGN §3).

import Diagnostics
import Expressions
import PlanText

extension BodyContext {
  func reportInjection(
    into input: String, valuesGoTo: String, key: Node, _ node: Node, _ use: WrittenUse, at place: ExpressionPlace
  ) {
    // What is wrong within the expressions is said too; a secret in them is one problem, not two.
    _ = template(node, at: place.allowingSecrets())
    let environment = use.with?.entry(valuesGoTo)?.value
    var taken = Set(environment?.entries.map { $0.key.text } ?? [])
    for interpolation in Interpolations.find(in: node.text, scope: place.scope) {
      let variable = Interpolations.variable(for: interpolation.expression, taken: &taken)
      let text = String(decoding: Array(node.text.utf8)[interpolation.range], as: UTF8.self)
      let range = node.sourceRange(ofValueBytes: interpolation.range)
      let insertion = insertion(
        of: variable, text: text, valuesGoTo: valuesGoTo, before: key, environment: environment, with: use.with)
      let use = ShellText(node.text).reading(variable, inPlaceOf: interpolation.range)
      let replacement = node.edit(ofValueBytes: interpolation.range, to: use.text)
      let fix = insertion.flatMap { edit in
        replacement.map {
          FixIt(
            message: "move the value to `\(valuesGoTo)`", edits: [edit, $0], isAutomatic: use.isCertain)
        }
      }
      reporter.report(
        .textInjection(input: input, expression: text, valuesGoTo: valuesGoTo, variable: variable), at: range, fix: fix)
    }
  }

  /// The edit that gives the value a name: a further entry of the map where values go, or that map itself.
  private func insertion(
    of variable: String, text: String, valuesGoTo: String, before key: Node, environment: Node?, with: Node?
  ) -> FixIt.Edit? {
    let value = "'\(text.replacing("'", with: "''"))'"
    if value.contains("\n") { return nil }
    guard let environment else {
      return entry("\(valuesGoTo): {\(variable): \(value)}", before: key, isFlow: with?.isFlow ?? true)
    }
    if let first = environment.entries.first(where: { _ in true }) {
      return entry("\(variable): \(value)", before: first.key, isFlow: environment.isFlow)
    }
    guard environment.kind == .mapping, environment.isFlow else { return nil }
    let inside = environment.range.start + 1
    return FixIt.Edit(range: SourceRange(start: inside, end: inside), replacement: "\(variable): \(value)")
  }

  private func entry(_ text: String, before key: Node, isFlow: Bool) -> FixIt.Edit {
    let start = key.range.start
    let indentation = String(repeating: " ", count: reporter.file.place(of: start).column - 1)
    let lineEnd = reporter.file.bytes.contains(0x0D) ? "\r\n" : "\n"
    return FixIt.Edit(
      range: SourceRange(start: start, end: start), replacement: text + (isFlow ? ", " : lineEnd + indentation))
  }
}

extension BodyContext {
  /// An argument of its own is safe; one that a shell or an interpreter runs as a program (`sh -c`) isn't.
  func warnOfProgramText(in node: Node, _ input: String) {
    guard node.kind == .sequence else { return }
    let items = Array(node.items)
    guard let first = items.first, first.kind == .scalar,
      let program = first.text.split(separator: "/").last.map(String.init), let flag = programFlags[program],
      let place = items.dropFirst().firstIndex(where: { $0.isScalar && isFlag($0.text, flag) }),
      items.indices.contains(place + 1), items[place + 1].holdsInterpolation
    else { return }
    let text = items[place + 1]
    for interpolation in Interpolations.find(in: text.text) {
      let shown = String(decoding: Array(text.text.utf8)[interpolation.range], as: UTF8.self)
      reporter.report(
        .expressionInProgramText(shown, program: "\(program) \(items[place].text)", input: input),
        at: text.sourceRange(ofValueBytes: interpolation.range))
    }
  }

  /// `-c`, or a cluster of flags that ends in it: `-ec`.
  private func isFlag(_ text: String, _ flag: Character) -> Bool {
    text.hasPrefix("-") && !text.hasPrefix("--") && text.last == flag
  }
}

/// Programs that run an argument as a program, with the flag before it.
private let programFlags: [String: Character] = [
  "sh": "c", "bash": "c", "dash": "c", "zsh": "c", "ksh": "c", "fish": "c", "python": "c", "python3": "c",
  "perl": "e", "ruby": "e", "node": "e",
]

/// The `${{ … }}` of a text.
enum Interpolations {
  /// Each with the UTF-8 offsets of the whole of it and the expression inside.
  static func find(in text: String, scope: Scope) -> [(range: Range<Int>, expression: String)] {
    guard case .success(let template) = Template.compile(text, in: scope) else { return find(in: text) }
    return template.parts.compactMap { part in
      guard case .expression(_, let range) = part else { return nil }
      let inside = String(decoding: Array(text.utf8)[range], as: UTF8.self)
      return ((range.lowerBound - 3)..<(range.upperBound + 2), inside)
    }
  }

  /// The same for a text whose expressions may be wrong.
  static func find(in text: String) -> [(range: Range<Int>, expression: String)] {
    let bytes = Array(text.utf8)
    var found: [(Range<Int>, String)] = []
    var position = 0
    while let start = firstIndex(of: "${{", in: bytes, from: position),
      let end = firstIndex(of: "}}", in: bytes, from: start + 3)
    {
      // `$${{` is literal text.
      if start > 0, bytes[start - 1] == UInt8(ascii: "$") {
        position = start + 3
        continue
      }
      // `}}}` ends with its last two: the first closes a map literal.
      var close = end
      while close + 2 < bytes.count, bytes[close + 2] == UInt8(ascii: "}") { close += 1 }
      found.append((start..<(close + 2), String(decoding: bytes[(start + 3)..<close], as: UTF8.self)))
      position = close + 2
    }
    return found
  }

  private static func firstIndex(of pattern: String, in bytes: [UInt8], from start: Int) -> Int? {
    let wanted = Array(pattern.utf8)
    guard bytes.count >= wanted.count, start <= bytes.count - wanted.count else { return nil }
    return (start...(bytes.count - wanted.count)).first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }

  /// A variable's name from an expression: `inputs.who` gives `WHO`.
  static func variable(for expression: String, taken: inout Set<String>) -> String {
    let words = expression.unicodeScalars.split {
      !("a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0 || $0 == "_")
    }
    let last = words.last { $0.first.map { !("0"..."9" ~= $0) } ?? false }.map { String($0).uppercased() } ?? "VALUE"
    let base = last.hasPrefix("BELAY_") ? "VALUE" : last
    var name = base
    var number = 2
    while taken.contains(name) {
      name = "\(base)_\(number)"
      number += 1
    }
    taken.insert(name)
    return name
  }
}
