// Text with `${{ … }}` in it: what plans write where a value may be computed.

import Diagnostics

/// Text with interpolations, checked (DESIGN §3).
///
/// A text that is one whole `${{ … }}` has the type of the expression; any other text with interpolations is a string,
/// into which int, uint, double and bool are written as text. `$${{` stands for a literal `${{`.
public struct Template: Sendable {
  /// A piece of the text, with its UTF-8 offsets; those of an expression are without the braces.
  public enum Part: Sendable {
    case literal(String, range: Range<Int>)
    case expression(Expression, range: Range<Int>)
  }

  public let text: String
  public let parts: [Part]
  /// The type of what the template comes to.
  public let type: ValueType

  /// Parses and checks a text. The ranges of issues are UTF-8 offsets in the text.
  public static func compile(_ text: String, in scope: Scope) -> Result<Template, IssueList> {
    guard containsInterpolation(text) else {
      return .success(Template(text: text, parts: [.literal(unescaped(text), range: 0..<text.utf8.count)]))
    }
    var compiler = TemplateCompiler(text, in: scope)
    compiler.run()
    guard compiler.issues.isEmpty else { return .failure(IssueList(compiler.issues)) }
    return .success(Template(text: text, parts: compiler.parts))
  }

  private init(text: String, parts: [Part]) {
    self.text = text
    self.parts = parts
    if parts.count == 1, case .expression(let expression, _) = parts[0] {
      type = expression.type
    } else {
      type = .string
    }
  }

  /// Whether a text has a `${{` that is not escaped.
  public static func containsInterpolation(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var place = bytes.startIndex
    while let opening = nextOpening(in: bytes, from: place) {
      if !opening.isEscaped { return true }
      place = opening.end
    }
    return false
  }

  private var expressions: [Expression] {
    parts.compactMap { part in
      if case .expression(let expression, _) = part { return expression }
      return nil
    }
  }

  /// Everything that the expressions read, in the order of the text.
  public var references: [Reference] { expressions.flatMap(\.references) }

  /// The secrets that the result may carry.
  public var secrets: Set<String> { expressions.reduce(into: []) { $0.formUnion($1.secrets) } }

  /// The value, when the template reads nothing.
  public var constant: Value? {
    guard expressions.allSatisfy({ $0.constant != nil }) else { return nil }
    return evaluate(EmptyActivation()).value
  }

  /// Evaluates the template.
  public func evaluate(_ activation: some Activation, limits: EvaluationLimits = .standard) -> Evaluation {
    if parts.count == 1, case .expression(let expression, _) = parts[0] {
      return expression.evaluate(activation, limits: limits)
    }
    var result = ""
    var unknowns: Set<[String]> = []
    var failure: EvaluationError?
    for part in parts {
      switch part {
      case .literal(let literal, _): result += literal
      case .expression(let expression, let range):
        switch expression.evaluate(activation, limits: limits) {
        case .value(let value):
          if let piece = value.text() {
            result += piece
          } else {
            failure = failure ?? EvaluationError(.notText(type: value.shownType), at: range)
          }
        case .unknown(let paths): unknowns.formUnion(paths)
        case .error(let error): failure = failure ?? error
        }
      }
    }
    if !unknowns.isEmpty { return .unknown(unknowns) }
    if let failure { return .error(failure) }
    return .value(.string(result))
  }
}

/// `$${{` is an escaped opening: it leaves `${{` in the text.
private func unescaped(_ text: String) -> String {
  let bytes = Array(text.utf8)
  var result: [UInt8] = []
  var place = 0
  while let opening = nextOpening(in: bytes, from: place) {
    result += bytes[place..<opening.start] + Array("${{".utf8)
    place = opening.end
  }
  return String(decoding: result + bytes[place...], as: UTF8.self)
}

/// A `${{` or `$${{` in a text.
struct InterpolationOpening {
  var start: Int
  var end: Int
  var isEscaped: Bool
}

/// The first `${{` at or after a place, escaped or not.
func nextOpening(in bytes: [UInt8], from start: Int) -> InterpolationOpening? {
  var place = start
  while place + 2 < bytes.count {
    guard bytes[place] == UInt8(ascii: "$") else {
      place += 1
      continue
    }
    if bytes[place + 1] == UInt8(ascii: "{"), bytes[place + 2] == UInt8(ascii: "{") {
      return InterpolationOpening(start: place, end: place + 3, isEscaped: false)
    }
    if place + 3 < bytes.count, bytes[place + 1] == UInt8(ascii: "$"), bytes[place + 2] == UInt8(ascii: "{"),
      bytes[place + 3] == UInt8(ascii: "{")
    {
      return InterpolationOpening(start: place, end: place + 4, isEscaped: true)
    }
    place += 1
  }
  return nil
}
