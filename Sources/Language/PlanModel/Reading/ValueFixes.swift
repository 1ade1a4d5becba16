// What was meant by a value that isn't of its declared type: `yes` for a bool, `90` for a duration, a text where a list
// of one is needed. A fix that rests on a guess is an offer, not applied by itself.

import Diagnostics
import Expressions
import PlanText

enum ValueFixes {
  /// The fix for a scalar that isn't of a type.
  static func fix(_ node: Node, as type: ValueType) -> FixIt? {
    switch type {
    case .bool: bool(node)
    case .int: int(node)
    case .double: double(node)
    case .duration: duration(node)
    default: nil
    }
  }

  static func bool(_ node: Node) -> FixIt? {
    guard node.isScalar else { return nil }
    switch node.text.lowercased() {
    case "true", "yes", "on", "y": return write("true", for: node)
    case "false", "no", "off", "n": return write("false", for: node)
    default: return nil
    }
  }

  /// `'3'`, `1_000`, `+3`, `3.0`.
  static func int(_ node: Node) -> FixIt? {
    guard node.isScalar else { return nil }
    var text = node.text.replacing("_", with: "")
    if text.hasPrefix("+") { text.removeFirst() }
    if text.hasSuffix(".0") { text.removeLast(2) }
    // `017` is 17 to some and 15 to others.
    guard let number = Int64(text), String(number) == text else { return nil }
    return write(text, for: node)
  }

  /// `'0.5'`, `.5`, `5.`
  static func double(_ node: Node) -> FixIt? {
    guard node.isScalar else { return nil }
    var text = node.text.replacing("_", with: "")
    if text.hasPrefix("+") { text.removeFirst() }
    if text.hasPrefix(".") { text = "0" + text }
    if text.hasSuffix(".") { text.removeLast() }
    let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    let hasLeadingZero = text.hasPrefix("0") && text.count > 1 && !text.hasPrefix("0.")
    guard isDecimal, !hasLeadingZero, let number = Double(text), number.isFinite else { return nil }
    return write(text, for: node)
  }

  static func duration(_ node: Node) -> FixIt? {
    guard node.isScalar, let (text, isCertain) = PlanDuration.meant(by: node.text) else { return nil }
    return FixIt("write '\(text)'", replace: node.range, with: text, isAutomatic: isCertain)
  }

  /// `1.2`, `v1.2.3`, `2`.
  static func version(_ node: Node) -> FixIt? {
    var text = node.text
    if text.hasPrefix("v") || text.hasPrefix("V") { text.removeFirst() }
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    if numbers.count < 3, numbers.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) {
      text += String(repeating: ".0", count: 3 - numbers.count)
    }
    return Names.isSemanticVersion(text) ? write(text, for: node) : nil
  }

  /// `0o640`, `rw-r-----`.
  static func fileMode(_ node: Node) -> FixIt? {
    let text = node.text
    if text.hasPrefix("0o"), Names.isFileMode(String(text.dropFirst(2))) {
      return write("'\(text.dropFirst(2))'", for: node)
    }
    let letters = Array(text.utf8)
    let wanted = Array("rwxrwxrwx".utf8)
    let isMode = zip(letters, wanted).allSatisfy { $0 == $1 || $0 == UInt8(ascii: "-") }
    guard letters.count == 9, isMode else { return nil }
    let digits = (0..<3).map { group in
      (0..<3).reduce(0) { $0 * 2 + (letters[group * 3 + $1] == UInt8(ascii: "-") ? 0 : 1) }
    }
    return write("'0\(digits.map(String.init).joined())'", for: node)
  }

  /// The scalar as the one item of a list.
  static func list(of node: Node) -> FixIt? {
    guard node.isScalar, !node.isEmptyValue, node.style != .literal, node.style != .folded else { return nil }
    let written = node.document.file.text(node.range)
    if written.utf8.contains(UInt8(ascii: "\n")) { return nil }
    let item = node.isPlain ? node.edit(to: node.text).replacement : written
    return FixIt("make it a list", replace: node.range, with: "[\(item)]")
  }

  /// Names of types in other languages.
  static func typeName(_ node: Node) -> FixIt? {
    let others = [
      "integer": "int", "int64": "int", "long": "int", "number": "double", "float": "double", "boolean": "bool",
      "str": "string", "text": "string", "date": "timestamp", "datetime": "timestamp", "time": "duration",
      "list": "list<any>", "array": "list<any>", "map": "'map<string, any>'", "object": "'map<string, any>'",
      "dict": "'map<string, any>'",
    ]
    return others[node.text.lowercased()].map { write($0, for: node) }
  }

  /// Takes a repeated item out of a list in brackets.
  static func removal(of item: Node, after previous: SourceRange?, in list: Node) -> FixIt? {
    guard list.isFlow, let previous else { return nil }
    return FixIt("name it once", replace: SourceRange(start: previous.end, end: item.range.end), with: "")
  }

  private static func write(_ text: String, for node: Node) -> FixIt {
    FixIt("write \(text)", replace: node.range, with: text)
  }
}

extension PlanDuration {
  /// What a text that is no duration was probably meant to be, and whether that is certain: `2 hours`, `1.5h`, `5min`;
  /// a bare number lacks its unit, and seconds are only likely.
  static func meant(by text: String) -> (text: String, isCertain: Bool)? {
    var rest = Substring(text.lowercased().replacing(" ", with: "").replacing("_", with: ""))
    if rest.hasPrefix("pt") { rest = rest.dropFirst(2) }
    if let seconds = Int64(rest), seconds > 0, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return seconds * 1000 <= longest ? ("\(seconds)s", false) : nil
    }
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let word = rest.prefix { !($0.isNumber || $0 == "." || $0 == ",") }
      rest = rest.dropFirst(word.count).drop { $0 == "," }
      guard let number = Double(digits), let unit = otherUnits[String(word)] else { return nil }
      total += number * Double(unit)
    }
    guard total >= 1, total <= Double(longest), total == total.rounded() else { return nil }
    return (PlanDuration.text(Int64(total)), true)
  }

  private static let otherUnits: [String: Int64] = {
    let words: [(Int64, String)] = [
      (1, "ms msec msecs milli millis millisecond milliseconds"), (1000, "s sec secs second seconds"),
      (60_000, "m min mins minute minutes"), (3_600_000, "h hr hrs hour hours"), (86_400_000, "d day days"),
    ]
    return words.reduce(into: [:]) { units, entry in
      for word in entry.1.split(separator: " ") { units[String(word)] = entry.0 }
    }
  }()
}
