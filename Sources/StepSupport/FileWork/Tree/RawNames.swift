// Work with names that need not be UTF-8, as a folder lists them.

import Glibc
import StepKit

/// Gives a name to a system call.
package func withName<Result>(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  let terminated = name.map { CChar(bitPattern: $0) } + [0]
  return body(terminated)
}

extension Folder {
  /// The names in the folder, in the order of their bytes.
  package func names() throws(StepFailure) -> [[UInt8]] {
    let number = openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0, let stream = fdopendir(number) else {
      let error = errno
      if number >= 0 { close(number) }
      throw FileProblem.system("list the folder", path, error).failure
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    if errno != 0 { throw FileProblem.system("list the folder", path, errno).failure }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  package func status(ofRaw name: [UInt8]) throws(StepFailure) -> FileStatus? {
    var raw = stat()
    let result = withName(name) { fstatat(descriptor.number, $0, &raw, AT_SYMLINK_NOFOLLOW) }
    if result == 0 { return FileStatus(raw) }
    if errno == ENOENT { return nil }
    throw FileProblem.system("look at", path(of: FileName(name).text), errno).failure
  }

  package func folder(raw name: [UInt8]) throws(StepFailure) -> Folder {
    let flags = openPathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let number = withName(name) { openat(descriptor.number, $0, flags) }
    let child = path(of: FileName(name).text)
    guard number >= 0 else { throw FileProblem.system("open the folder", child, errno).failure }
    return Folder(descriptor: Descriptor(number), path: child)
  }

  package func target(ofLink name: FileName) throws(StepFailure) -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let size = buffer.count
    let count = withName(name.bytes) { readlinkat(descriptor.number, $0, &buffer, size) }
    guard count >= 0 else { throw FileProblem.system("read the link", path(of: name.text), errno).failure }
    return buffer[..<count].map { UInt8(bitPattern: $0) }
  }
}
