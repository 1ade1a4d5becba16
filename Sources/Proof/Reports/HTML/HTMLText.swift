// Writing HTML so that text can't become markup: tags and attribute names are literals of this module, and whatever
// comes from a run passes through `text` or an attribute's value, which escape it.

/// HTML under construction.
struct HTMLText {
  private(set) var written = ""

  /// Text. Everything that HTML could read as markup is escaped.
  mutating func text(_ text: String) { Self.escape(ReadableText.clean(text), into: &written) }

  /// An element with content.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ content: (inout HTMLText) -> Void
  ) {
    open(name, attributes)
    content(&self)
    written += "</\(name)>"
  }

  /// An element without content and without end tag, or an SVG shape.
  mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
    open(name, attributes, isEmpty: true)
  }

  /// A line break in the source, for whoever reads it.
  mutating func newline() { written += "\n" }

  /// What this module itself writes as it stands: the style sheet, the document type.
  mutating func literal(_ text: StaticString) { written += "\(text)" }

  private mutating func open(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, isEmpty: Bool = false
  ) {
    written += "<\(name)"
    for (key, value) in attributes {
      written += " \(key)=\""
      Self.escape(ReadableText.clean(value), into: &written)
      written += "\""
    }
    written += isEmpty ? "/>" : ">"
  }

  /// Escapes for content and for quoted attributes alike.
  static func escape(_ text: String, into result: inout String) {
    guard text.utf8.contains(where: isSpecial) else {
      result += text
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "`": result += "&#96;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      true
    default: false
    }
  }
}
