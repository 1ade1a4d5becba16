// A file as it was, with its bytes in the vault.

import Expressions
import JSONText
import StepKit

/// What is needed to bring a file back.
package struct KeptFile: Hashable, Sendable {
  package var item: VaultItem
  package var mode: UInt32
  package var owner: FileOwner
  package var modified: Timestamp

  package var facts: FileFacts {
    FileFacts(content: ContentDigest(sha256: item.sha256, size: item.size), mode: mode)
  }

  /// Copies a file into the vault.
  package static func keep(_ name: FileName, in folder: Folder, _ context: StepContext) throws(StepFailure) -> KeptFile
  {
    let file = try OpenFile(name, in: folder)
    return KeptFile(item: try store(file, name, context), status: file.status)
  }

  /// A file of moderate size is read from where it is open; a large one is copied by its path, unheld.
  private static func store(
    _ file: OpenFile, _ name: FileName, _ context: StepContext
  ) throws(StepFailure) -> VaultItem {
    if let bytes = try FileContent.file(file).bytes(limit: 16 << 20) { return try context.vault.store(bytes) }
    let isText = String(validating: name.bytes, as: UTF8.self) != nil
    return try context.vault.store(fileAt: isText ? file.path : "/proc/self/fd/\(file.descriptor.number)")
  }

  package init(item: VaultItem, mode: UInt32, owner: FileOwner, modified: Timestamp) {
    self.item = item
    self.mode = mode
    self.owner = owner
    self.modified = modified
  }

  package init(item: VaultItem, status: FileStatus) {
    self.item = item
    mode = status.mode
    owner = FileOwner(user: status.owner, group: status.group)
    modified = status.modified
  }

  /// Puts the file back, bytes, mode, owner and time.
  package func restore(
    _ name: FileName, in folder: Folder, temporary: String, _ context: StepContext
  ) throws(StepFailure) {
    let file = try OpenFile(vaultFile: try context.vault.path(of: item))
    let attributes = FileAttributes(mode: mode, owner: owner, modified: modified)
    _ = try DurableFile.replace(
      name, in: folder, temporary: temporary, content: .file(file), attributes: attributes, ownerIsRequired: false)
    if let status = try folder.status(ofRaw: name.bytes), status.owner != owner.user || status.group != owner.group {
      let path = folder.path(of: name.text)
      context.log("restored '\(path)', but this user may not give it back to user \(owner.user), group \(owner.group)")
    }
  }

  package var json: JSON {
    [
      "item": item.json, "mode": .int(Int64(mode)), "user": .int(Int64(owner.user)),
      "group": .int(Int64(owner.group)), "seconds": .int(modified.seconds), "nanos": .int(Int64(modified.nanos)),
    ]
  }

  package init?(json: JSON?) {
    guard let json, let item = json["item"].flatMap({ VaultItem(json: $0) }),
      let mode = json["mode"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let user = json["user"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let group = json["group"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let seconds = json["seconds"]?.intValue, let nanos = json["nanos"]?.intValue.flatMap({ Int32(exactly: $0) })
    else { return nil }
    self.item = item
    self.mode = mode
    owner = FileOwner(user: user, group: group)
    modified = Timestamp(seconds: seconds, nanos: nanos)
  }
}
