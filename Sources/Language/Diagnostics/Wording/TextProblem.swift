// The words for problems of a plan as text: encoding, YAML syntax, and what DESIGN §2 refuses of YAML.
// Ids BLY0001–BLY0099.

/// A problem that is found before a plan is understood.
public enum TextProblem: Hashable, Sendable {
  /// YAML can't be read; `what` says where the reader stumbled.
  case syntax(what: String)
  case invalidUTF8(byte: UInt8)
  case otherEncoding(name: String)
  case controlCharacter(scalar: UInt32)
  case invisibleCharacter(scalar: UInt32)
  case tabIndentation
  case duplicateKey(key: String)
  case tag(tag: String)
  case expressionReadAsTag(text: String)
  case alias(name: String)
  case anchor(name: String)
  case mergeKey
  case keyNotScalar(kind: String)
  case severalDocuments
  case directive(name: String)
  case tooDeep(limit: Int)
  case scalarTooLong(limit: Int, length: Int)
  case fileTooLong(limit: Int, length: Int)
  case tooManyNodes(limit: Int)
  case colonInValue
  case reservedStart(character: Character)
  case unclosedQuote(quote: Character)
  case unclosedBracket(bracket: Character)
  case indentation
  case unknownEscape(escape: String)
  case interpolationInFlow
  /// `inExpression`: what is left of the value can't be right.
  case commentCutsValue(inExpression: Bool)
  case textAfterQuote(quote: Character)
  case missingColon(isCrowded: Bool)
  /// `[1, 2].exists(…)`: text after the bracket that closes the value.
  case valueReadAsCollection(bracket: Character)
}
