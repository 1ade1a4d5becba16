// Changes of files that are there as a whole or not at all, also after a power cut: write beside, sync, rename,
// sync the folder.

import Digests
import Expressions
import Glibc
import StepKit

/// What a file is to have beside its bytes.
package struct FileAttributes: Hashable, Sendable {
  package var mode: UInt32
  /// Who shall own it; nil: whoever writes it.
  package var owner: FileOwner?
  /// Nil: now.
  package var modified: Timestamp?

  package init(mode: UInt32, owner: FileOwner? = nil, modified: Timestamp? = nil) {
    self.mode = mode
    self.owner = owner
    self.modified = modified
  }
}

/// User and group of a file.
package struct FileOwner: Hashable, Sendable {
  package var user: UInt32
  package var group: UInt32

  package init(user: UInt32, group: UInt32) {
    self.user = user
    self.group = group
  }
}

package enum DurableFile {
  /// Puts bytes into a place, over the file that may be there. `temporary` is a name that only this step uses: what
  /// a crash left under it is removed first. `ownerIsRequired`: fail where this user may not keep who owns the file.
  package static func replace(
    _ name: FileName, in folder: Folder, temporary: String, content: FileContent, attributes: FileAttributes,
    ownerIsRequired: Bool
  ) throws(StepFailure) -> ContentDigest {
    let path = folder.path(of: name.text)
    let file = try create(temporary, in: folder, for: path)
    do throws(StepFailure) {
      let digest = try write(content, to: file, path)
      try give(attributes, to: file, path, ownerIsRequired: ownerIsRequired)
      guard fsync(file.number) == 0 else { throw FileProblem.system("sync", path, errno).failure }
      let number = folder.descriptor.number
      guard withName(name.bytes, { renameat(number, temporary, number, $0) }) == 0 else {
        throw FileProblem.system("write", path, errno).failure
      }
      try folder.sync()
      return digest
    } catch {
      unlinkat(folder.descriptor.number, temporary, 0)
      throw error
    }
  }

  private static func create(
    _ temporary: String, in folder: Folder, for path: String
  ) throws(StepFailure) -> Descriptor {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    var number = openat(folder.descriptor.number, temporary, flags, 0o600)
    if number < 0, errno == EEXIST {
      unlinkat(folder.descriptor.number, temporary, 0)
      number = openat(folder.descriptor.number, temporary, flags, 0o600)
    }
    guard number >= 0 else { throw FileProblem.system("write", path, errno).failure }
    return Descriptor(number)
  }

  private static func write(
    _ content: FileContent, to file: Descriptor, _ path: String
  ) throws(StepFailure) -> ContentDigest {
    var hash = RunningSHA256()
    try content.forEachPiece { (piece) throws(StepFailure) in
      var offset = 0
      while offset < piece.count {
        let count = Glibc.write(file.number, piece.baseAddress?.advanced(by: offset), piece.count - offset)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw FileProblem.system("write", path, errno).failure }
        offset += count
      }
      hash.update(piece)
    }
    return ContentDigest(sha256: hash.text(), size: hash.size)
  }

  private static func give(
    _ attributes: FileAttributes, to file: Descriptor, _ path: String, ownerIsRequired: Bool
  ) throws(StepFailure) {
    if let owner = attributes.owner {
      var raw = stat()
      let isOwned = fstat(file.number, &raw) == 0 && raw.st_uid == owner.user && raw.st_gid == owner.group
      if !isOwned, fchown(file.number, owner.user, owner.group) != 0 {
        let isDenied = [EPERM, EINVAL, ENOTSUP].contains(errno)
        if !isDenied { throw FileProblem.system("set the owner of", path, errno).failure }
        if ownerIsRequired { throw FileProblem.cannotKeepOwner(path, owner.user, owner.group).failure }
      }
    }
    // After the owner: a change of owner clears the set-user bits.
    guard fchmod(file.number, attributes.mode) == 0 else {
      throw FileProblem.system("set the mode of", path, errno).failure
    }
    if let modified = attributes.modified {
      // A courtesy: a file system that can't hold it is no reason to fail.
      _ = FileTimes(modified).withTimes { futimens(file.number, $0) }
    }
  }

  /// Gives a file another mode, durably; the bytes stay.
  package static func setMode(_ mode: UInt32, of file: OpenFile) throws(StepFailure) {
    guard fchmod(file.descriptor.number, mode) == 0 else {
      throw FileProblem.system("set the mode of", file.path, errno).failure
    }
    guard fsync(file.descriptor.number) == 0 else { throw FileProblem.system("sync", file.path, errno).failure }
  }

  /// Removes a name that isn't a folder, durably. Nothing there is as good.
  package static func remove(_ name: String, in folder: Folder) throws(StepFailure) {
    if unlinkat(folder.descriptor.number, name, 0) != 0 {
      if errno == ENOENT { return }
      throw FileProblem.system("remove", folder.path(of: name), errno).failure
    }
    try folder.sync()
  }
}
