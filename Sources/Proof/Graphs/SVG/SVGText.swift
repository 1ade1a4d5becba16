// Writing SVG so that text can't become markup.

/// SVG under construction.
struct SVGText {
  private(set) var written = ""

  mutating func literal(_ text: StaticString) { written += "\(text)" }

  /// An element without content.
  mutating func shape(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    open(name, attributes)
    written += "/>\n"
  }

  /// A line of text, with the whole of it as a tooltip when it was cut.
  mutating func text(_ text: String, full: String? = nil, _ attributes: KeyValuePairs<StaticString, String>) {
    open("text", attributes)
    written += ">"
    escape(text)
    if let full, full != text {
      written += "<title>"
      escape(full)
      written += "</title>"
    }
    written += "</text>\n"
  }

  mutating func beginGroup(_ style: String) {
    open("g", ["class": style])
    written += ">\n"
  }

  mutating func endGroup() { written += "</g>\n" }

  /// The outermost element, without its end.
  mutating func begin(_ attributes: KeyValuePairs<StaticString, String>) {
    open("svg", attributes)
    written += ">\n"
  }

  mutating func title(_ text: String) {
    written += "<title>"
    escape(text)
    written += "</title>\n"
  }

  private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    written += "<\(name)"
    for (key, value) in attributes {
      written += " \(key)=\""
      escape(value)
      written += "\""
    }
  }

  private mutating func escape(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": written += "&amp;"
      case "<": written += "&lt;"
      case ">": written += "&gt;"
      case "\"": written += "&quot;"
      default:
        // What XML can't hold.
        let isForbidden = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value & 0xFFFE == 0xFFFE
        written.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
  }

  /// A number with at most one decimal.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
