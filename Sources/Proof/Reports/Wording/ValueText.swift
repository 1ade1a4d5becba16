// Journaled values as people read them: tags of the journal form dissolved, secrets as references, long ones cut.

import JSONText

enum ValueText {
  /// Longer texts are cut; the journal and `belay log` have the whole.
  static let limit = 2000

  /// A value of the journal: strings as they are, everything else as JSON.
  static func text(_ json: JSON) -> String {
    if let secret = secretReference(json) { return secret }
    let natural = natural(json)
    if let text = natural.stringValue { return text.isEmpty ? "“”" : text.clipped(to: limit) }
    let compact = natural.text()
    return (compact.utf8.count > 80 ? natural.prettyText() : compact).clipped(to: limit)
  }

  /// One line, for tables of conditions.
  static func brief(_ json: JSON, limit: Int = 160) -> String {
    if let secret = secretReference(json) { return secret }
    let natural = natural(json)
    let text = natural.stringValue.map { $0.isEmpty ? "“”" : $0 } ?? natural.text()
    return ReadableText.line(text).clipped(to: limit)
  }

  /// `{"$secret": ["ca_token"]}`: only the names were ever written down.
  private static func secretReference(_ json: JSON) -> String? {
    guard case .object(let object) = json, object.count == 1, let names = object["$secret"]?.arrayValue else {
      return nil
    }
    let texts = names.compactMap(\.stringValue)
    return (texts.count == 1 ? "secret " : "secrets ") + texts.joined(separator: ", ") + " (never recorded)"
  }

  /// Tags such as `{"$double": "1.5"}` as the value they stand for.
  private static func natural(_ json: JSON) -> JSON {
    switch json {
    case .array(let items): return .array(items.map(natural))
    case .object(let object):
      if object.count == 1, let tag = object.keys.first, let content = object[tag] {
        if let value = untagged(tag, content) { return value }
        if let secret = secretReference(json) { return .string(secret) }
      }
      var result = JSONObject()
      for (key, value) in object { result[key] = natural(value) }
      return .object(result)
    default: return json
    }
  }

  private static func untagged(_ tag: String, _ content: JSON) -> JSON? {
    switch tag {
    case "$any": return natural(content)
    case "$double", "$int", "$uint": return content.stringValue.map { isNumber($0) ? .number($0) : .string($0) }
    case "$bytes", "$timestamp", "$duration", "$type": return content
    case "$optional": return content.arrayValue.map { $0.first.map(natural) ?? .null }
    default: return nil
    }
  }

  private static func isNumber(_ text: String) -> Bool { (try? JSON(parsing: text))?.doubleValue != nil }
}
