// Takes a text apart into literal pieces and expressions. Where an expression ends is for its grammar to say: braces of
// maps and `}}` in strings don't end it.

import Diagnostics

struct TemplateCompiler {
  private let text: String
  private let bytes: [UInt8]
  private let scope: Scope
  private(set) var parts: [Template.Part] = []
  private(set) var issues: [ExpressionIssue] = []
  private var literal: [UInt8] = []
  private var literalStart = 0

  init(_ text: String, in scope: Scope) {
    self.text = text
    bytes = Array(text.utf8)
    self.scope = scope
  }

  mutating func run() {
    var place = 0
    while let opening = nextOpening(in: bytes, from: place) {
      literal += bytes[place..<opening.start]
      if opening.isEscaped {
        literal += Array("${{".utf8)
        place = opening.end
        continue
      }
      endLiteral(at: opening.start)
      place = interpolation(from: opening)
      literalStart = place
    }
    literal += bytes[place...]
    endLiteral(at: bytes.count)
    if parts.count > 1 { requireText() }
  }

  private mutating func endLiteral(at end: Int) {
    if !literal.isEmpty {
      parts.append(.literal(String(decoding: literal, as: UTF8.self), range: literalStart..<end))
    }
    literal = []
  }

  /// Compiles the expression behind an opening, and gives the place behind its closing braces.
  private mutating func interpolation(from opening: InterpolationOpening) -> Int {
    do throws(ExpressionIssue) {
      var parser = try Parser(bytes, in: opening.end..<bytes.count)
      let (tree, end) = try parser.parseInterpolation()
      switch Expression.compile(tree, of: text, in: scope, expecting: nil, options: CompileOptions()) {
      case .success(let expression): parts.append(.expression(expression, range: opening.end..<(end - 2)))
      case .failure(let list): issues += list.issues
      }
      return end
    } catch {
      guard let end = closing(from: opening.end) else {
        // Everything up to the end of the text was read as the expression: what went wrong there is of no interest.
        issues.append(ExpressionIssue(.unterminatedInterpolation, at: opening.start..<opening.end))
        return bytes.count
      }
      issues.append(place(error, in: opening.end..<(end - 2)))
      return end
    }
  }

  /// An issue of the syntax, seen from inside the braces: what lies behind them is the end of the expression.
  private func place(_ issue: ExpressionIssue, in range: Range<Int>) -> ExpressionIssue {
    var issue = issue
    switch issue.problem {
    case .emptyInterpolation: issue.range = (range.lowerBound - 3)..<(range.upperBound + 2)
    case .unexpected(_, let expected) where issue.range.lowerBound >= range.upperBound:
      issue.problem = .unexpected(found: "the end of the expression", expected: expected)
      issue.range = range.upperBound..<range.upperBound
    case .tooLong(_, let limit): issue = ExpressionIssue(.tooLong(bytes: range.count, limit: limit), at: range)
    default: break
    }
    return issue
  }

  /// The place behind the `}}` that seems to close an expression with a mistake in it: the first one outside of
  /// quotes, else the first one.
  private func closing(from start: Int) -> Int? {
    var first: Int?
    var quote: UInt8?
    var place = start
    while place + 1 < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "}"), bytes[place + 1] == UInt8(ascii: "}") {
        if quote == nil { return place + 2 }
        first = first ?? place + 2
      }
      if let open = quote {
        if byte == UInt8(ascii: "\\") { place += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      }
      place += 1
    }
    return first
  }

  /// In a longer text only what has a text can stand.
  private mutating func requireText() {
    for case .expression(let expression, let range) in parts {
      switch expression.type {
      case .string, .int, .uint, .double, .bool, .dyn: break
      default: issues.append(ExpressionIssue(.notText(type: expression.type.description), at: trimmed(range)))
      }
    }
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    let isSpace = { (place: Int) in self.bytes[place] == UInt8(ascii: " ") || self.bytes[place] == UInt8(ascii: "\n") }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(start) { start += 1 }
    while end > start, isSpace(end - 1) { end -= 1 }
    return start..<end
  }
}
