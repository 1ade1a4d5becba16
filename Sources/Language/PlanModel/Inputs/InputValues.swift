// One input's value from text or JSON.

import Expressions
import JSONText

/// Reads values of a declared type.
enum InputValues {
  enum Fault: Error {
    case wrongType
    case badJSON(String)
  }

  /// Text for scalars, JSON for lists and maps. `any` is JSON where the text is JSON, and text otherwise.
  static func value(_ text: String, as type: ValueType) -> Result<Value, Fault> {
    switch type {
    case .list, .map:
      do {
        return value(try JSON(parsing: text), as: type).map(Result.success) ?? .failure(.wrongType)
      } catch {
        return .failure(.badJSON(error.message))
      }
    case .dyn:
      let json = try? JSON(parsing: text)
      return .success(json.flatMap { value($0, as: .dyn) } ?? .string(text))
    default: return scalar(text, as: type).map(Result.success) ?? .failure(.wrongType)
    }
  }

  private static func scalar(_ text: String, as type: ValueType) -> Value? {
    switch type {
    case .string: return .string(text)
    case .bool: return text == "true" ? true : text == "false" ? false : nil
    case .int: return isDecimal(text) ? Int64(text).map(Value.int) : nil
    case .double:
      guard let json = try? JSON(parsing: text), let number = json.doubleValue, number.isFinite else { return nil }
      return .double(number)
    case .duration: return PlanDuration.milliseconds(text).map { .duration(CELDuration(milliseconds: $0)) }
    case .timestamp: return Timestamp(parsing: text).map(Value.timestamp)
    default: return nil
    }
  }

  /// `-?(0|[1-9][0-9]*)`: no `+`, no leading zeros, no spaces.
  private static func isDecimal(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    return first != 0x30 || digits.count == 1
  }

  /// A JSON value of a type. Numbers and bools stand for text only where the JSON says text.
  static func value(_ json: JSON, as type: ValueType) -> Value? {
    switch (type, json) {
    case (.dyn, _): return natural(json)
    case (.string, .string(let text)): return .string(text)
    case (.bool, .bool(let flag)): return .bool(flag)
    case (.int, .int(let number)): return .int(number)
    case (.double, .int), (.double, .number):
      return json.doubleValue.flatMap { $0.isFinite ? .double($0) : nil }
    case (.duration, .string(let text)), (.timestamp, .string(let text)): return scalar(text, as: type)
    case (.list(let element), .array(let items)):
      let values = items.compactMap { value($0, as: element) }
      return values.count == items.count ? .list(values) : nil
    case (.map(.string, let element), .object(let object)):
      var map = ValueMap()
      for (key, item) in object {
        guard let read = value(item, as: element) else { return nil }
        map[key] = read
      }
      return .map(map)
    default: return nil
    }
  }

  private static func natural(_ json: JSON) -> Value? {
    switch json {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .number: return json.doubleValue.flatMap { $0.isFinite ? .double($0) : nil }
    case .string(let text): return .string(text)
    case .array(let items):
      let values = items.compactMap(natural)
      return values.count == items.count ? .list(values) : nil
    case .object(let object):
      var map = ValueMap()
      for (key, item) in object {
        guard let read = natural(item) else { return nil }
        map[key] = read
      }
      return .map(map)
    }
  }
}
