// Values in journals (DESIGN §6): numbers are integers within ±2^53, a double is a string, and what is written can be
// read back exactly, given the type that it was written with.
//
// Where the declared type says what a value is, it is written plain: a double as "1.5", bytes as base64. Where it
// doesn't (`any`), what JSON can't hold is tagged: {"$double": "1.5"}. A map that looks like a tag is tagged itself.

import JSONText

/// A journaled value that can't be read.
public struct JournaledValueError: Error, Hashable, Sendable {
  /// What is wrong, in a few words.
  public var reason: String
}

private let largestPlainInt: Int64 = 9_007_199_254_740_992

extension Value {
  /// The value as a journal holds it. A value that doesn't fit the type is written as one of type `any`, marked.
  public func journaled(as type: ValueType) -> JSON {
    switch (self, type) {
    case (_, .dyn): return journaledAsAny()
    case (.null, .null): return .null
    case (.bool(let flag), .bool): return .bool(flag)
    case (.int(let number), .int): return plain(number)
    case (.uint(let number), .uint): return Int64(exactly: number).map(plain) ?? .string(String(number))
    case (.double(let number), .double): return .string(shortestText(number))
    case (.string(let text), .string): return .string(text)
    case (.bytes(let bytes), .bytes): return .string(base64Text(bytes))
    case (.timestamp(let time), .timestamp): return .string(time.text)
    case (.duration(let duration), .duration): return .string(duration.text)
    case (.type(let name), .type): return .string(name)
    case (.optional(let held), .optional(let wrapped)):
      return .array(held.value.map { [$0.journaled(as: wrapped)] } ?? [])
    case (.list(let items), .list(let element)): return .array(items.map { $0.journaled(as: element) })
    case (.map(let map), .map(let key, let value)):
      guard let object = journaledObject(map, value: { _ in value }, key: key) else { break }
      return .object(object)
    case (.map(let map), .record(let shape)):
      guard let object = journaledObject(map, value: { shape.field($0)?.type ?? .dyn }, key: .string) else { break }
      return .object(object)
    default: break
    }
    return tag("$any", journaledAsAny())
  }

  /// A map as an object; nil when a key is not of the key type.
  private func journaledObject(
    _ map: ValueMap, value type: (String) -> ValueType, key: ValueType
  ) -> JSONObject? {
    var object = JSONObject()
    for (entryKey, value) in map {
      guard entryKey.matches(key), key != .dyn, let name = entryKey.text() else { return nil }
      object[name] = value.journaled(as: type(name))
    }
    return isTag(object) ? nil : object
  }

  private func journaledAsAny() -> JSON {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number):
      return number.magnitude <= UInt64(largestPlainInt) ? .int(number) : tag("$int", .string(String(number)))
    case .uint(let number): return tag("$uint", .string(String(number)))
    case .double(let number): return tag("$double", .string(shortestText(number)))
    case .string(let text): return .string(text)
    case .bytes(let bytes): return tag("$bytes", .string(base64Text(bytes)))
    case .timestamp(let time): return tag("$timestamp", .string(time.text))
    case .duration(let duration): return tag("$duration", .string(duration.text))
    case .type(let name): return tag("$type", .string(name))
    case .optional(let held): return tag("$optional", .array(held.value.map { [$0.journaledAsAny()] } ?? []))
    case .list(let items): return .array(items.map { $0.journaledAsAny() })
    case .map(let map):
      if let object = journaledObject(map, value: { _ in .dyn }, key: .string) { return .object(object) }
      return tag("$map", .array(map.map { .array([$0.key.journaledAsAny(), $0.value.journaledAsAny()]) }))
    }
  }

  private func plain(_ number: Int64) -> JSON {
    number.magnitude <= UInt64(largestPlainInt) ? .int(number) : .string(String(number))
  }

  private func tag(_ name: String, _ content: JSON) -> JSON {
    var object = JSONObject()
    object[name] = content
    return .object(object)
  }
}

/// Whether an object has the form of a tag: a single key that begins with `$`.
private func isTag(_ object: JSONObject) -> Bool {
  object.count == 1 && object.keys.first?.utf8.first == UInt8(ascii: "$")
}

extension Value {
  /// Reads what ``journaled(as:)`` wrote with the same type.
  public init(journaled json: JSON, as type: ValueType) throws {
    if type != .dyn, case .object(let object) = json, isTag(object), let content = object["$any"] {
      self = try Value(journaled: content, as: .dyn)
      return
    }
    switch (type, json) {
    case (.dyn, _): self = try Value(journaledAsAny: json)
    case (.null, .null): self = .null
    case (.bool, .bool(let flag)): self = .bool(flag)
    case (.int, .int(let number)): self = .int(number)
    case (.uint, .int(let number)) where number >= 0: self = .uint(UInt64(number))
    case (.string, .string(let text)): self = .string(text)
    case (_, .string(let text)): self = try Value(journaledText: text, as: type)
    case (.optional(let wrapped), .array(let items)) where items.count <= 1:
      self = .optional(OptionalValue(try items.first.map { try Value(journaled: $0, as: wrapped) }))
    case (.list(let element), .array(let items)):
      self = .list(try items.map { try Value(journaled: $0, as: element) })
    case (.map(let key, let value), .object(let object)):
      var map = ValueMap()
      for (name, item) in object { map[try Value(journaledKey: name, as: key)] = try Value(journaled: item, as: value) }
      self = .map(map)
    case (.record(let shape), .object(let object)):
      var map = ValueMap()
      for (name, item) in object { map[name] = try Value(journaled: item, as: shape.field(name)?.type ?? .dyn) }
      self = .map(map)
    default: throw JournaledValueError(reason: "a value of type \(type) was expected")
    }
  }

  private init(journaledText text: String, as type: ValueType) throws {
    let value: Value? =
      switch type {
      case .int: Int64(text).map(Value.int)
      case .uint: UInt64(text).map(Value.uint)
      case .double: readDouble(text).map(Value.double)
      case .bytes: base64Bytes(text).map(Value.bytes)
      case .timestamp: Timestamp(parsing: text).map(Value.timestamp)
      case .duration: CELDuration(parsing: text).map(Value.duration)
      case .type: .type(text)
      default: nil
      }
    guard let value else { throw JournaledValueError(reason: "'\(text)' is not a value of type \(type)") }
    self = value
  }

  private init(journaledKey name: String, as type: ValueType) throws {
    switch type {
    case .string: self = .string(name)
    case .bool where name == "true" || name == "false": self = .bool(name == "true")
    case .int, .uint: self = try Value(journaledText: name, as: type)
    default: throw JournaledValueError(reason: "'\(name)' is not a key of type \(type)")
    }
  }

  private init(journaledAsAny json: JSON) throws {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .number(let literal): throw JournaledValueError(reason: "the number \(literal) is not an integer")
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(try items.map(Value.init(journaledAsAny:)))
    case .object(let object):
      if isTag(object), let (name, content) = object.first(where: { _ in true }) {
        self = try Value(tag: name, content)
        return
      }
      self = .map(ValueMap(try object.map { ($0.key, try Value(journaledAsAny: $0.value)) }))
    }
  }

  private init(tag name: String, _ content: JSON) throws {
    switch (name, content) {
    case ("$int", .string(let text)): self = try Value(journaledText: text, as: .int)
    case ("$uint", .string(let text)): self = try Value(journaledText: text, as: .uint)
    case ("$double", .string(let text)): self = try Value(journaledText: text, as: .double)
    case ("$bytes", .string(let text)): self = try Value(journaledText: text, as: .bytes)
    case ("$timestamp", .string(let text)): self = try Value(journaledText: text, as: .timestamp)
    case ("$duration", .string(let text)): self = try Value(journaledText: text, as: .duration)
    case ("$type", .string(let text)): self = .type(text)
    case ("$optional", .array(let items)) where items.count <= 1:
      self = .optional(OptionalValue(try items.first.map(Value.init(journaledAsAny:))))
    case ("$map", .array(let pairs)):
      var map = ValueMap()
      for pair in pairs {
        guard case .array(let parts) = pair, parts.count == 2 else {
          throw JournaledValueError(reason: "an entry of a map is a pair")
        }
        map[try Value(journaledAsAny: parts[0])] = try Value(journaledAsAny: parts[1])
      }
      self = .map(map)
    default: throw JournaledValueError(reason: "'\(name)' is no tag of a journaled value")
    }
  }
}

/// A double as ``shortestText(_:)`` writes it.
private func readDouble(_ text: String) -> Double? {
  switch text {
  case "NaN": .nan
  case "Infinity": .infinity
  case "-Infinity": -.infinity
  default: parseDouble(text)
  }
}
