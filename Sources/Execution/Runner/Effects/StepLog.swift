// What an in-process step says while it works: lines in a file of mode 0600, secrets masked, bound by a digest.

import Digests
import Engine
import Foundation
import Glibc
import Secrets

/// The log of one operation.
final class StepLog: @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private let path: String
  private let mask: SecretMask
  private var file: Int32 = -1
  private var digest = RunningSHA256()

  /// The file is made with the first line.
  init(path: String, mask: SecretMask) {
    self.path = path
    self.mask = mask
  }

  func append(_ line: String) {
    lock.lock()
    defer { lock.unlock() }
    write(Array((mask(line) + "\n").utf8))
  }

  /// Adds the log of a process, if it has one; the supervisor has masked it.
  func append(fileAt path: String) {
    lock.lock()
    defer { lock.unlock() }
    let source = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard source >= 0 else { return }
    defer { Glibc.close(source) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      write(Array(buffer[..<count]))
    }
  }

  private func write(_ bytes: [UInt8]) {
    if file < 0 { file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) }
    guard file >= 0 else { return }
    let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    if written > 0 { digest.update(Array(bytes.prefix(written))) }
  }

  /// Closes the file; nil when nothing was said.
  func close() -> LogReference? {
    lock.lock()
    defer { lock.unlock() }
    guard file >= 0 else { return nil }
    Glibc.close(file)
    file = -1
    return LogReference(sha256: digest.text(), bytes: digest.size)
  }
}
