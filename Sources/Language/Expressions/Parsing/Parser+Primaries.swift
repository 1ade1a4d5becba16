// Primaries: parentheses, literals, names and calls, lists and maps.

import Diagnostics

extension Parser {
  mutating func primary() throws(ExpressionIssue) -> NodeID {
    if token.isPunctuation(.leftParenthesis) { return try parenthesized() }
    if token.isPunctuation(.leftBracket) { return try list() }
    if token.isPunctuation(.leftBrace) { return try map() }
    if let value = try literalValue() { return try literal(value) }
    return try identifierOrCall()
  }

  private mutating func parenthesized() throws(ExpressionIssue) -> NodeID {
    try advance()
    let inner = try expression()
    try expect(.rightParenthesis, or: "an operator or ")
    return inner
  }

  /// The value of a literal at the current token.
  private func literalValue() throws(ExpressionIssue) -> Value? {
    switch token.kind {
    case .int(let magnitude):
      guard let number = Int64(exactly: magnitude) else { throw tooLarge("\(magnitude)", from: token.range.lowerBound) }
      return .int(number)
    case .uint(let number): return .uint(number)
    case .double(let number): return .double(number)
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .bytes(bytes)
    case .identifier("true"): return .bool(true)
    case .identifier("false"): return .bool(false)
    case .identifier("null"): return .null
    default: return nil
    }
  }

  private mutating func identifierOrCall() throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    let isAbsolute = token.isPunctuation(.dot)
    if isAbsolute { try advance() }
    let name = try identifierName(expected: isAbsolute ? "a name" : "an expression")
    let range = start..<previousEnd
    guard token.isPunctuation(.leftParenthesis) else {
      return try add(.identifier(name, isAbsolute: isAbsolute), at: range)
    }
    let arguments = try callArguments()
    let function = FieldName(name: (isAbsolute ? "." : "") + name, range: range)
    return try call(function, target: nil, arguments: arguments, from: start)
  }

  private mutating func identifierName(expected: String) throws(ExpressionIssue) -> String {
    guard case .identifier(let name) = token.kind, name != "in" else { throw unexpected(expected) }
    guard !reservedWords.contains(name) else { throw ExpressionIssue(.reservedWord(name), at: token.range) }
    try advance()
    return name
  }

  private mutating func literal(_ value: Value) throws(ExpressionIssue) -> NodeID {
    let range = token.range
    try advance()
    return try add(.literal(value), at: range)
  }

  private mutating func list() throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    try advance()
    var items: [ListItem] = []
    while !token.isPunctuation(.rightBracket) {
      let isOptional = try skipQuestion()
      items.append(ListItem(value: try expression(), isOptional: isOptional))
      guard token.isPunctuation(.comma) else { break }
      try advance()
    }
    try expect(.rightBracket, or: "an operator, ',' or ")
    return try add(.list(items), from: start)
  }

  private mutating func map() throws(ExpressionIssue) -> NodeID {
    let start = token.range.lowerBound
    try advance()
    var entries: [MapEntry] = []
    while !token.isPunctuation(.rightBrace) {
      let isOptional = try skipQuestion()
      let key = try expression()
      try expect(.colon, or: "an operator or ")
      entries.append(MapEntry(key: key, value: try expression(), isOptional: isOptional))
      guard token.isPunctuation(.comma) else { break }
      try advance()
    }
    try expect(.rightBrace, or: "an operator, ',' or ")
    return try add(.map(entries), from: start)
  }

  /// `Name{field: value}`. There are no messages here; it is read so that the issue names the type.
  mutating func message(_ type: NodeID, from start: Int) throws(ExpressionIssue) -> NodeID {
    let name = FieldName(name: qualifiedName(of: type) ?? "", range: tree.range(type))
    try advance()
    var fields: [NodeID] = []
    while !token.isPunctuation(.rightBrace) {
      _ = try skipQuestion()
      switch token.kind {
      case .identifier, .quotedIdentifier: try advance()
      default: throw unexpected("the name of a field or '}'")
      }
      try expect(.colon)
      fields.append(try expression())
      guard token.isPunctuation(.comma) else { break }
      try advance()
    }
    try expect(.rightBrace, or: "an operator, ',' or ")
    return try add(.message(name, fields: fields), from: start)
  }
}
