// Ids, messages and next steps of text problems.

extension TextProblem: CataloguedProblem {
  public var id: String {
    switch self {
    case .syntax: "BLY0001"
    case .invalidUTF8: "BLY0002"
    case .otherEncoding: "BLY0003"
    case .controlCharacter: "BLY0004"
    case .invisibleCharacter: "BLY0005"
    case .tabIndentation: "BLY0006"
    case .duplicateKey: "BLY0007"
    case .tag: "BLY0008"
    case .expressionReadAsTag: "BLY0009"
    case .alias: "BLY0010"
    case .anchor: "BLY0011"
    case .mergeKey: "BLY0012"
    case .keyNotScalar: "BLY0013"
    case .severalDocuments: "BLY0014"
    case .directive: "BLY0015"
    case .tooDeep: "BLY0016"
    case .scalarTooLong: "BLY0017"
    case .fileTooLong: "BLY0018"
    case .tooManyNodes: "BLY0019"
    case .colonInValue: "BLY0020"
    case .reservedStart: "BLY0021"
    case .unclosedQuote: "BLY0022"
    case .unclosedBracket: "BLY0023"
    case .indentation: "BLY0024"
    case .unknownEscape: "BLY0025"
    case .interpolationInFlow: "BLY0026"
    case .commentCutsValue: "BLY0027"
    case .textAfterQuote: "BLY0028"
    case .missingColon: "BLY0029"
    case .valueReadAsCollection: "BLY0030"
    }
  }

  public var severity: Severity {
    switch self {
    case .commentCutsValue(inExpression: false): .warning
    default: .error
    }
  }

  public var message: String {
    switch self {
    case .syntax(let what): "this is not YAML: \(what)"
    case .invalidUTF8(let byte): "the byte 0x\(hexadecimal(UInt32(byte), digits: 2)) is not UTF-8 text"
    case .otherEncoding(let name): "the file looks like \(name); a plan is UTF-8"
    case .controlCharacter(let scalar): "control character \(codePoint(scalar)) in a plan"
    case .invisibleCharacter(let scalar): "invisible character \(codePoint(scalar)) (\(purpose(ofInvisible: scalar)))"
    case .tabIndentation: "a tab can't indent YAML"
    case .duplicateKey(let key): "duplicate key '\(shortened(key))'"
    case .tag(let tag): "explicit tag '\(shortened(tag))': plans have no tags"
    case .expressionReadAsTag(let text): "YAML reads '\(shortened(text))' as a tag, because it starts with '!'"
    case .alias(let name): "alias '*\(shortened(name))': plans have no aliases"
    case .anchor(let name): "anchor '&\(shortened(name))': plans have no anchors"
    case .mergeKey: "merge key '<<': plans have no merge keys"
    case .keyNotScalar(let kind): "a key is text, not a \(kind)"
    case .severalDocuments: "a second document starts here; a plan file holds one document"
    case .directive(let name): "directive '%\(shortened(name))': plans have no directives"
    case .tooDeep(let limit): "nested more than \(limit) deep, the limit of a plan"
    case .scalarTooLong(let limit, let length):
      "this text is \(size(length)) long; the limit of one value is \(size(limit))"
    case .fileTooLong(let limit, let length): "the file is \(size(length)) long; the limit of a plan is \(size(limit))"
    case .tooManyNodes(let limit): "more than \(limit) values in one file, the limit of a plan"
    case .colonInValue: "': ' within a value without quotes"
    case .reservedStart(let character): "a value without quotes can't start with '\(character)'"
    case .unclosedQuote(let quote): "this \(quote == "\"" ? "double" : "single") quote is never closed"
    case .unclosedBracket(let bracket): "this '\(bracket)' is never closed"
    case .indentation: "this line is indented like no line that it could belong to"
    case .unknownEscape(let escape): "'\(shortened(escape))' is no escape of a text in double quotes"
    case .interpolationInFlow: "'${{ … }}' without quotes within '[…]' or '{…}'"
    case .commentCutsValue: "' #' starts a comment here and cuts the value off"
    case .textAfterQuote: "text after a closing quote"
    case .valueReadAsCollection(let bracket):
      "YAML reads this value as a \(bracket == "[" ? "list" : "map"), because it starts with '\(bracket)'"
    case .missingColon(true): "a space is missing after the ':'"
    case .missingColon(false): "this line has no ': ' after its key"
    }
  }

  public var help: String? {
    switch self {
    case .syntax: "compare this line with the lines around it: indentation, colons, quotes and brackets"
    case .invalidUTF8: "save the file as UTF-8"
    case .otherEncoding: "save the file as UTF-8, without conversion it can't be read"
    case .controlCharacter(0): "remove it; a file that holds NUL is usually not text at all"
    case .controlCharacter, .invisibleCharacter:
      "remove it; where a value needs it, write it as an escape in double quotes"
    case .tabIndentation: "indent with spaces"
    case .duplicateKey: "keep one of the two"
    case .tag: "remove the tag: a value takes the type that its field declares"
    case .expressionReadAsTag: "put the expression in quotes"
    case .alias: "write the value out here: an approved plan reads literally; 'vars' and 'defaults' serve reuse"
    case .anchor: "remove the anchor: an approved plan reads literally; 'vars' and 'defaults' serve reuse"
    case .mergeKey: "write the keys out here: an approved plan reads literally; 'defaults' serves reuse"
    case .keyNotScalar: "if text was meant, put it in quotes"
    case .severalDocuments: "remove the line, or move what follows to a file of its own"
    case .directive: "remove the line; Belay reads YAML 1.2 as it is"
    case .tooDeep: "flatten this part, or move it to a plan of its own ('uses: plan.run')"
    case .scalarTooLong: "keep long text in a file and name the file here (file.write: 'from')"
    case .fileTooLong: "split the plan ('uses: plan.run'), or generate steps with 'foreach'"
    case .tooManyNodes: "split the plan ('uses: plan.run'), or generate steps with 'foreach'"
    case .colonInValue: "put the value in quotes"
    case .reservedStart: "put the value in quotes"
    case .unclosedQuote: "close the quote; a quote within single quotes is written twice, in double quotes as \\\""
    case .unclosedBracket(let bracket): "close it with '\(bracket == "{" ? "}" : "]")'"
    case .indentation: "align it with the other entries of its list or map"
    case .unknownEscape: "write '\\\\' for a backslash, or use single quotes, in which nothing is escaped"
    case .interpolationInFlow: "put it in quotes: '${{ … }}'"
    case .commentCutsValue, .valueReadAsCollection: "put the whole value in quotes"
    case .textAfterQuote(let quote):
      quote == "'"
        ? "a quote within single quotes is written twice; a value that only starts with a quote is quoted as a whole"
        : "a quote within double quotes is written \\\"; a value that only starts with a quote is quoted as a whole"
    case .missingColon: "write 'key: value'; text over several lines needs quotes or '|'"
    }
  }
}

private func codePoint(_ scalar: UInt32) -> String { "U+\(hexadecimal(scalar, digits: 4))" }

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

private func purpose(ofInvisible scalar: UInt32) -> String {
  switch scalar {
  case 0x85, 0x2028, 0x2029: "a line break that editors don't show"
  case 0xFEFF: "a byte order mark within the text"
  default: "it turns the direction of the text around it"
  }
}

/// A name in a message: long ones are cut.
private func shortened(_ text: String) -> String {
  text.unicodeScalars.count <= 60 ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…"
}

/// A size in the largest unit that divides it, or in bytes.
private func size(_ bytes: Int) -> String {
  if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
  if bytes >= 1 << 10, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
  return "\(bytes) bytes"
}
