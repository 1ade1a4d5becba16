// Who holds the lock of a database, found out without touching it.

import Glibc

/// The lock of a LevelDB folder. LevelDB locks its file `LOCK` for the process that has the database open.
enum LevelDBLock {
  /// Databases that this process has open itself, by resolved path. Opening and closing their lock file again would
  /// give the lock away (POSIX locks belong to the process), so they are never probed through the file.
  nonisolated(unsafe) private static var ours: [String: Int] = [:]
  private static let guardian = StateLock()

  static func opened(_ path: String) {
    let resolved = resolve(path)
    guardian.hold { ours[resolved, default: 0] += 1 }
  }

  static func closed(_ path: String) {
    let resolved = resolve(path)
    guardian.hold {
      let left = ours[resolved, default: 1] - 1
      ours[resolved] = left > 0 ? left : nil
    }
  }

  /// Throws `LEVELDB-002` when somebody has the database open.
  static func refuseIfHeld(_ path: String) throws(StateError) {
    let resolved = resolve(path)
    if guardian.hold({ ours[resolved] != nil }) {
      throw .databaseLocked(path: path, holder: "this process")
    }
    let descriptor = open(Paths.join(path, "LOCK"), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    guard fcntl(descriptor, F_GETLK, &lock) == 0 else { return }
    if lock.l_type != Int16(F_UNLCK) {
      throw .databaseLocked(path: path, holder: "process \(lock.l_pid)")
    }
  }

  private static func resolve(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
