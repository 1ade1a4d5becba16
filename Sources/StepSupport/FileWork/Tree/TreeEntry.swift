// One thing in a folder that is removed or restored as a whole.

import Expressions
import JSONText
import StepKit

/// A file, link or folder below the root of a tree, or the root itself.
package struct TreeEntry: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case file, link, folder }

  /// Relative to the root, components joined by `/`; empty: the root.
  package var path: [UInt8]
  package var kind: Kind
  package var mode: UInt32
  package var owner: FileOwner
  package var modified: Timestamp
  package var size: Int64
  /// Of a link.
  package var target: [UInt8] = []
  /// Of a file whose bytes are kept.
  package var item: VaultItem?

  package init(path: [UInt8], kind: Kind, status: FileStatus) {
    self.path = path
    self.kind = kind
    mode = status.mode
    owner = FileOwner(user: status.owner, group: status.group)
    modified = status.modified
    size = status.size
  }

  /// Something that isn't on the disk.
  package init(path: [UInt8], kind: Kind, mode: UInt32, seconds: Int64) {
    self.path = path
    self.kind = kind
    self.mode = mode
    owner = FileOwner(user: 0, group: 0)
    modified = Timestamp(seconds: seconds)
    size = 0
  }

  package var json: JSON {
    var object: JSONObject = [
      "path": FileName(path).json, "kind": .string(kind.rawValue), "mode": .int(Int64(mode)),
      "user": .int(Int64(owner.user)), "group": .int(Int64(owner.group)), "seconds": .int(modified.seconds),
      "nanos": .int(Int64(modified.nanos)), "size": .int(size),
    ]
    if kind == .link { object["target"] = FileName(target).json }
    if let item { object["item"] = item.json }
    return .object(object)
  }

  package init?(json: JSON) {
    guard let path = FileName(json: json["path"]), let kind = json["kind"]?.stringValue.flatMap({ Kind(rawValue: $0) }),
      let mode = json["mode"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let user = json["user"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let group = json["group"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let seconds = json["seconds"]?.intValue, let nanos = json["nanos"]?.intValue.flatMap({ Int32(exactly: $0) }),
      let size = json["size"]?.intValue
    else { return nil }
    self.path = path.bytes
    self.kind = kind
    self.mode = mode
    owner = FileOwner(user: user, group: group)
    modified = Timestamp(seconds: seconds, nanos: nanos)
    self.size = size
    target = FileName(json: json["target"])?.bytes ?? []
    item = json["item"].flatMap { VaultItem(json: $0) }
    if kind == .file, item == nil { return nil }
  }
}
