// What is known about a file without reading it.

import Expressions
import Glibc

/// The state of a name in a folder.
struct FileStatus: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable {
    case file, directory, link, other

    /// In a sentence: "is a …".
    var words: String {
      switch self {
      case .file: "a file"
      case .directory: "a folder"
      case .link: "a link"
      case .other: "neither a file nor a folder (a device, pipe or socket)"
      }
    }
  }

  var kind: Kind
  /// Permission bits, at most 07777.
  var mode: UInt32
  var owner: UInt32
  var group: UInt32
  var size: Int64
  var modified: Timestamp
  var device: UInt64
  var inode: UInt64

  init(_ raw: stat) {
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    mode = UInt32(raw.st_mode) & 0o7777
    owner = raw.st_uid
    group = raw.st_gid
    size = Int64(raw.st_size)
    modified = Timestamp(seconds: Int64(raw.st_mtim.tv_sec), nanos: Int32(raw.st_mtim.tv_nsec))
    device = UInt64(raw.st_dev)
    inode = UInt64(raw.st_ino)
  }

  func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }
}
