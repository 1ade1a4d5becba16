// File modes as plans write them.

/// Permission bits in text form.
package enum FileMode {
  /// Of a new file when neither the plan nor a source says otherwise. The umask doesn't count: what was approved is
  /// what is done, from whichever shell.
  package static let newFile: UInt32 = 0o644
  /// Of a folder that a step makes on its way.
  package static let newFolder: UInt32 = 0o755

  /// Three or four octal digits, as the checker wants them: `600`, `0600`, `2755`. Nil: not a mode.
  package static func parse(_ text: String) -> UInt32? {
    guard (3...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x37).contains($0) })
    else { return nil }
    return UInt32(text, radix: 8)
  }

  /// `0640`
  package static func text(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
