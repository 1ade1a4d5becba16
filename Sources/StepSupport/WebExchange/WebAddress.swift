// A URL, as far as it must be understood before it is given to the HTTP client.

import StepKit

/// An http or https URL.
package struct WebAddress: Sendable, Hashable {
  package let text: String
  /// `https://host:port`
  package let origin: String
  /// Without query and fragment, which may hold a key.
  package let shown: String

  package init(_ text: String) throws(StepFailure) {
    if let problem = Self.problem(with: text) { throw problem.failure }
    self.text = text
    let start = text.range(of: "://").upperBound
    let end = text[start...].firstIndex { "/?#".contains($0) } ?? text.endIndex
    origin = String(text[..<end])
    shown = String(text[..<(text[end...].firstIndex { "?#".contains($0) } ?? text.endIndex)])
  }

  /// Why a text is no address that a step can use. Never holds more of it than its scheme.
  package static func problem(with text: String) -> WebProblem? {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return .notPlainURL }
    let lower = text.lowercased()
    guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { return .noWebURL(scheme: scheme(of: text)) }
    let start = text.range(of: "://").upperBound
    let end = text[start...].firstIndex { "/?#".contains($0) } ?? text.endIndex
    let authority = text[start..<end]
    if authority.contains("@") { return .userInURL }
    let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    if host.isEmpty || host == "[" { return .noHost }
    let port = authority[host.endIndex...].drop { $0 == "]" }
    guard port.isEmpty || port == ":" || (port.hasPrefix(":") && UInt16(port.dropFirst()) != nil) else {
      return .badPort(String(port.dropFirst()))
    }
    return nil
  }

  private static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon]
    return scheme.count <= 20 && scheme.allSatisfy { $0.isLetter || $0.isNumber } ? String(scheme) : nil
  }
}

extension String {
  /// Where a text first occurs; empty at the end if it doesn't.
  fileprivate func range(of text: String) -> Range<Index> {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return endIndex..<endIndex
  }
}
