// One thing in an archive, as it stands there.

import ArchiveC
import FileWork

struct ArchiveEntry: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case file, folder, link, hardLink, other }

  var path: FileName
  var kind: Kind
  var mode: UInt32
  var size: Int64
  var seconds: Int64
  var nanos: Int32
  /// Of a link: where it points to. Of a hard link: the path of the entry with the bytes.
  var target: FileName

  /// Nil: its name can't be read.
  init?(_ raw: archive_c_entry) {
    guard let path = raw.path else { return nil }
    self.path = FileName(Self.bytes(path))
    target = FileName(raw.target.map(Self.bytes) ?? [])
    mode = raw.mode
    size = raw.size
    seconds = raw.seconds
    nanos = raw.nanos
    switch UInt32(raw.kind) {
    case ARCHIVE_C_FILE.rawValue: kind = .file
    case ARCHIVE_C_FOLDER.rawValue: kind = .folder
    case ARCHIVE_C_LINK.rawValue: kind = .link
    case ARCHIVE_C_HARD_LINK.rawValue: kind = .hardLink
    default: kind = .other
    }
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var next = text
    while next.pointee != 0 {
      bytes.append(UInt8(bitPattern: next.pointee))
      next += 1
    }
    return bytes
  }
}
