// What can be wrong with an expression, at check time (BLY0200–BLY0239) and at run time (BLY0240–BLY0269), in words.

/// A problem of an expression (DESIGN §3).
public enum ExpressionProblem: Problem, Error, Hashable {
  // The text
  case unexpected(found: String, expected: String)
  case unterminatedString
  case invalidEscape(String)
  case invalidNumber(String, reason: String)
  case invalidCharacter(String)
  case reservedWord(String)
  case tooLong(bytes: Int, limit: Int)
  case tooDeep(limit: Int)
  case tooManyParts(limit: Int)
  case misusedMacro(String, usage: String)
  // Names and types
  case unknownVariable(String, available: [String])
  case unknownField(String, record: String, available: [String])
  case unknownFunction(String)
  case noOverload(function: String, arguments: [String], signatures: [String])
  case typeMismatch(expected: String, found: String)
  case noFields(type: String)
  case notARange(type: String)
  case unknownType(String)
  case alwaysFails(String)
  case invalidPattern(String)
  // Text with interpolations
  case unterminatedInterpolation
  case emptyInterpolation
  case notText(type: String)
  // At run time
  case divisionByZero
  case overflow(operation: String)
  case missingKey(String)
  case noValue(String)
  case indexOutOfRange(Int64, count: Int)
  case noMatchingOverload(function: String, arguments: [String])
  case notConvertible(String, to: String)
  case invalidArgument(String)
  case duplicateKey(String)
  case emptyOptional
  case costExceeded(limit: Int)
  case resultTooLarge(limit: Int)

  public var severity: Severity { .error }
}

extension ExpressionProblem {
  public var id: String {
    switch self {
    case .unexpected: "BLY0200"
    case .unterminatedString: "BLY0201"
    case .invalidEscape: "BLY0202"
    case .invalidNumber: "BLY0203"
    case .invalidCharacter: "BLY0204"
    case .reservedWord: "BLY0205"
    case .tooLong: "BLY0206"
    case .tooDeep: "BLY0207"
    case .tooManyParts: "BLY0208"
    case .misusedMacro: "BLY0209"
    case .unknownVariable: "BLY0210"
    case .unknownField: "BLY0211"
    case .unknownFunction: "BLY0212"
    case .noOverload: "BLY0213"
    case .typeMismatch: "BLY0214"
    case .noFields: "BLY0215"
    case .notARange: "BLY0216"
    case .unknownType: "BLY0217"
    case .alwaysFails: "BLY0218"
    case .invalidPattern: "BLY0219"
    case .unterminatedInterpolation: "BLY0220"
    case .emptyInterpolation: "BLY0221"
    case .notText: "BLY0222"
    case .divisionByZero: "BLY0240"
    case .overflow: "BLY0241"
    case .missingKey: "BLY0243"
    case .noValue: "BLY0244"
    case .indexOutOfRange: "BLY0245"
    case .noMatchingOverload: "BLY0246"
    case .notConvertible: "BLY0247"
    case .invalidArgument: "BLY0248"
    case .duplicateKey: "BLY0249"
    case .emptyOptional: "BLY0250"
    case .costExceeded: "BLY0251"
    case .resultTooLarge: "BLY0252"
    }
  }

  public var message: String {
    switch self {
    case .unexpected(let found, let expected): "expected \(expected), found \(found)"
    case .unterminatedString: "this string has no closing quote"
    case .invalidEscape(let text): "'\(text)' is not an escape sequence"
    case .invalidNumber(let text, let reason): "'\(text)' is not a number: \(reason)"
    case .invalidCharacter(let text): "\(text) can't stand in an expression"
    case .reservedWord(let word): "'\(word)' is a reserved word and can't name anything"
    case .tooLong(let bytes, let limit): "the expression has \(bytes) bytes; the limit is \(limit)"
    case .tooDeep(let limit): "the expression is nested more than \(limit) levels deep"
    case .tooManyParts(let limit): "the expression has more than \(limit) parts"
    case .misusedMacro(let name, _): "'\(name)' is not used as it must be"
    case .unknownVariable(let name, _): "there is no variable '\(name)' here"
    case .unknownField(let name, let record, _): "\(record) has no '\(name)'"
    case .unknownFunction(let name): "there is no function '\(name)'"
    case .noOverload(let function, let arguments, _):
      "\(function) can't be applied to (\(arguments.joined(separator: ", ")))"
    case .typeMismatch(let expected, let found): "expected \(expected), found \(found)"
    case .noFields(let type): "a value of type \(type) has no fields"
    case .notARange(let type): "expected a list or a map to go through, found \(type)"
    case .unknownType(let name): "there is no type '\(name)' to construct"
    case .alwaysFails(let reason): "this always fails: \(reason)"
    case .invalidPattern(let reason): "the pattern doesn't compile: \(reason)"
    case .unterminatedInterpolation: "this '${{' has no closing '}}'"
    case .emptyInterpolation: "there is no expression between '${{' and '}}'"
    case .notText(let type): "a value of type \(type) can't be written into text"
    default: runtimeMessage
    }
  }

  private var runtimeMessage: String {
    switch self {
    case .divisionByZero: "division by zero"
    case .overflow(let operation): "\(operation) is out of range"
    case .missingKey(let key): "there is no key \(key)"
    case .noValue(let path): "'\(path)' has no value"
    case .indexOutOfRange(let index, let count): "index \(index) is out of range: there are \(count) items"
    case .noMatchingOverload(let function, let arguments):
      "\(function) can't be applied to (\(arguments.joined(separator: ", ")))"
    case .notConvertible(let text, let type): "\(text) can't be converted to \(type)"
    case .invalidArgument(let reason): reason
    case .duplicateKey(let key): "the key \(key) is there twice"
    case .emptyOptional: "the optional has no value"
    case .costExceeded(let limit): "the evaluation took more than \(limit) operations and was stopped"
    case .resultTooLarge(let limit): "the result has more than \(limit) parts"
    default: ""
    }
  }

  public var help: String? {
    switch self {
    case .unknownVariable(_, let available) where !available.isEmpty && available.count <= 12:
      "variables here: \(available.joined(separator: ", "))"
    case .unknownField(_, let record, let available) where !available.isEmpty && available.count <= 12:
      "fields of \(record): \(available.joined(separator: ", "))"
    case .noOverload("'=='", _, _), .noOverload("'!='", _, _):
      "both sides are of one type: convert one of them, with string(…), int(…) and the like"
    case .noOverload(let function, _, let signatures) where !signatures.isEmpty && signatures.count <= 8:
      "\(function) takes \(signatures.joined(separator: " or "))"
    case .misusedMacro(_, let usage): "write \(usage)"
    case .invalidEscape:
      #"escapes are \n \t \r \a \b \f \v \\ \' \" \` \? \xHH \uHHHH \UHHHHHHHH and \OOO; r'…' has none"#
    case .tooLong, .tooDeep, .tooManyParts: "name the parts of it in 'vars'"
    case .unterminatedInterpolation: "a literal '${{' is written '$${{'"
    case .notText: "make text of it, for example with string(…) or join(…)"
    case .unexpected: "compare it with the grammar of CEL: operators stand between values, and text stands in quotes"
    case .unterminatedString: "close the quote; text of several lines stands between three quotes"
    case .invalidNumber: "an int has 64 bits, a uint ends in u, a double is finite"
    case .invalidCharacter: "text stands in quotes; operators are == != < <= > >= && || ! + - * / % in and ?:"
    case .reservedWord(let word): "read a field of this name with ['\(word)']; text stands in quotes"
    case .unknownVariable: "inputs are read as inputs.NAME, outputs as steps.ID.outputs.NAME; text stands in quotes"
    case .unknownField(_, let record, let available):
      available.isEmpty
        ? "\(record) has no fields" : "some fields of \(record): \(available.prefix(12).joined(separator: ", ")), …"
    case .unknownFunction: "the functions are those of CEL: size, matches, startsWith, contains, split, …"
    case .noOverload: "convert one of the values, with int(…), double(…), string(…) and the like"
    case .typeMismatch(let expected, let found): ExpressionProblem.conversion(from: found, to: expected)
    case .noFields: "only records and maps have fields"
    case .notARange: "give a list or a map; inputs of type list<…> and map<string, …> are"
    case .unknownType: "there are no messages here: write a map, {'key': value}"
    case .alwaysFails: "whatever the inputs are, this part has no value: correct it, or drop it"
    case .invalidPattern: "patterns are RE2 regular expressions: no look-around, no backreferences"
    case .emptyInterpolation: "write an expression, or '$${{' for a literal '${{'"
    case .noValue: "ask with has(…), or give another value with .?name.orValue(…)"
    case .emptyOptional: "ask with hasValue(), or give another value with orValue(…)"
    default: nil
    }
  }
}

extension ExpressionProblem {
  private static func conversion(from found: String, to expected: String) -> String {
    switch (expected, found) {
    case ("bool", "string"): "compare it with something, such as == 'yes'"
    case ("bool", "int"), ("bool", "uint"), ("bool", "double"): "compare it with a number, such as > 0"
    case ("bool", _): "compare it with something, or ask size(…) > 0"
    case ("string", _), ("int", _), ("double", _), ("uint", _): "convert it: \(expected)(…)"
    default: "give a value of type \(expected)"
    }
  }

  /// The problem without the values that it quotes, for expressions that carry a secret.
  public var withoutValues: ExpressionProblem {
    switch self {
    case .notConvertible(_, let type): .notConvertible("a value that carries a secret", to: type)
    case .overflow: .overflow(operation: "a result that carries a secret")
    case .missingKey: .missingKey("of this name (it carries a secret)")
    case .duplicateKey: .duplicateKey("(it carries a secret)")
    case .invalidArgument, .indexOutOfRange: .invalidArgument("an argument that carries a secret can't be used")
    case .invalidPattern: .invalidPattern("it carries a secret")
    default: self
    }
  }
}
