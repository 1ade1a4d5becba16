// Writing back files that `belay check --fix` has changed: each whole or not at all, with its mode, through links, and
// never over what somebody else has written meanwhile.

import Foundation
import Glibc
import PlanModel
import Presentation

struct FixedFiles {
  let files: [(path: String, before: [UInt8], after: [UInt8])]

  /// Every new text is on disk before the first file is replaced.
  func write() throws {
    var prepared: [(temporary: String, target: String)] = []
    do {
      for file in files { prepared.append(try prepare(file)) }
      for (temporary, target) in prepared where rename(temporary, target) != 0 { throw failure(target) }
    } catch {
      for (temporary, _) in prepared { unlink(temporary) }
      throw error
    }
  }

  private func prepare(
    _ file: (path: String, before: [UInt8], after: [UInt8])
  ) throws -> (temporary: String, target: String) {
    guard let resolved = realpath(file.path, nil) else { throw failure(file.path) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    guard case .success(let bytes) = DiskReader().read(target), bytes == file.before else {
      throw Failure(
        code: ExitStatus.usage, message: "\(file.path) was changed by somebody else meanwhile; nothing was written",
        help: "check it again")
    }
    var facts = stat()
    guard stat(target, &facts) == 0 else { throw failure(file.path) }
    if access(target, W_OK) != 0 { throw failure(file.path) }
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(file.path) }
    let temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    let isWritten = writeAll(file.after, to: descriptor) && fchmod(descriptor, facts.st_mode & 0o7777) == 0
    // Owners can only be kept where the system lets us.
    _ = fchown(descriptor, facts.st_uid, facts.st_gid)
    let isSynced = isWritten && fsync(descriptor) == 0
    guard close(descriptor) == 0, isSynced else {
      let error = failure(file.path)
      unlink(temporary)
      throw error
    }
    return (temporary, target)
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private func failure(_ path: String) -> Failure {
    Failure(
      code: ExitStatus.usage, message: "\(path) can't be written: \(String(cString: strerror(errno)).lowercased())",
      help: "nothing was changed; see who may write the file and its folder")
  }
}
