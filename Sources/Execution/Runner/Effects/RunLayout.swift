// The programs of outside step types, laid out in the run's folder from what the journal has stored: what was approved is
// literally what runs, also when the folder beside the plan has changed since.

import Foundation
import Glibc
import OperatingSystem
import StepKit

/// Files of step types in `<run folder>/types/<digest>/`.
struct RunLayout: FileLaying {
  let folder: String

  func folder(of files: [OutsideType.File], digest: String) throws(StepFailure) -> String {
    Self.laying.lock()
    defer { Self.laying.unlock() }
    let target = folder + "/" + digest
    try make(folder: target)
    for file in files {
      let path = target + "/" + file.name
      try make(folder: (path as NSString).deletingLastPathComponent)
      if !holds(path, file.bytes) { try write(file.bytes, to: path) }
    }
    return target
  }

  /// Steps side by side: none may run what another still writes.
  private static let laying = NSLock()

  /// Whether the file is there as it should be. Somebody may have changed it since it was laid out.
  private func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & ~S_IFMT == 0o700, status.st_size == off_t(bytes.count) else {
      return false
    }
    return (try? WholeFile.read(path, limit: bytes.count, followsLink: false, mustBeRegular: true)) == bytes
  }

  private func make(folder path: String) throws(StepFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw failure(path) }
  }

  /// Beside its name first: what runs already keeps its file.
  private func write(_ bytes: [UInt8], to path: String) throws(StepFailure) {
    let temporary = "\(path).\(getpid())"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o700)
    guard file >= 0 else { throw failure(path) }
    var rest = bytes[...]
    var isWhole = true
    while !rest.isEmpty, isWhole {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      isWhole = count > 0
      rest = rest.dropFirst(max(0, count))
    }
    isWhole = fchmod(file, 0o700) == 0 && isWhole
    close(file)
    guard isWhole, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw failure(path)
    }
  }

  private func failure(_ path: String) -> StepFailure {
    StepFailure(
      code: "BLY0631", message: "the step type's file \(path) can't be laid out: \(SystemError.last.text.lowercased())",
      help: "free space or mend permissions of the state folder, then resume")
  }
}
