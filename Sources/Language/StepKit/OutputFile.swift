// What a process wrote to BELAY_OUTPUT, as typed outputs (DESIGN §4).
//
// The file is UTF-8 text: lines `name=value`, lines that hold a JSON object, or one JSON object over several
// lines. A name that is given twice has its last value. Names that the step doesn't declare are ignored.

import Expressions
import JSONText

/// Reads `BELAY_OUTPUT` files.
public enum OutputFile {
  /// The declared outputs, all of them: one of an optional type that isn't set is the empty optional. Fails when the
  /// file can't be read, or another output isn't set or isn't of its type. Text after `=` becomes the declared type: int, uint, double and bool as the
  /// plan language writes them, a string as it stands, everything else as JSON.
  public static func parse(
    _ bytes: [UInt8], declared: [String: ValueType]
  ) throws(StepFailure) -> [String: Value] {
    let entries = try entries(of: bytes)
    var outputs: [String: Value] = [:]
    for (name, type) in declared.sorted(by: { $0.key < $1.key }) {
      outputs[name] = try output(name, type, entries[name])
    }
    return outputs
  }

  private static func output(
    _ name: String, _ type: ValueType, _ entry: Entry?
  ) throws(StepFailure) -> Value {
    switch entry {
    case nil, .json(.null):
      if case .optional = type { return .optional(.none) }
      if case .json = entry, type == .null || type == .dyn { return .null }
      throw StepProblem.outputNotSet(name, type: type.description).failure()
    case .text(let text):
      if let value = OutputValue.from(text: text, as: type) { return value }
      throw StepProblem.outputInvalid(name, type: type.description, text: text).failure()
    case .json(let json):
      if let value = OutputValue.from(json: json, as: type, isWhole: true) { return value }
      throw StepProblem.outputInvalid(name, type: type.description, text: json.text()).failure()
    }
  }

  private enum Entry {
    case text(String)
    case json(JSON)
  }

  private static func entries(of bytes: [UInt8]) throws(StepFailure) -> [String: Entry] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StepProblem.outputUnreadable(line: 0, reason: "is not UTF-8").failure()
    }
    var entries: [String: Entry] = [:]
    if let whole = try? JSON(parsing: bytes), case .object(let object) = whole {
      for (name, value) in object { entries[name] = .json(value) }
      return entries
    }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      try read(line, number: index + 1, into: &entries)
    }
    return entries
  }

  private static func read(
    _ line: Substring.UTF8View, number: Int, into entries: inout [String: Entry]
  ) throws(StepFailure) {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
    if line.first == UInt8(ascii: "{") {
      guard let json = try? JSON(parsing: line), case .object(let object) = json else {
        throw StepProblem.outputUnreadable(line: number, reason: "begins with '{' but is not a JSON object").failure()
      }
      for (name, value) in object { entries[name] = .json(value) }
      return
    }
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
      throw StepProblem.outputUnreadable(line: number, reason: "is neither `name=value` nor a JSON object").failure()
    }
    let name = String(decoding: line[..<equals], as: UTF8.self)
    guard isName(name) else {
      let reason = "has '\(name.prefix(40))' where a name is expected"
      throw StepProblem.outputUnreadable(line: number, reason: reason).failure()
    }
    entries[name] = .text(String(decoding: line[line.index(after: equals)...], as: UTF8.self))
  }

  /// `[A-Za-z_][A-Za-z0-9_-]*`
  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
  }
}
