// A script as a shell reads it, as far as quotes go: how a variable must be written in the place of a value.

/// The text of a script.
struct ShellText {
  private enum Quote { case none, single, double }

  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// A variable that is read where a value was pasted: in double quotes, so that it stays one word. Not certain in
  /// here-documents, whose quoting stands elsewhere.
  func reading(_ variable: String, inPlaceOf range: Range<Int>) -> (text: String, isCertain: Bool) {
    let text =
      switch quote(at: range.lowerBound) {
      case .none: "\"\(bare(variable, before: nil))\""
      case .single: "'\"$\(variable)\"'"
      case .double: bare(variable, before: range.upperBound < bytes.count ? bytes[range.upperBound] : nil)
      }
    let holdsHereDocument = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "<") && $1 == $0 }
    return (text, !holdsHereDocument)
  }

  private func bare(_ variable: String, before next: UInt8?) -> String {
    guard let next else { return "$" + variable }
    let goesOn = (0x61...0x7A).contains(next | 0x20) || (0x30...0x39).contains(next) || next == UInt8(ascii: "_")
    return goesOn ? "${\(variable)}" : "$" + variable
  }

  private func quote(at place: Int) -> Quote {
    var quote = Quote.none
    var offset = 0
    var isWordStart = true
    while offset < place {
      let byte = bytes[offset]
      switch (quote, byte) {
      case (.none, UInt8(ascii: "'")): quote = .single
      case (.single, UInt8(ascii: "'")): quote = .none
      case (.none, UInt8(ascii: "\"")): quote = .double
      case (.double, UInt8(ascii: "\"")): quote = .none
      case (.none, UInt8(ascii: "\\")), (.double, UInt8(ascii: "\\")): offset += 1
      case (.none, UInt8(ascii: "#")) where isWordStart:
        while offset < place, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      default: break
      }
      isWordStart = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";")
      offset += 1
    }
    return quote
  }
}
