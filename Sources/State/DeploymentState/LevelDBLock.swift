// Who holds the lock of a database, found out without touching it.

import Glibc

/// The lock of a LevelDB folder. LevelDB locks its file `LOCK` for the process that has the database open.
enum LevelDBLock {
  /// Databases that this process has open itself, by resolved path. Opening and closing their lock file again would
  /// give the lock away (POSIX locks belong to the process), so they are never probed through the file.
  nonisolated(unsafe) private static var ours: Set<String> = []
  private static let guardian = StateLock()

  /// Takes note that this process is about to open a database. Gives what `release` wants. Throws `LEVELDB-002` when
  /// it has the database open already: LevelDB would find out, but give the lock away as it does.
  static func claim(_ path: String) throws(StateError) -> String {
    let resolved = resolve(path)
    guard guardian.hold({ ours.insert(resolved).inserted }) else {
      throw .databaseLocked(path: path, holder: "this process")
    }
    return resolved
  }

  static func release(_ claim: String) {
    guardian.hold { _ = ours.remove(claim) }
  }

  /// Throws `LEVELDB-002` when somebody has the database open.
  static func refuseIfHeld(_ path: String) throws(StateError) {
    let resolved = resolve(path)
    if guardian.hold({ ours.contains(resolved) }) {
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

  /// The path without links; of a folder that isn't there yet, as far as it is.
  private static func resolve(_ path: String) -> String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let parent = Paths.parent(of: path)
    return parent == path ? path : Paths.join(parent == "." ? parent : resolve(parent), Paths.name(of: path))
  }
}
