// Values as natural JSON: what people and other programs read. For a form that can be read back exactly see
// Value+Journal.swift.

import JSONText

extension Value {
  /// The value of a JSON document: objects are maps with string keys, integers that fit 64 bits are ints (or uints),
  /// all other numbers doubles.
  public init(json: JSON) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .number(let literal):
      if let number = UInt64(literal) { self = .uint(number) } else { self = .double(Double(literal) ?? .nan) }
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(items.map(Value.init(json:)))
    case .object(let object): self = .map(ValueMap(object.map { ($0.key, Value(json: $0.value)) }))
    }
  }

  /// The value as JSON: doubles in their shortest form, bytes as base64, times as RFC 3339, durations as `1.5s`, keys
  /// as text. A double that is no number and an optional without a value have no JSON; they are a string and null.
  public func json() -> JSON {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .uint(let number): return Int64(exactly: number).map(JSON.int) ?? .number(String(number))
    case .double(let number): return number.isFinite ? .number(jsonNumber(number)) : .string(shortestText(number))
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .string(base64Text(bytes))
    case .list(let items): return .array(items.map { $0.json() })
    case .map(let map):
      var object = JSONObject()
      for (key, value) in map { object[key.text() ?? ""] = value.json() }
      return .object(object)
    case .timestamp(let time): return .string(time.text)
    case .duration(let duration): return .string(duration.text)
    case .type(let name): return .string(name)
    case .optional(let held): return held.value?.json() ?? .null
    }
  }
}

/// A double as JSON writes it, with a point or an exponent, so that it is read back as a double.
private func jsonNumber(_ number: Double) -> String {
  let text = shortestText(number)
  return text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") } ? text : text + ".0"
}
