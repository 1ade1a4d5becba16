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

  func isPunctuation(_ punctuation: Punctuation) -> Bool { kind == .punctuation(punctuation) }
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
