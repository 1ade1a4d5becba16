// Constructor arguments in a document: an integer that the database keeps as a text of digits says that it is one,
// `{"type": "BigInt", "value": "20000000000000000000000000"}`, and every digit stays.

import JSONText

/// Constructor arguments as a document writes them, and back.
public enum ConstructorArguments {
  static let bigInteger = "BigInt"
  /// An object of the database's own: it is wrapped, so that it can't be taken for one of ours.
  static let object = "JSON"

  public static func document(of arguments: [JSON]) -> [JSON] { arguments.map(written) }

  /// Throws `JSON-003` for an object that this module didn't write.
  public static func arguments(of document: [JSON], path: String) throws(StateError) -> [JSON] {
    var read: [JSON] = []
    for item in document { read.append(try parsed(item, path)) }
    return read
  }

  private static func written(_ argument: JSON) -> JSON {
    switch argument {
    case .string(let text) where RecordRules.isDecimalInteger(text):
      ["type": .string(bigInteger), "value": argument]
    case .array(let items):
      .array(items.map(written))
    case .object:
      ["type": .string(object), "value": argument]
    default:
      argument
    }
  }

  private static func parsed(_ item: JSON, _ path: String) throws(StateError) -> JSON {
    switch item {
    case .array(let items):
      return .array(try arguments(of: items, path: path))
    case .object(let wrapper):
      guard let value = wrapper["value"] else { break }
      if wrapper["type"]?.stringValue == object { return value }
      if wrapper["type"]?.stringValue == bigInteger, value.stringValue != nil { return value }
    default:
      return item
    }
    throw .schema(
      path: path,
      violations: [SchemaViolation(path: "/verification/constructorArgs", rule: "an object must be a BigInt")])
  }
}
