// Text and JSON as values of a declared type: strict, for later steps rely on the type.

import Expressions
import JSONText

/// Conversions into a declared type. `.none`: it isn't one. (Not `nil`: where a value is meant, that is CEL's null.)
package enum OutputValue {
  /// A value written as text. White space around numbers and bools doesn't count; a string is taken as it stands.
  static func from(text: String, as type: ValueType) -> Value? {
    let word = trimmed(text)
    switch type {
    case .string: return .string(text)
    case .bool: return bool(word)
    case .int: return isDecimal(word, signed: true) ? Int64(word).map { .int($0) } : .none
    case .uint: return isDecimal(word, signed: false) ? UInt64(word).map { .uint($0) } : .none
    case .double: return finite(word).map { .double($0) }
    case .timestamp: return Timestamp(parsing: word).map { .timestamp($0) }
    case .duration: return CELDuration(parsing: word).map { .duration($0) }
    case .optional(let inner): return from(text: text, as: inner).map { .optional(OptionalValue($0)) }
    case .dyn:
      guard let json = try? JSON(parsing: text) else { return .string(text) }
      return Value(json: json)
    default:
      guard let json = try? JSON(parsing: word) else { return .none }
      return from(json: json, as: type, isWhole: false)
    }
  }

  /// A JSON value. `isWhole`: it is an output itself, not part of one, and text in it may still become a number.
  package static func from(json: JSON, as type: ValueType, isWhole: Bool) -> Value? {
    switch (type, json) {
    case (.dyn, _): return Value(json: json)
    case (.null, .null): return .null
    case (.bool, .bool(let flag)): return .bool(flag)
    case (.int, .int(let number)): return .int(number)
    case (.uint, .int(let number)): return UInt64(exactly: number).map { .uint($0) }
    case (.uint, .number(let literal)) where isDecimal(literal, signed: false):
      return UInt64(literal).map { .uint($0) }
    case (.double, .int(let number)): return .double(Double(number))
    case (.double, .number(let literal)): return finite(literal).map { .double($0) }
    case (.string, .string(let text)): return .string(text)
    case (.timestamp, .string(let text)): return Timestamp(parsing: text).map { .timestamp($0) }
    case (.duration, .string(let text)): return CELDuration(parsing: text).map { .duration($0) }
    case (.optional(let inner), _):
      return from(json: json, as: inner, isWhole: isWhole).map { .optional(OptionalValue($0)) }
    case (.list(let item), .array(let items)): return list(items, of: item)
    case (.map(.string, let item), .object(let object)): return map(object, of: item)
    case (_, .string(let text)) where isWhole: return from(text: text, as: type)
    default:
      let value = Value(json: json)
      guard value.matches(type) else { return .none }
      return value
    }
  }

  private static func bool(_ word: String) -> Value? {
    switch word {
    case "true": .some(.bool(true))
    case "false": .some(.bool(false))
    default: .none
    }
  }

  private static func list(_ items: [JSON], of type: ValueType) -> Value? {
    var values: [Value] = []
    for item in items {
      guard let value = from(json: item, as: type, isWhole: false) else { return .none }
      values.append(value)
    }
    return .list(values)
  }

  private static func map(_ object: JSONObject, of type: ValueType) -> Value? {
    var values = ValueMap()
    for (name, item) in object {
      guard let value = from(json: item, as: type, isWhole: false) else { return .none }
      values[.string(name)] = value
    }
    return .map(values)
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
    let bytes = text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    return String(decoding: Array(bytes), as: UTF8.self)
  }

  private static func isDecimal(_ text: String, signed: Bool) -> Bool {
    let digits = signed && text.hasPrefix("-") ? text.utf8.dropFirst() : text.utf8[...]
    return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// A finite double written in decimal, with fraction or exponent or without.
  private static func finite(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return .none }
    guard let number = Double(text), number.isFinite else { return .none }
    return number
  }
}
