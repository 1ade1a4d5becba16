// A file changes as a whole or not at all: temporary file beside it, synced, renamed over it, folder synced.
// A crash at any moment leaves the old bytes or the new ones, and at most a stale temporary file, which the next
// writer clears away.

/// Atomic, durable replacement of one file.
public enum AtomicFile {
  /// What every temporary file of this module ends with.
  public static let temporarySuffix = ".tmp"

  /// Replaces `path` by `bytes`. The folder must exist. Without a mode the file keeps its own; a new one gets 0644.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32? = nil, files: any FileLayer
  ) throws(StateError) {
    let temporary = temporaryPath(for: path)
    let present = try files.stamp(path)
    let mode = mode ?? present?.mode ?? 0o644
    try files.remove(temporary)
    do throws(StateError) {
      try files.createDurably(temporary, bytes: bytes, mode: mode)
      try files.rename(temporary, to: path)
    } catch {
      // The cause is what matters; a temporary file that can't be removed now is cleared by the next writer.
      try? files.remove(temporary)
      throw error
    }
    try files.synchronizeFolder(Paths.parent(of: path))
  }

  /// Removes a file durably. One that isn't there is no error.
  public static func remove(_ path: String, files: any FileLayer) throws(StateError) {
    guard try files.stamp(path) != nil else { return }
    try files.remove(path)
    try files.synchronizeFolder(Paths.parent(of: path))
  }

  /// Removes what a crashed writer of `path` left beside it.
  public static func clearTemporary(of path: String, files: any FileLayer) throws(StateError) {
    try remove(temporaryPath(for: path), files: files)
  }

  /// Hidden, in the same folder, named after the file: there is one writer of a document at a time.
  static func temporaryPath(for path: String) -> String {
    Paths.join(Paths.parent(of: path), "." + Paths.name(of: path) + temporarySuffix)
  }
}
