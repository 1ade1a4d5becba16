// What is known about a file without reading it.

import Expressions
import Glibc

/// The state of a name in a folder.
package struct FileStatus: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case file, directory, link, other

    /// In a sentence: "is a …".
    package var words: String {
      switch self {
      case .file: "a file"
      case .directory: "a folder"
      case .link: "a link"
      case .other: "neither a file nor a folder (a device, pipe or socket)"
      }
    }
  }

  package var kind: Kind
  /// Permission bits, at most 07777.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  package var size: Int64
  package var modified: Timestamp
  package var device: UInt64
  package var inode: UInt64

  package init(_ raw: stat) {
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

  package func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }
}
