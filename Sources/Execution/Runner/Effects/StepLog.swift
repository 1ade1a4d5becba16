// What an in-process step says while it works: lines in a file of mode 0600, secrets masked, bound by a digest.

import Digests
import Engine
import Foundation
import Glibc

/// The log of one attempt.
final class StepLog: @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private let path: String
  private let secrets: [String]
  private var file: Int32 = -1
  private var digest = RunningSHA256()

  /// The file is made with the first line.
  init(path: String, secrets: [String]) {
    self.path = path
    self.secrets = secrets.filter { !$0.isEmpty }
  }

  func append(_ line: String) {
    lock.lock()
    defer { lock.unlock() }
    if file < 0 { file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) }
    guard file >= 0 else { return }
    var text = line
    for secret in secrets { text = text.replacingOccurrences(of: secret, with: "***") }
    let bytes = Array((text + "\n").utf8)
    let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    if written > 0 {
      digest.update(Array(bytes.prefix(written)))
    }
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
