// Files that verbs write for people: whole or not at all.

import Foundation
import Glibc
import Presentation

enum WrittenFile {
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        code: ExitStatus.usage, message: "\(path) can't be written: \(error.localizedDescription)",
        help: "give a path in a folder that exists and is writable")
    }
  }

  /// Makes a file that isn't there yet; false when something of its name is.
  static func create(_ bytes: [UInt8], at path: String) throws -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if file < 0, errno == EEXIST { return false }
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    guard Output.write(bytes, to: file) else {
      let failure = failure(path)
      unlink(path)
      throw failure
    }
    return true
  }

  /// Replaces a file in one step, keeping its mode and, where that is allowed, its owner. A link is followed.
  static func replace(_ path: String, with bytes: [UInt8]) throws {
    guard let resolved = realpath(path, nil) else { throw failure(path) }
    let target = String(cString: resolved)
    free(resolved)
    var facts = stat()
    guard stat(target, &facts) == 0 else { throw failure(path) }
    let draft = "\(target).\(getpid()).tmp"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure(path) }
    _ = fchown(file, facts.st_uid, facts.st_gid)
    let isWritten = Output.write(bytes, to: file) && fchmod(file, facts.st_mode & 0o7777) == 0 && fsync(file) == 0
    close(file)
    guard isWritten, rename(draft, target) == 0 else {
      let failure = failure(path)
      unlink(draft)
      throw failure
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(
      code: ExitStatus.usage, message: "\(path) can't be written: \(String(cString: strerror(errno)).lowercased())",
      help: "give a path in a folder that exists and is writable")
  }
}

/// What comes on stdin.
enum StandardInput {
  static func read() -> [UInt8] { [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
}
