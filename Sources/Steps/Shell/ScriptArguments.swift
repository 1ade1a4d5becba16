// How a script reaches its shell. It is an argument of `-c`, so that nothing has to be written to the disk first and
// stdin stays free. The kernel takes no argument of more than 128 KiB: a longer script goes in pieces that the shell
// itself puts together again.

enum ScriptArguments {
  /// Bytes of a piece; the kernel's MAX_ARG_STRLEN is 131,072 with the NUL.
  static let pieceSize = 100_000

  /// What follows `-c`. A script that fits one piece is the argument itself.
  static func arguments(for script: String, shell: String) -> [String] {
    let bytes = Array(script.utf8)
    if bytes.count <= pieceSize { return [script] }
    let pieces = pieces(of: bytes)
    let joined = (1...pieces.count).map { "${\($0)}" }.joined()
    // The positional parameters are emptied first: the script sees none, as a short one does.
    let start = "belay_script=\(joined)\nset --\neval \"unset belay_script\n$belay_script\""
    return [start, shell] + pieces
  }

  /// Pieces that don't split a UTF-8 character.
  private static func pieces(of bytes: [UInt8]) -> [String] {
    var pieces: [String] = []
    var start = 0
    while start < bytes.count {
      var end = min(start + pieceSize, bytes.count)
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
      pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return pieces
  }
}
