// The names of outside step types, which are names of folders, too.

enum StepTypeName {
  /// Parts of lower case letters, digits, `_` and `-`, each starting with a letter, with `.` between them.
  static func isValid(_ name: String) -> Bool {
    if name.utf8.count > 128 { return false }
    return name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.first, isLetter(first) else { return false }
      return part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
