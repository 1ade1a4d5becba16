// Small helpers around open files that stores on a disk share.

import Foundation
import OperatingSystem

/// Whether an open file is the one that has a name.
package func isSameFile(_ file: Int32, _ path: String) -> Bool {
  var opened = stat()
  var named = stat()
  guard fstat(file, &opened) == 0, stat(path, &named) == 0 else { return false }
  return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
}

/// Makes the names in the folder of a path durable.
package func syncFolder(of path: String) {
  let name = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard folder >= 0 else { return }
  fsync(folder)
  Glibc.close(folder)
}

/// The bytes of a file; nil when it doesn't exist.
package func readWholeFile(_ path: String) throws(JournalError) -> [UInt8]? {
  do throws(SystemError) {
    return try WholeFile.read(path)
  } catch {
    if error.isAbsence { return nil }
    throw .unreadable(path: path, reason: error.text)
  }
}
