// Values as journals hold them, for people and as plain JSON: tags dissolved, secrets named, never shown.

import Expressions
import JSONText

/// Texts of journaled values.
enum JournaledText {
  /// One line, cut where it is long.
  static func brief(_ json: JSON) -> String {
    let natural = natural(json)
    return TreeText.line(natural.stringValue ?? natural.text())
  }

  /// The value as plain JSON; one that holds a secret is `***`.
  static func natural(_ json: JSON) -> JSON {
    if let names = json["$secret"]?.arrayValue {
      return .string("*** (secret \(names.compactMap(\.stringValue).joined(separator: ", ")))")
    }
    if case .object(let object) = json, object.contains(where: { $0.value["$secret"] != nil }) {
      return .object(natural(object))
    }
    return (try? Value(journaled: json, as: .dyn))?.json() ?? json
  }

  static func natural(_ object: JSONObject) -> JSONObject {
    var result: JSONObject = [:]
    for (name, value) in object { result[name] = natural(value) }
    return result
  }
}
