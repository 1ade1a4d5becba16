// Where a state folder keeps what, and whether this process may use it.

import Glibc
import Journal

/// The files of a state folder (DESIGN §6).
struct StatePaths: Hashable, Sendable {
  let folder: String

  var database: String { folder + "/journal.db" }
  var writeAheadLog: String { folder + "/journal.db-wal" }
  var anchor: String { folder + "/anchor" }
  var leases: String { folder + "/leases" }
  func lease(of run: RunID) -> String { leases + "/" + run.text }

  /// Whether there is a database. A file that SQLite would take for an empty database, and write over, counts as
  /// damage where something shows that it wasn't empty.
  func hasDatabase() throws(JournalError) -> Bool {
    var status = stat()
    guard stat(database, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw .unreadable(path: database, reason: reason(errno)) }
      guard size(of: anchor) == 0 else { throw damaged("it is missing, but its anchor knows runs") }
      return false
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notADatabase(path: database) }
    if status.st_size >= smallestPage { return true }
    guard status.st_size == 0 else { throw .notADatabase(path: database) }
    guard size(of: writeAheadLog) == 0 else { throw damaged("it is empty, but its write-ahead log isn't") }
    guard size(of: anchor) == 0 else { throw damaged("it is empty, but its anchor knows runs") }
    return false
  }

  private func damaged(_ detail: String) -> JournalError { .databaseDamaged(path: database, detail: detail) }

  private func size(of path: String) -> off_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_size : 0
  }

  /// Refuses a database that this process can't read.
  func checkReadable() throws(JournalError) {
    guard access(database, R_OK) == 0 else { throw .unreadable(path: database, reason: reason(errno)) }
  }

  /// Refuses a database that this process can't or shouldn't write: files that it would leave there would shut its
  /// owner out.
  func checkWritable() throws(JournalError) {
    try checkReadable()
    for path in [database, anchor] {
      var status = stat()
      guard stat(path, &status) == 0 else { continue }
      guard status.st_uid == geteuid() else { throw .ownedByAnother(path: path, owner: "user \(status.st_uid)") }
      let isWritable = status.st_mode & S_IWUSR != 0 && access(path, W_OK) == 0
      guard isWritable else { throw .readOnly(path: path) }
    }
    guard access(folder, W_OK) == 0 else { throw .readOnly(path: folder) }
  }

  /// Creates the folders with mode 0700, as far as they are missing.
  func createFolders() throws(JournalError) {
    try createFolders(folder)
    try createFolders(leases)
  }

  /// Creates an empty database file with mode 0600.
  func createDatabase() throws(JournalError) {
    let file = open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(toCreate: database) }
    close(file)
  }

  private func createFolders(_ path: String) throws(JournalError) {
    if mkdir(path, 0o700) == 0 {
      syncFolder(of: path)
      return
    }
    switch errno {
    case EEXIST: return
    case ENOENT where path.utf8.contains(UInt8(ascii: "/")):
      let parent = parent(of: path)
      guard parent != path else { throw failure(toCreate: path) }
      try createFolders(parent)
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(toCreate: path) }
      syncFolder(of: path)
    default: throw failure(toCreate: path)
    }
  }

  private func failure(toCreate path: String) -> JournalError {
    errno == ENOSPC ? .diskFull(path: path) : .uncreatable(path: path, reason: reason(errno))
  }
}

/// The smallest page of an SQLite database; a shorter file is empty to SQLite.
private let smallestPage: off_t = 512

/// The system's words for an error number.
func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

private func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
