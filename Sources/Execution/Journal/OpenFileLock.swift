// Open-file-description locks: they belong to an open file, not to a process, so that two stores in one process keep
// each other out, and the kernel frees them when the last descriptor closes, however the process ends.

import Glibc

/// Linux command numbers, which glibc declares only under `_GNU_SOURCE`.
private let getOpenFileLock: Int32 = 36
private let setOpenFileLock: Int32 = 37
private let setOpenFileLockWaiting: Int32 = 38

private func wholeFile(_ type: Int32) -> flock {
  var lock = flock()
  lock.l_type = Int16(type)
  lock.l_whence = Int16(SEEK_SET)
  return lock
}

/// Takes the exclusive lock of an open file without waiting.
///
/// - Returns: 0, or the error number; `EAGAIN` or `EACCES` when another open file has it.
package func tryLockOpenFile(_ file: Int32) -> Int32 {
  var lock = wholeFile(Int32(F_WRLCK))
  return fcntl(file, setOpenFileLock, &lock) == 0 ? 0 : errno
}

/// Takes the exclusive lock of an open file and waits for it.
///
/// - Returns: 0, or the error number.
package func lockOpenFile(_ file: Int32) -> Int32 {
  var lock = wholeFile(Int32(F_WRLCK))
  while fcntl(file, setOpenFileLockWaiting, &lock) != 0 {
    if errno != EINTR { return errno }
  }
  return 0
}

/// Gives the lock of an open file back.
package func unlockOpenFile(_ file: Int32) {
  var lock = wholeFile(Int32(F_UNLCK))
  _ = fcntl(file, setOpenFileLock, &lock)
}

/// Whether another open file has the exclusive lock; false when that can't be told.
package func isOpenFileLockedElsewhere(_ file: Int32) -> Bool {
  var lock = wholeFile(Int32(F_WRLCK))
  guard fcntl(file, getOpenFileLock, &lock) == 0 else { return false }
  return lock.l_type != Int16(F_UNLCK)
}
