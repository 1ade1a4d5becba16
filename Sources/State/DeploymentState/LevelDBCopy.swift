// Looking at a database without touching it: LevelDB writes to every folder that it opens, so a private copy of the
// folder is opened instead, and the original keeps every byte.

import Glibc

/// Private copies of databases.
public enum LevelDBCopy {
  /// Opens a copy of a database; it is removed when the backend is let go. Writes reach nothing but the copy. Throws
  /// `LEVELDB-002` while somebody has the database open, since a copy of a moving database may be torn,
  /// `MIGRATION-004` when there is none, `LEVELDB-001` when the copy shows damage.
  public static func open(_ path: String) throws(StateError) -> LevelDBBackend {
    let folder = try PrivateFolder()
    try copyStill(path, to: folder.path)
    do throws(StateError) {
      return try LevelDBBackend(path: folder.path, create: false, synchronous: false, owning: folder)
    } catch {
      throw about(path, error)
    }
  }

  /// The original's path in place of the copy's.
  private static func about(_ path: String, _ error: StateError) -> StateError {
    switch error {
    case .databaseCorrupt(let copy, let reason):
      .databaseCorrupt(path: path, reason: reason.replacing(copy, with: path))
    case .initializationFailed(let reason):
      .initializationFailed(reason: "the database '\(path)': \(reason)")
    default: error
    }
  }

  /// Copies while nothing moves: the lock is free before and after, and no file has changed in between.
  private static func copyStill(_ path: String, to target: String) throws(StateError) {
    for _ in 1...3 {
      try LevelDBLock.refuseIfHeld(path)
      let before = try stamps(path)
      for name in before.keys {
        try FileCopy.copy(Paths.join(path, name), to: Paths.join(target, name))
      }
      try LevelDBLock.refuseIfHeld(path)
      if try stamps(path) == before { return }
      for name in before.keys { unlink(Paths.join(target, name)) }
    }
    throw .databaseLocked(path: path, holder: "something that keeps changing its files")
  }

  /// The files that make up a database, with their stamps. Its text logs and the lock file are none of them.
  static func stamps(_ path: String) throws(StateError) -> [String: FileStamp] {
    let files = SystemFiles()
    guard let names = try files.list(path), names.contains("CURRENT") else {
      throw .initializationFailed(reason: "there is no LevelDB database at '\(path)'")
    }
    var found: [String: FileStamp] = [:]
    for name in names where isData(name) {
      found[name] = try files.stamp(Paths.join(path, name))
    }
    return found
  }

  static func isData(_ name: String) -> Bool {
    name == "CURRENT" || name.hasPrefix("MANIFEST-") || name.hasSuffix(".ldb") || name.hasSuffix(".sst")
      || name.hasSuffix(".log")
  }
}

/// Copying one file's bytes inside the kernel where that is possible.
enum FileCopy {
  static func copy(_ path: String, to target: String) throws(StateError) {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw .fileAccess(path: path, operation: "open", errorNumber: errno) }
    defer { close(source) }
    let sink = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard sink >= 0 else { throw .fileAccess(path: target, operation: "create", errorNumber: errno) }
    defer { close(sink) }
    while true {
      let count = sendfile(sink, source, nil, 1 << 24)
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw .fileAccess(path: target, operation: "copy to", errorNumber: errno)
      }
    }
  }
}
