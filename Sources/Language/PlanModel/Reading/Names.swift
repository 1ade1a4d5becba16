// The forms that names, versions, dates and codes of a plan have.

enum Names {
  /// `[A-Za-z_][A-Za-z0-9_-]*`, at most 128 bytes.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 128, isLetter(first) || first == UInt8(ascii: "_") else {
      return false
    }
    return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  }

  /// The name of an environment variable: `[A-Za-z_][A-Za-z0-9_]*`.
  static func isEnvironmentName(_ text: String) -> Bool {
    isIdentifier(text) && !text.utf8.contains(UInt8(ascii: "-"))
  }

  /// A code of the error catalogue: letters, digits, `-`, `_` and `.`, starting with a letter; `BLY####` is Belay's.
  static func isErrorCode(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 128 else { return false }
    let isPlain = text.utf8.allSatisfy {
      isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    return isPlain && !(text.hasPrefix("BLY") && text.utf8.dropFirst(3).allSatisfy(isDigit))
  }

  /// Semantic version 2.0.0.
  static func isSemanticVersion(_ text: String) -> Bool {
    let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    if withoutBuild.count == 2, !areIdentifiers(withoutBuild[1], leadingZerosAreFine: true) { return false }
    let withoutRelease = withoutBuild[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    if withoutRelease.count == 2, !areIdentifiers(withoutRelease[1], leadingZerosAreFine: false) { return false }
    let numbers = withoutRelease[0].split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3 && numbers.allSatisfy { isNumber($0) && $0.utf8.count <= 18 }
  }

  /// A day that exists: `2027-03-01`.
  static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes.indices.allSatisfy({ $0 == 4 || $0 == 7 || isDigit(bytes[$0]) }),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)), let day = Int(text.suffix(2)),
      year > 0, (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day >= 1 && day <= lengths[month - 1]
  }

  /// Three or four octal digits.
  static func isFileMode(_ text: String) -> Bool {
    (3...4).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }
  }

  /// As an expression names a field: `.name`, or `['na-me']`.
  static func member(_ name: String) -> String { name.utf8.contains(UInt8(ascii: "-")) ? "['\(name)']" : ".\(name)" }

  private static func areIdentifiers(_ text: Substring, leadingZerosAreFine: Bool) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      guard !part.isEmpty, part.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }) else {
        return false
      }
      return leadingZerosAreFine || !part.utf8.allSatisfy(isDigit) || isNumber(part)
    }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isDigit) && (text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0"))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
