// The key of one instance of a `foreach` step: the map's key, or the list item's text (DESIGN §2 "Order").

import Expressions
import JSONText

/// Keys of instances, as in `step[key]`.
public enum InstanceKey {
  /// The text of a list's item: a scalar as text, anything else as canonical JSON.
  public static func text(of item: Value) -> String {
    visible(item.text() ?? String(decoding: json(item).canonicalBytes(), as: UTF8.self))
  }

  /// Ids are shown to people and written into lines: control characters stand as they do in JSON.
  private static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.map { scalar in
      guard isControl(scalar) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func json(_ value: Value) -> JSON {
    switch value {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(number)
    case .double(let number): JSON(finite: number) ?? .string("\(number)")
    case .list(let items): .array(items.map(json))
    case .map(let map):
      .object(
        map.reduce(into: JSONObject()) { object, entry in
          object[entry.key.text() ?? "\(entry.key)"] = json(entry.value)
        })
    default: .string(value.text() ?? "\(value)")
    }
  }
}
