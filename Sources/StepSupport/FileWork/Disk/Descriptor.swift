// Open files and folders. All file steps work relative to an open folder, never again through a path: what was
// checked is then what is changed, whatever somebody renames meanwhile.

import Glibc
import StepKit

/// A file descriptor, closed when nobody holds it any more.
package final class Descriptor: Sendable {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

/// A folder that is open.
package struct Folder: Sendable {
  package let descriptor: Descriptor
  /// Its path, without links, when it was opened.
  package let path: String

  /// The path of something in it.
  package func path(of name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

  /// Opens a folder by a path that is trusted to mean it: the root, or the working directory.
  package static func open(_ path: String) throws(StepFailure) -> Folder {
    guard let real = realpath(path, nil) else { throw FileProblem.system("open the folder", path, errno).failure }
    defer { free(real) }
    let number = Glibc.open(real, openPathOnly | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw FileProblem.system("open the folder", path, errno).failure }
    return Folder(descriptor: Descriptor(number), path: String(cString: real))
  }

  /// Opens a folder in this one; never through a link. `..` is the folder above.
  package func folder(_ name: String) throws(StepFailure) -> Folder {
    let number = openat(descriptor.number, name, openPathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    let child = name == ".." ? PathText.parent(of: path) : path(of: name)
    guard number >= 0 else { throw FileProblem.system("open the folder", child, errno).failure }
    return Folder(descriptor: Descriptor(number), path: child)
  }

  /// What is there under a name; a link itself, not what it points to. Nil: nothing.
  package func status(of name: String) throws(StepFailure) -> FileStatus? {
    var raw = stat()
    if fstatat(descriptor.number, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 { return FileStatus(raw) }
    if errno == ENOENT { return nil }
    throw FileProblem.system("look at", path(of: name), errno).failure
  }

  /// Where a link points to.
  package func target(ofLink name: String) throws(StepFailure) -> [UInt8] {
    try target(ofLink: FileName(name))
  }

  /// Makes the names in the folder durable.
  package func sync() throws(StepFailure) {
    let number = openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written but not read can't be synced by itself.
    if number < 0, errno == EACCES { return Glibc.sync() }
    guard number >= 0 else { throw FileProblem.system("sync the folder", path, errno).failure }
    let folder = Descriptor(number)
    // Some file systems (network, FUSE) have no sync for folders and say EINVAL.
    if fsync(folder.number) != 0, errno != EINVAL { throw FileProblem.system("sync the folder", path, errno).failure }
  }
}
