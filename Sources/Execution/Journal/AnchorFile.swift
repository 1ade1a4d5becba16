// The anchor file: one appended line a commit, without a sync of its own, whole lines only.

import Foundation

/// The anchor of a state folder. Several processes may append to it at once.
///
/// Each append takes the lock of the file for a few microseconds, and first removes a torn line that a crash has left
/// at the end, so that only the last line can ever be torn.
public final class AnchorFile: @unchecked Sendable {  // `file` is guarded by `guarding`
  public let path: String
  private let guarding = NSLock()
  private var file: Int32 = -1

  public init(path: String) { self.path = path }

  deinit {
    if file >= 0 { Glibc.close(file) }
  }

  /// Makes sure that lines can be appended, creating the file with mode 0600 when it is missing.
  public func prepare() throws(JournalError) {
    guarding.lock()
    defer { guarding.unlock() }
    try openIfNeeded()
  }

  /// Appends the line of a commit.
  public func append(run: RunID, head: Head) throws(JournalError) {
    guarding.lock()
    defer { guarding.unlock() }
    let size = try lockWholeLines()
    defer { unlockOpenFile(file) }
    var line = anchorLine(run: run, head: head)
    let (written, fault) = line.withUTF8 { (write(file, $0.baseAddress, $0.count) == $0.count, errno) }
    if !written {
      // Half a line would look like damage once another one follows it.
      ftruncate(file, size)
      throw unwritable(fault == 0 ? ENOSPC : fault)
    }
  }

  /// Removes every line about a run, durably: it is about to be removed from the journal as well.
  public func remove(_ run: RunID) throws(JournalError) {
    guarding.lock()
    defer { guarding.unlock() }
    _ = try lockWholeLines()
    let old = file
    defer { unlockOpenFile(old) }
    let prefix = Array((run.text + " ").utf8)
    let lines = (try readWholeFile(path) ?? []).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let kept = Array(lines.filter { !$0.starts(with: prefix) }.joined(separator: [UInt8(ascii: "\n")]))
    let new = try writeBeside(kept)
    defer { Glibc.close(new) }
    guard rename(path + ".new", path) == 0 else { throw unwritable(errno) }
    syncFolder(of: path)
    // Whoever has the old file open and waits for its lock finds it empty and opens the new one.
    ftruncate(old, 0)
  }

  /// Reads the whole file with an eye on one run, or on all when none is named.
  public func read(for run: RunID?) throws(JournalError) -> AnchorReading {
    guard let bytes = try readWholeFile(path) else { return AnchorReading(exists: false) }
    return AnchorReading(parsing: bytes, for: run)
  }

  /// Takes the lock of the file that has the name now, cuts off a torn line, and returns the size.
  private func lockWholeLines() throws(JournalError) -> off_t {
    while true {
      try openIfNeeded()
      let problem = lockOpenFile(file)
      guard problem == 0 else { throw unwritable(problem) }
      let size = try removeTornLine()
      if size > 0 || isSameFile(file, path) { return size }
      unlockOpenFile(file)
      Glibc.close(file)
      file = -1
    }
  }

  private func writeBeside(_ bytes: [UInt8]) throws(JournalError) -> Int32 {
    let new = open(path + ".new", O_RDWR | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard new >= 0 else { throw unwritable(errno) }
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(new, $0.baseAddress, $0.count) }
      if count > 0 { start += count } else if errno != EINTR { break }
    }
    guard start == bytes.count, fsync(new) == 0 else {
      let fault = errno
      Glibc.close(new)
      unlink(path + ".new")
      throw unwritable(fault)
    }
    return new
  }

  private func openIfNeeded() throws(JournalError) {
    if file >= 0 {
      if access(path, F_OK) == 0 { return }
      Glibc.close(file)  // somebody has removed it
      file = -1
    }
    let opened = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw unwritable(errno) }
    file = opened
  }

  /// Cuts off what follows the last line end, and returns the size then.
  ///
  /// The size is asked for by `lseek`: after an `fstat` the kernel notes the time of the next write to the nanosecond,
  /// and that makes the next sync of the journal half as slow again (multigrain timestamps, Linux 6.13).
  private func removeTornLine() throws(JournalError) -> off_t {
    var size = lseek(file, 0, SEEK_END)
    var last: UInt8 = 0
    guard size > 0, pread(file, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") else { return max(size, 0) }
    while size > 0, pread(file, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") { size -= 1 }
    guard ftruncate(file, size) == 0 else { throw unwritable(errno) }
    return size
  }

  private func unwritable(_ number: Int32) -> JournalError {
    .anchorUnwritable(path: path, reason: String(cString: strerror(number)))
  }
}
