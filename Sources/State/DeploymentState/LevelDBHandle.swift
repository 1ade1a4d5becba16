// An open LevelDB database: the C API with its errors turned into values and its memory freed on every path.

import CLevelDB
import Glibc

/// An open database. LevelDB itself allows its use from several threads; closing waits for running operations.
final class LevelDBHandle: @unchecked Sendable {
  let path: String
  private let database: OpaquePointer
  private let readOptions: OpaquePointer
  private let writeOptions: OpaquePointer
  private let openOptions: OpaquePointer

  /// Opens a database with every check that LevelDB has. `synchronous`: a write is on the disk when it returns.
  init(path: String, create: Bool, synchronous: Bool) throws(StateError) {
    self.path = path
    openOptions = leveldb_options_create()
    leveldb_options_set_create_if_missing(openOptions, create ? 1 : 0)
    leveldb_options_set_paranoid_checks(openOptions, 1)
    var failure: UnsafeMutablePointer<CChar>?
    let opened = leveldb_open(openOptions, path, &failure)
    guard let opened, failure == nil else {
      leveldb_options_destroy(openOptions)
      throw LevelDBHandle.error(failure, path)
    }
    database = opened
    readOptions = leveldb_readoptions_create()
    leveldb_readoptions_set_verify_checksums(readOptions, 1)
    writeOptions = leveldb_writeoptions_create()
    leveldb_writeoptions_set_sync(writeOptions, synchronous ? 1 : 0)
  }

  deinit {
    leveldb_close(database)
    leveldb_options_destroy(openOptions)
    leveldb_readoptions_destroy(readOptions)
    leveldb_writeoptions_destroy(writeOptions)
  }

  func value(of key: String) throws(StateError) -> [UInt8]? {
    var failure: UnsafeMutablePointer<CChar>?
    var length = 0
    var key = key
    let found = key.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        leveldb_get(database, readOptions, $0.baseAddress, $0.count, &length, &failure)
      }
    }
    if failure != nil { throw Self.error(failure, path) }
    guard let found else { return nil }
    defer { leveldb_free(found) }
    return Array(UnsafeRawBufferPointer(start: found, count: length))
  }

  /// Puts and removes in one atomic write.
  func write(put entries: [(key: String, value: [UInt8])], delete keys: [String] = []) throws(StateError) {
    let batch = leveldb_writebatch_create()
    defer { leveldb_writebatch_destroy(batch) }
    for (key, value) in entries {
      var key = key
      key.withUTF8 { keyBytes in
        value.withUnsafeBufferPointer { valueBytes in
          leveldb_writebatch_put(
            batch, UnsafeRawPointer(keyBytes.baseAddress)?.assumingMemoryBound(to: CChar.self), keyBytes.count,
            UnsafeRawPointer(valueBytes.baseAddress)?.assumingMemoryBound(to: CChar.self), valueBytes.count)
        }
      }
    }
    for key in keys {
      var key = key
      key.withUTF8 { bytes in
        leveldb_writebatch_delete(
          batch, UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self), bytes.count)
      }
    }
    var failure: UnsafeMutablePointer<CChar>?
    leveldb_write(database, writeOptions, batch, &failure)
    if failure != nil { throw Self.error(failure, path) }
  }

  /// Walks the entries in key order. The buffers live only as long as one call of `body`.
  func forEachEntry(
    from start: String = "",
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(StateError) -> Bool
  ) throws(StateError) {
    let iterator = leveldb_create_iterator(database, readOptions)
    defer { leveldb_iter_destroy(iterator) }
    var start = start
    start.withUTF8 { bytes in
      if bytes.isEmpty {
        leveldb_iter_seek_to_first(iterator)
      } else {
        bytes.withMemoryRebound(to: CChar.self) { leveldb_iter_seek(iterator, $0.baseAddress, $0.count) }
      }
    }
    while leveldb_iter_valid(iterator) != 0 {
      var keyLength = 0
      var valueLength = 0
      let key = leveldb_iter_key(iterator, &keyLength)
      let value = leveldb_iter_value(iterator, &valueLength)
      let goOn = try body(
        UnsafeRawBufferPointer(start: key, count: keyLength), UnsafeRawBufferPointer(start: value, count: valueLength))
      if !goOn { return }
      leveldb_iter_next(iterator)
    }
    var failure: UnsafeMutablePointer<CChar>?
    leveldb_iter_get_error(iterator, &failure)
    if failure != nil { throw Self.error(failure, path) }
  }

  /// LevelDB says what went wrong in words only; the words decide the code.
  private static func error(_ message: UnsafeMutablePointer<CChar>?, _ path: String) -> StateError {
    guard let message else { return .databaseCorrupt(path: path, reason: "it can't be opened") }
    defer { leveldb_free(message) }
    let text = String(cString: message)
    if text.contains("/LOCK: ") || text.contains("already held by process") {
      return .databaseLocked(path: path, holder: nil)
    }
    if text.contains("does not exist (create_if_missing is false)") {
      return .initializationFailed(reason: "there is no LevelDB database at '\(path)'")
    }
    if text.hasPrefix("Corruption") || text.contains("missing files") {
      return .databaseCorrupt(path: path, reason: text)
    }
    return .initializationFailed(reason: "LevelDB at '\(path)': \(text)")
  }
}
