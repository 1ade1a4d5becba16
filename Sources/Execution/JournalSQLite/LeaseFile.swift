// The lock file of a lease: held while the file is open and locked, free as soon as its process is gone.

import Foundation
import Journal

/// The lease of a run on this host. The lock closes on exec, so no child process keeps it.
final class LeaseFile: LeaseHandle, @unchecked Sendable {  // `file` is guarded by `guarding`
  private let path: String
  private let onRelease: @Sendable (Int64) -> Void
  private let guarding = NSLock()
  private var file: Int32
  private var currentToken: Int64

  private init(path: String, file: Int32, token: Int64, onRelease: @escaping @Sendable (Int64) -> Void) {
    self.path = path
    self.file = file
    currentToken = token
    self.onRelease = onRelease
  }

  deinit { release() }

  /// Takes the lock of a path; nil when another open file has it.
  ///
  /// - Parameter onRelease: called with the token before the lock is given back, but not when the process dies.
  static func take(
    _ path: String, token: Int64, onRelease: @escaping @Sendable (Int64) -> Void
  ) throws(JournalError) -> LeaseFile? {
    while true {
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw .uncreatable(path: path, reason: reason(errno)) }
      let problem = tryLockOpenFile(file)
      if problem == 0, isSameFile(file, path) {
        return LeaseFile(path: path, file: file, token: token, onRelease: onRelease)
      }
      Glibc.close(file)
      if problem == EAGAIN || problem == EACCES { return nil }
      guard problem == 0 else { throw .uncreatable(path: path, reason: reason(problem)) }
      // The holder before has removed the file between our opening and our locking it.
    }
  }

  /// Whether some open file has the lock of a path.
  static func isHeld(_ path: String) -> Bool {
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { Glibc.close(file) }
    return isOpenFileLockedElsewhere(file)
  }

  var isHeld: Bool {
    guarding.lock()
    defer { guarding.unlock() }
    return file >= 0
  }

  /// The fencing token that came with the lock.
  var token: Int64 {
    get {
      guarding.lock()
      defer { guarding.unlock() }
      return currentToken
    }
    set {
      guarding.lock()
      defer { guarding.unlock() }
      currentToken = newValue
    }
  }

  func release() {
    guard isHeld else { return }
    onRelease(token)
    giveUp()
  }

  /// Gives the lock back without a word in the database: the lease was never taken.
  func giveUp() { end(removing: true) }

  /// Gives the lock back as the death of the process does: whoever held it stays noted.
  func abandon() { end(removing: false) }

  private func end(removing: Bool) {
    guarding.lock()
    defer { guarding.unlock() }
    guard file >= 0 else { return }
    if removing { unlink(path) }
    Glibc.close(file)
    file = -1
  }
}
