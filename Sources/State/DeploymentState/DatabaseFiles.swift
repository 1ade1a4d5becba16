// A database as a set of files: built somewhere private and put in place as a whole, so that its files are known
// before they are there, and nobody ever sees half a database.

import Digests
import JSONText

public enum DatabaseFiles {
  /// Names that LevelDB uses for itself and that hold no data: its text logs and its lock.
  public static func isIncidental(_ name: String) -> Bool { name == "LOCK" || name == "LOG" || name == "LOG.old" }

  /// The files of a new database that holds these entries. The same entries give the same bytes.
  public static func building(_ entries: [(key: String, value: [UInt8])]) throws(StateError) -> [PlacedFile] {
    let folder = try PrivateFolder()
    let database = try LevelDBBackend(path: folder.path, create: true)
    // One batch stays in one log file, which LevelDB doesn't touch again while the database is open.
    try database.putEntries(entries)
    database.close()
    return try withExtendedLifetime(folder) { () throws(StateError) in try reading(folder.path) }
  }

  /// The files of a database in a folder that hold data.
  public static func reading(_ path: String) throws(StateError) -> [PlacedFile] {
    let files = SystemFiles()
    var found: [PlacedFile] = []
    for name in try files.list(path) ?? [] where !isIncidental(name) {
      guard let bytes = try files.read(Paths.join(path, name)) else { continue }
      found.append(PlacedFile(path: name, bytes: bytes))
    }
    return found
  }

  /// Every entry of a database, in key order.
  public static func entries(of path: String) throws(StateError) -> [(key: String, value: [UInt8])] {
    var found: [(key: String, value: [UInt8])] = []
    try LevelDBCopy.open(path).forEachEntry { key, value in found.append((key, Array(value))) }
    return found
  }

  /// Every entry of a database that is given by its files.
  public static func entries(in files: [PlacedFile]) throws(StateError) -> [(key: String, value: [UInt8])] {
    let folder = try PrivateFolder()
    for file in files {
      try SystemFiles().createDurably(Paths.join(folder.path, file.path), bytes: file.bytes, mode: 0o600)
    }
    return try withExtendedLifetime(folder) { () throws(StateError) in try entries(of: folder.path) }
  }

  /// A digest of entries: databases with equal digests hold the same keys and the same bytes.
  public static func digest(of entries: [(key: String, value: [UInt8])]) -> String {
    var lines: [UInt8] = []
    for (key, value) in entries.sorted(by: { ExactText($0.key) < ExactText($1.key) }) {
      lines += Array("\(key.utf8.count) \(value.count) \(key) ".utf8) + value
    }
    return sha256Text(of: lines)
  }

  /// The entry that a record becomes.
  public static func entry(of record: DeploymentRecord) -> (key: String, value: [UInt8]) {
    (record.key, Array(record.json.text().utf8))
  }
}
