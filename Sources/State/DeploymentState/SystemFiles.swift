// The real disk, through the system's own calls: every write is checked, every sync is done.

import Glibc
import OperatingSystem

/// `ENOENT`, for files that import nothing of the system.
let noSuchFile: Int32 = ENOENT

/// The file layer of the operating system.
public struct SystemFiles: FileLayer {
  public init() {}

  public func read(_ path: String) throws(StateError) -> [UInt8]? {
    do throws(SystemError) {
      return try WholeFile.read(path)
    } catch {
      if error.number == ENOENT { return nil }
      throw .fileAccess(path: path, operation: "read", errorNumber: error.number)
    }
  }

  public func createDurably(_ path: String, bytes: [UInt8], mode: UInt32) throws(StateError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .fileAccess(path: path, operation: "create", errorNumber: errno) }
    defer { close(descriptor) }
    // The mode that is asked for, whatever the process's mask takes away: a restored file is as it was.
    guard fchmod(descriptor, mode) == 0 else {
      throw .fileAccess(path: path, operation: "set the mode of", errorNumber: errno)
    }
    try writeAll(descriptor, path, bytes)
    guard fsync(descriptor) == 0 else { throw .fileAccess(path: path, operation: "sync", errorNumber: errno) }
  }

  public func appendDurably(_ path: String, bytes: [UInt8]) throws(StateError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .fileAccess(path: path, operation: "open", errorNumber: errno) }
    defer { close(descriptor) }
    try writeAll(descriptor, path, bytes)
    guard fsync(descriptor) == 0 else { throw .fileAccess(path: path, operation: "sync", errorNumber: errno) }
  }

  private func writeAll(_ descriptor: Int32, _ path: String, _ bytes: [UInt8]) throws(StateError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .fileAccess(path: path, operation: "write", errorNumber: errno)
      }
      written += count
    }
  }

  /// `O_PATH` of Linux, which the C library shows only to who asks for all of GNU.
  private static let pathOnly: Int32 = 0o10_000_000

  /// The file that is replaced stays open over the rename, so that its blocks are freed elsewhere: on a busy disk
  /// that alone takes as long as one of the two syncs, and it is no part of the write.
  public func rename(_ path: String, to newPath: String) throws(StateError) {
    let replaced = open(newPath, Self.pathOnly | O_NOFOLLOW | O_CLOEXEC)
    defer { if replaced >= 0 { LateClosing.shared.keep(replaced) } }
    guard Glibc.rename(path, newPath) == 0 else {
      throw .fileAccess(path: newPath, operation: "replace", errorNumber: errno)
    }
  }

  public func remove(_ path: String) throws(StateError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .fileAccess(path: path, operation: "remove", errorNumber: errno)
    }
  }

  public func synchronizeFolder(_ path: String) throws(StateError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fileAccess(path: path, operation: "open", errorNumber: errno) }
    defer {
      close(descriptor)
      LateClosing.shared.closeSoon()
    }
    guard fsync(descriptor) == 0 else { throw .fileAccess(path: path, operation: "sync", errorNumber: errno) }
  }

  public func makeFolder(_ path: String) throws(StateError) -> [String] {
    var missing: [String] = []
    var current = path
    while true {
      var status = stat()
      if stat(current, &status) == 0 {
        if status.st_mode & S_IFMT == S_IFDIR { break }
        throw .fileAccess(path: current, operation: "use as a folder", errorNumber: ENOTDIR)
      }
      guard errno == ENOENT else { throw .fileAccess(path: current, operation: "look at", errorNumber: errno) }
      missing.append(current)
      let parent = Paths.parent(of: current)
      if parent == current { break }
      current = parent
    }
    let made = Array(missing.reversed())
    for folder in made {
      guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
        throw .fileAccess(path: folder, operation: "make", errorNumber: errno)
      }
      try synchronizeFolder(Paths.parent(of: folder))
    }
    return made
  }

  public func list(_ path: String) throws(StateError) -> [String]? {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return nil }
      throw .fileAccess(path: path, operation: "list", errorNumber: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
      errno = 0
    }
    if errno != 0 { throw .fileAccess(path: path, operation: "list", errorNumber: errno) }
    return names.sorted()
  }

  public func stamp(_ path: String) throws(StateError) -> FileStamp? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .fileAccess(path: path, operation: "look at", errorNumber: errno)
    }
    return FileStamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modifiedNanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
      mode: UInt32(status.st_mode) & 0o7777)
  }
}
