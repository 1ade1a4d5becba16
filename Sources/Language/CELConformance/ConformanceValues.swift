// The values and types of the suite.

import Expressions
import JSONText

extension Value {
  init(conformance json: JSON) throws(ConformanceError) {
    guard let object = json.objectValue, let kind = object.keys.first, let content = object[kind] else {
      throw ConformanceError(reason: "a value has a kind")
    }
    switch (kind, content) {
    case ("null_value", _): self = .null
    case ("bool_value", .bool(let flag)): self = .bool(flag)
    case ("int64_value", .string(let text)): self = .int(try Value.number(text))
    case ("uint64_value", .string(let text)): self = .uint(try Value.number(text))
    case ("double_value", _): self = .double(try Value.double(content))
    case ("string_value", .string(let text)): self = .string(text)
    case ("bytes_value", .string(let text)): self = try Value.bytes(text)
    case ("type_value", .string(let name)): self = .type(name)
    case ("list_value", _):
      var items: [Value] = []
      for item in content["values"]?.arrayValue ?? [] { items.append(try Value(conformance: item)) }
      self = .list(items)
    case ("map_value", _):
      var map = ValueMap()
      for entry in content["entries"]?.arrayValue ?? [] {
        guard let key = entry["key"], let value = entry["value"] else {
          throw ConformanceError(reason: "an entry has a key and a value")
        }
        map[try Value(conformance: key)] = try Value(conformance: value)
      }
      self = .map(map)
    default: throw ConformanceError(reason: "'\(kind)' is no kind of value here")
    }
  }

  private static func number<Number: LosslessStringConvertible>(_ text: String) throws(ConformanceError) -> Number {
    guard let number = Number(text) else { throw ConformanceError(reason: "'\(text)' is no number") }
    return number
  }

  private static func double(_ json: JSON) throws(ConformanceError) -> Double {
    switch json {
    case .int(let number): return Double(number)
    case .number(let literal), .string(let literal): return try number(literal)
    default: throw ConformanceError(reason: "a double is a number")
    }
  }

  private static func bytes(_ text: String) throws(ConformanceError) -> Value {
    do {
      return try Value(journaled: .string(text), as: .bytes)
    } catch {
      throw ConformanceError(reason: "'\(text)' is not base64")
    }
  }
}

extension StaticType {
  /// - Parameter parameters: the names of the type parameters so far; a new one is added.
  init(conformance json: JSON, parameters: inout [String]) throws(ConformanceError) {
    guard let object = json.objectValue, let kind = object.keys.first, let content = object[kind] else {
      throw ConformanceError(reason: "a type has a kind")
    }
    switch (kind, content) {
    case ("dyn", _): self = .dyn
    case ("null", _): self = .null
    case ("primitive", .string(let name)): self = try StaticType.primitive(name)
    case ("well_known", .string("TIMESTAMP")): self = .timestamp
    case ("well_known", .string("DURATION")): self = .duration
    case ("well_known", .string("ANY")): self = .dyn
    case ("type_param", .string(let name)):
      if !parameters.contains(name) { parameters.append(name) }
      self = .variable(parameters.firstIndex(of: name) ?? 0)
    case ("list_type", _): self = .list(try StaticType.part(content, "elem_type", &parameters))
    case ("map_type", _):
      self = .map(
        try StaticType.part(content, "key_type", &parameters), try StaticType.part(content, "value_type", &parameters))
    case ("type", _):
      self = .type(
        content.objectValue?.count == 0 ? .dyn : try StaticType(conformance: content, parameters: &parameters))
    case ("abstract_type", _):
      var parts: [StaticType] = []
      for part in content["parameter_types"]?.arrayValue ?? [] {
        parts.append(try StaticType(conformance: part, parameters: &parameters))
      }
      let name = content["name"]?.stringValue ?? ""
      self = name == "optional_type" && parts.count == 1 ? .optional(parts[0]) : .abstract(name, parts)
    default: throw ConformanceError(reason: "'\(kind)' is no kind of type here")
    }
  }

  init(conformance json: JSON) throws(ConformanceError) {
    var parameters: [String] = []
    try self.init(conformance: json, parameters: &parameters)
  }

  private static func part(
    _ json: JSON, _ name: String, _ parameters: inout [String]
  ) throws(ConformanceError) -> StaticType {
    guard let part = json[name] else { return .dyn }
    return try StaticType(conformance: part, parameters: &parameters)
  }

  private static func primitive(_ name: String) throws(ConformanceError) -> StaticType {
    switch name {
    case "BOOL": return .bool
    case "INT64": return .int
    case "UINT64": return .uint
    case "DOUBLE": return .double
    case "STRING": return .string
    case "BYTES": return .bytes
    default: throw ConformanceError(reason: "'\(name)' is no primitive type")
    }
  }
}

extension FunctionDeclaration {
  init(_ name: String, conformance overloads: [JSON]) throws(ConformanceError) {
    var result: [Overload] = []
    for overload in overloads {
      var parameters: [String] = []
      var types: [StaticType] = []
      for type in overload["params"]?.arrayValue ?? [] {
        types.append(try StaticType(conformance: type, parameters: &parameters))
      }
      guard let resultType = overload["result_type"] else {
        throw ConformanceError(reason: "an overload has a result type")
      }
      result.append(
        Overload(
          isMember: overload["is_instance_function"]?.boolValue == true, types,
          try StaticType(conformance: resultType, parameters: &parameters)))
    }
    self.init(name, result)
  }
}
