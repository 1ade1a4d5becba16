// Names within expressions that aren't what the author thinks: near names and their fixes, and names with '-', which
// CEL reads as a subtraction.

import Diagnostics
import Expressions
import PlanText

extension BodyContext {
  /// The fix that puts another name, or another piece of the language, in place of a part of an expression.
  func fix(replacing part: Range<Int>, of node: Node, with name: String) -> FixIt? {
    let bytes = Array(node.text.utf8)
    guard part.upperBound <= bytes.count else { return nil }
    let first = part.isEmpty ? 0 : bytes[part.lowerBound]
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      let quote = String(UnicodeScalar(first))
      return edit(node, part, to: quote + name + quote, shown: name)
    }
    let isInBrackets = part.lowerBound > 0 && isQuote(bytes[part.lowerBound - 1])
    if name.utf8.contains(UInt8(ascii: "-")), Names.isIdentifier(name), !isInBrackets {
      guard part.lowerBound > 0, bytes[part.lowerBound - 1] == UInt8(ascii: ".") else { return nil }
      return edit(node, (part.lowerBound - 1)..<part.upperBound, to: "['\(name)']", shown: name)
    }
    return edit(node, part, to: name, shown: name)
  }

  private func edit(_ node: Node, _ part: Range<Int>, to text: String, shown: String) -> FixIt? {
    node.edit(ofValueBytes: part, to: text).map { FixIt(message: "write '\(shown)'", edits: [$0]) }
  }

  private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }

  /// A name with '-' that was written after a point.
  struct NameWithMinus {
    var owner: String
    var name: String
    /// The name that exists: this one, or the one that was probably meant.
    var meant: String
    /// From the owner to the end of the name.
    var whole: Range<Int>
    /// From the point on.
    var member: Range<Int>
  }

  /// The names with '-' in a text that have issues in them.
  func namesWithMinus(in text: String, having issues: [Range<Int>]) -> [NameWithMinus] {
    guard text.utf8.contains(UInt8(ascii: "-")), !issues.isEmpty else { return [] }
    let bytes = Array(text.utf8)
    var found: [NameWithMinus] = []
    for (owner, names) in namedOwners {
      for start in places(of: owner + ".", in: bytes) {
        let nameStart = start + owner.utf8.count + 1
        var end = nameStart
        while end < bytes.count, isNameByte(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
        while end > nameStart, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
        let name = String(decoding: bytes[nameStart..<end], as: UTF8.self)
        let hasIssue = issues.contains { $0.lowerBound >= start && $0.upperBound <= end }
        guard name.utf8.contains(UInt8(ascii: "-")), hasIssue else { continue }
        let all = names()
        let near = all.contains(name) ? name : reporter.nearest(to: name, in: all)
        guard let near else { continue }
        found.append(
          NameWithMinus(owner: owner, name: name, meant: near, whole: start..<end, member: (nameStart - 1)..<end))
      }
    }
    return found.sorted { $0.whole.lowerBound < $1.whole.lowerBound }
  }

  /// Reports a name with '-' once, in place of what CEL makes of its parts.
  func report(_ minus: NameWithMinus, in node: Node) {
    let needsBrackets = minus.meant.utf8.contains(UInt8(ascii: "-"))
    let member = needsBrackets ? "['\(minus.meant)']" : ".\(minus.meant)"
    let advice = "write \(minus.owner)\(member)"
    let edit = node.edit(ofValueBytes: minus.member, to: member)
    reporter.report(
      .nameReadAsSubtraction(minus.name, of: minus.owner, nearest: minus.meant == minus.name ? nil : minus.meant),
      at: node.sourceRange(ofValueBytes: minus.whole),
      label: advice, onlyFix: edit.map { FixIt(message: advice, edits: [$0]) })
  }

  /// The variables whose fields a plan names, with those names.
  private var namedOwners: [(owner: String, names: () -> [String])] {
    [
      (ScopeNames.steps, { Array(self.graph.positions.keys).sorted() }),
      (ScopeNames.inputs, { self.plan.inputs.map(\.input.name) }),
      (ScopeNames.vars, { self.plan.variables.map(\.name) }),
      (ScopeNames.secrets, { self.plan.secrets.map(\.value.name) }),
    ]
  }

  /// Where a word stands that isn't the end of a longer one.
  private func places(of word: String, in bytes: [UInt8]) -> [Int] {
    let wanted = Array(word.utf8)
    guard bytes.count >= wanted.count else { return [] }
    return (0...(bytes.count - wanted.count)).filter { start in
      bytes[start..<(start + wanted.count)].elementsEqual(wanted)
        && (start == 0 || !(isNameByte(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".")))
    }
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
  }
}
