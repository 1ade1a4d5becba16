// A sentence with its marks, before it is HTML or Markdown. Text of the run enters as text and is escaped by the
// renderer; there is no way to put markup in.

/// A sentence. Written as a string with interpolations: `"\(step: id) failed with \(code: "EDGE-002")"`.
struct Words: Sendable, Hashable, ExpressibleByStringInterpolation {
  enum Span: Sendable, Hashable {
    case text(String)
    /// A name or an expression, in a fixed-width face.
    case code(String)
    case strong(String)
    /// A step by its full id; a link where the format has links.
    case step(String)
    case status(StatusWord)
    /// A time or a duration: never broken over two lines.
    case fixed(String)
  }

  var spans: [Span]

  init(_ spans: [Span]) { self.spans = spans }
  init(_ text: String) { spans = [.text(text)] }
  init(stringLiteral text: String) { self.init(text) }
  init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.spans }

  static func += (left: inout Words, right: Words) { left.spans += right.spans }

  static func status(_ word: StatusWord) -> Words { Words([.status(word)]) }
  static func code(_ text: String) -> Words { Words([.code(text)]) }
  static func step(_ id: String) -> Words { Words([.step(id)]) }
  /// Prose in which commands stand between backticks, as in the help of an error.
  static func prose(_ text: String) -> Words {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return Words(text) }
    let spans = parts.enumerated().map {
      $0.offset % 2 == 1 ? Span.code(String($0.element)) : .text(String($0.element))
    }
    return Words(spans.filter { $0 != .text("") && $0 != .code("") })
  }
  static func length(_ milliseconds: Int64) -> Words { Words([.fixed(TimeText.duration(milliseconds))]) }

  struct StringInterpolation: StringInterpolationProtocol {
    var spans: [Span] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { spans.append(.text(literal)) } }
    mutating func appendInterpolation(_ text: String) { appendLiteral(text) }
    mutating func appendInterpolation(_ number: some BinaryInteger) { appendLiteral(String(number)) }
    mutating func appendInterpolation(_ words: Words) { spans += words.spans }
    mutating func appendInterpolation(code text: String) { spans.append(.code(text)) }
    mutating func appendInterpolation(strong text: String) { spans.append(.strong(text)) }
    mutating func appendInterpolation(step id: String) { spans.append(.step(id)) }
  }
}
