// Whole files, read at once.

import Glibc

/// Files that are read whole.
public enum WholeFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - limit: in bytes; a larger file fails with `EFBIG`.
  ///   - followsLink: whether the file itself may be a symbolic link; if not, one fails with `ELOOP`.
  ///   - mustBeRegular: whether a pipe, a device or a folder fails with `EINVAL`, unread.
  public static func read(
    _ path: String, limit: Int = .max, followsLink: Bool = true, mustBeRegular: Bool = false
  ) throws(SystemError) -> [UInt8] {
    let flags = O_RDONLY | O_CLOEXEC | (followsLink ? 0 : O_NOFOLLOW) | (mustBeRegular ? O_NONBLOCK : 0)
    let file = open(path, flags)
    guard file >= 0 else { throw .last }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0 else { throw .last }
    if mustBeRegular, facts.st_mode & S_IFMT != S_IFREG { throw SystemError(number: EINVAL) }
    return try readAll(file, expected: Int(facts.st_size), limit: limit)
  }

  private static func readAll(_ file: Int32, expected: Int, limit: Int) throws(SystemError) -> [UInt8] {
    // Files below /proc say that they are empty. One byte more than expected: the end is found without growing.
    var bytes = [UInt8](repeating: 0, count: min(max(expected, 4095), limit) + 1)
    var filled = 0
    while true {
      if filled == bytes.count { bytes.append(contentsOf: [UInt8](repeating: 0, count: bytes.count)) }
      let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + filled, $0.count - filled) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .last }
      filled += count
      if filled > limit { throw SystemError(number: EFBIG) }
      if count == 0 { break }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}
