// The disk behind an interface, so that tests can watch the order of operations and make any of them fail.

/// When and as what a file was last written. Two equal stamps mean: the same bytes.
public struct FileStamp: Sendable, Hashable {
  public var device: UInt64
  public var inode: UInt64
  public var size: Int64
  public var modifiedNanoseconds: Int64
  /// Permission bits.
  public var mode: UInt32

  public init(device: UInt64, inode: UInt64, size: Int64, modifiedNanoseconds: Int64, mode: UInt32) {
    self.mode = mode
    self.device = device
    self.inode = inode
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
  }
}

extension FileStamp {
  /// Whether the file has been left alone for long enough that another change would show: the kernel's times move in
  /// steps of some milliseconds.
  var isSettled: Bool { SystemClock.milliseconds() - modifiedNanoseconds / 1_000_000 > 50 }
}

/// The file operations that deployment state needs. Every failure is `JSON-001` with the path named.
public protocol FileLayer: Sendable {
  /// The bytes of a file; nil when there is none.
  func read(_ path: String) throws(StateError) -> [UInt8]?
  /// Creates a file that must not exist yet, writes all bytes and syncs them to the disk.
  func createDurably(_ path: String, bytes: [UInt8], mode: UInt32) throws(StateError)
  /// Appends bytes in one write and syncs them to the disk. Creates the file when it is missing.
  func appendDurably(_ path: String, bytes: [UInt8]) throws(StateError)
  /// Moves a file over another one in one step.
  func rename(_ path: String, to newPath: String) throws(StateError)
  /// Removes a file. One that isn't there is no error.
  func remove(_ path: String) throws(StateError)
  /// Syncs a folder, so that what was created, renamed or removed in it survives a power cut.
  func synchronizeFolder(_ path: String) throws(StateError)
  /// Makes a folder and the missing ones above it, each synced into its parent. Gives those it made, outermost
  /// first.
  func makeFolder(_ path: String) throws(StateError) -> [String]
  /// Names in a folder, sorted; nil when there is no such folder.
  func list(_ path: String) throws(StateError) -> [String]?
  /// The stamp of a file; nil when there is none.
  func stamp(_ path: String) throws(StateError) -> FileStamp?
}
