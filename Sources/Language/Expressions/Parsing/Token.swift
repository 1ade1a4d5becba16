// The words of the language.

struct Token {
  enum Kind: Equatable {
    case end
    case identifier(String)
    /// A field name between back quotes.
    case quotedIdentifier(String)
    /// The magnitude of an integer; whether it fits is known only with its sign.
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case punctuation(Punctuation)
  }

  /// The raw value is how it is written.
  enum Punctuation: String {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case dot = "."
    case comma = ","
    case colon = ":"
    case question = "?"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case not = "!"
    case and = "&&"
    case or = "||"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  var kind: Kind
  var range: Range<Int>

  func isPunctuation(_ punctuation: Punctuation) -> Bool {
    if case .punctuation(let found) = kind { return found == punctuation }
    return false
  }
}

extension Token.Punctuation {
  /// The punctuation that two bytes begin with, and how many bytes it has.
  static func read(_ first: UInt8, _ second: UInt8) -> (Token.Punctuation, length: Int)? {
    let isEqualSign = second == UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: "("): return (.leftParenthesis, 1)
    case UInt8(ascii: ")"): return (.rightParenthesis, 1)
    case UInt8(ascii: "["): return (.leftBracket, 1)
    case UInt8(ascii: "]"): return (.rightBracket, 1)
    case UInt8(ascii: "{"): return (.leftBrace, 1)
    case UInt8(ascii: "}"): return (.rightBrace, 1)
    case UInt8(ascii: "."): return (.dot, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case UInt8(ascii: "?"): return (.question, 1)
    case UInt8(ascii: "+"): return (.plus, 1)
    case UInt8(ascii: "-"): return (.minus, 1)
    case UInt8(ascii: "*"): return (.star, 1)
    case UInt8(ascii: "/"): return (.slash, 1)
    case UInt8(ascii: "%"): return (.percent, 1)
    case UInt8(ascii: "!"): return isEqualSign ? (.notEqual, 2) : (.not, 1)
    case UInt8(ascii: "<"): return isEqualSign ? (.lessOrEqual, 2) : (.less, 1)
    case UInt8(ascii: ">"): return isEqualSign ? (.greaterOrEqual, 2) : (.greater, 1)
    case UInt8(ascii: "=") where isEqualSign: return (.equal, 2)
    case UInt8(ascii: "&") where second == first: return (.and, 2)
    case UInt8(ascii: "|") where second == first: return (.or, 2)
    default: return nil
    }
  }
}

extension Token {
  /// How messages name the token.
  var description: String {
    switch kind {
    case .end: "the end of the expression"
    case .identifier(let name): "'\(name)'"
    case .quotedIdentifier(let name): "'`\(name)`'"
    case .int(let number): "'\(number)'"
    case .uint(let number): "'\(number)u'"
    case .double(let number): "'\(shortestText(number))'"
    case .string: "a string"
    case .bytes: "bytes"
    case .punctuation(let punctuation): "'\(punctuation.rawValue)'"
    }
  }
}

/// Words that name nothing in the language, kept free for hosts of it.
let reservedWords: Set<String> = [
  "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
  "namespace", "return", "var", "void", "while",
]
