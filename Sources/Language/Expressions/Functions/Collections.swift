// Size, type and element access of collections.

import Diagnostics

extension Library {
  mutating func addCollections() {
    let (key, value) = (StaticType.variable(0), StaticType.variable(1))
    let sized: [StaticType] = [.string, .bytes, .list(key), .map(key, value)]
    add("size", sized.map { Overload([$0], .int) } + sized.map { Overload(isMember: true, [$0], .int) }) {
      (value, work) throws(ExpressionProblem) in
      switch value {
      case .string(let text):
        try work.spend(bytes: text.utf8.count)
        return .int(Int64(codePointCount(text)))
      case .bytes(let bytes): return .int(Int64(bytes.count))
      case .list(let items): return .int(Int64(items.count))
      case .map(let map): return .int(Int64(map.count))
      default: throw noOverload("size", value)
      }
    }
    add("type", [Overload([key], .type(key))]) { (value, _) throws(ExpressionProblem) in .type(value.typeName) }
    add("dyn", [Overload([key], .dyn)]) { (value, _) throws(ExpressionProblem) in value }
  }
}

/// `value.field`: of a map, or of an optional that holds one.
func select(_ name: String, from value: Value) throws(ExpressionProblem) -> Value {
  switch value {
  case .map(let map):
    guard let field = map[name] else { throw .missingKey("'\(name)'") }
    return field
  case .optional(let optional):
    guard let wrapped = optional.value else { return value }
    return .optional(try optionalSelect(name, from: wrapped))
  default: throw .noMatchingOverload(function: "'.\(name)'", arguments: [value.shownType])
  }
}

/// `value.?field`: none where the field is missing.
func optionalSelect(_ name: String, from value: Value) throws(ExpressionProblem) -> OptionalValue {
  switch value {
  case .map(let map): return map[name].map { OptionalValue($0) } ?? .none
  case .optional(let optional):
    guard let wrapped = optional.value else { return .none }
    return try optionalSelect(name, from: wrapped)
  default: throw .noMatchingOverload(function: "'.?\(name)'", arguments: [value.shownType])
  }
}

/// `has(value.field)`.
func hasField(_ name: String, in value: Value) throws(ExpressionProblem) -> Bool {
  switch value {
  case .map(let map): return map[name] != nil
  case .optional(let optional):
    guard let wrapped = optional.value else { return false }
    return try hasField(name, in: wrapped)
  default: throw .noMatchingOverload(function: "'has'", arguments: [value.shownType])
  }
}

/// `value[index]`: of a list or a map, or of an optional that holds one.
func element(at index: Value, of value: Value) throws(ExpressionProblem) -> Value {
  switch value {
  case .list(let items):
    let place = try listPlace(index, in: items)
    guard let place, items.indices.contains(place) else {
      throw .indexOutOfRange(shownIndex(index), count: items.count)
    }
    return items[place]
  case .map(let map):
    guard let element = map.value(ofKey: index) else { throw .missingKey(describe(index)) }
    return element
  case .optional(let optional):
    guard let wrapped = optional.value else { return value }
    return .optional(try optionalElement(at: index, of: wrapped))
  default: throw noOverload("[]", value, index)
  }
}

/// `value[?index]`: none where there is no such element.
func optionalElement(at index: Value, of value: Value) throws(ExpressionProblem) -> OptionalValue {
  switch value {
  case .list(let items):
    guard let place = try listPlace(index, in: items), items.indices.contains(place) else { return .none }
    return OptionalValue(items[place])
  case .map(let map): return map.value(ofKey: index).map { OptionalValue($0) } ?? .none
  case .optional(let optional):
    guard let wrapped = optional.value else { return .none }
    return try optionalElement(at: index, of: wrapped)
  default: throw noOverload("[?]", value, index)
  }
}

/// An index as a place in a list: any number that is whole.
private func listPlace(_ index: Value, in items: [Value]) throws(ExpressionProblem) -> Int? {
  switch index {
  case .int(let number): return Int(exactly: number)
  case .uint(let number): return Int(exactly: number)
  case .double(let number):
    guard let whole = Int(exactly: number) else {
      throw .invalidArgument("a list has no index \(shortestText(number))")
    }
    return whole
  default: throw noOverload("[]", .list(items), index)
  }
}

private func shownIndex(_ index: Value) -> Int64 {
  switch index {
  case .int(let number): number
  case .uint(let number): Int64(clamping: number)
  default: 0
  }
}

/// A value in a message: text in quotes, everything else as it is written; long ones are cut.
func describe(_ value: Value) -> String {
  switch value {
  case .string(let text):
    let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(60)))
    return "'" + start + (start.utf8.count < text.utf8.count ? "…" : "") + "'"
  case .int, .uint, .double, .bool: return value.text() ?? ""
  case .timestamp(let time): return time.text
  case .duration(let duration): return duration.text
  case .null: return "null"
  default: return "a value of type " + value.shownType
  }
}
