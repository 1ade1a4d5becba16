// The file system that holds a path.

import Glibc
import StepKit

/// Sizes of a file system, in bytes.
struct DiskSpace: Hashable {
  var total: Int64
  /// What a user without privileges can still fill.
  var free: Int64

  init(ofFileSystemHolding path: String) throws(StepFailure) {
    var state = statvfs()
    guard statvfs(path, &state) == 0 else {
      throw HostProblem.noFileSystem(path, reason: String(cString: strerror(errno))).failure
    }
    let unit = UInt64(state.f_frsize)
    total = Int64(clamping: UInt64(state.f_blocks) &* unit)
    free = Int64(clamping: UInt64(state.f_bavail) &* unit)
  }
}
