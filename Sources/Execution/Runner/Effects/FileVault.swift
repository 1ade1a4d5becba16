// The vault of a run: undo bytes in files of mode 0600 named by their digest, synced with their folder before
// they are named in the journal.

import Digests
import Foundation
import Glibc
import OperatingSystem
import StepKit

/// Undo bytes in `<run folder>/undo/`.
struct FileVault: Vault {
  let folder: String

  func store(_ bytes: [UInt8]) throws(StepFailure) -> VaultItem {
    try prepare()
    let digest = sha256Text(of: bytes)
    let item = VaultItem(name: digest, sha256: digest, size: Int64(bytes.count))
    try write(item) { (file) throws(StepFailure) in try writeAll(bytes[...], to: file) }
    return item
  }

  func store(fileAt path: String) throws(StepFailure) -> VaultItem {
    try prepare()
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw failure("can't read \(path)") }
    defer { close(source) }
    var digest = RunningSHA256()
    let temporary = folder + "/incoming.\(getpid()).\(UInt64.random(in: .min ... .max))"
    let file = try create(temporary)
    defer { close(file) }
    try copy(from: source) { (chunk) throws(StepFailure) in
      digest.update(Array(chunk))
      try writeAll(chunk, to: file)
    }
    let name = digest.text()
    try publish(file, temporary, as: name)
    return VaultItem(name: name, sha256: name, size: digest.size)
  }

  func load(_ item: VaultItem) throws(StepFailure) -> [UInt8] {
    let path = try path(of: item)
    guard let bytes = try? WholeFile.read(path, limit: Int(item.size)) else { throw damaged(item) }
    return bytes
  }

  func path(of item: VaultItem) throws(StepFailure) -> String {
    let path = folder + "/" + item.name
    guard item.name == item.sha256, item.name.allSatisfy(\.isHexDigit) else { throw damaged(item) }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw damaged(item) }
    defer { close(file) }
    var digest = RunningSHA256()
    try copy(from: file) { (chunk) throws(StepFailure) in digest.update(Array(chunk)) }
    guard digest.text() == item.sha256 else { throw damaged(item) }
    return path
  }

  // MARK: Files

  /// Makes the folder. Its name, and those of the run's folders above it, must outlive a power cut like the bytes in
  /// it: they are synced once, when it is new.
  private func prepare() throws(StepFailure) {
    Self.preparing.lock()
    defer { Self.preparing.unlock() }
    if access(folder, F_OK) == 0 { return }
    var path = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: true) {
      path += "/" + part
      if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure("can't make the folder \(path)") }
    }
    // undo in <run>, <run> in runs, runs in the state folder
    for _ in 0..<3 {
      path = path.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
      try syncFolder(path.isEmpty ? "/" : path)
    }
  }

  /// Steps side by side: none may take the folder for durable while another still syncs it.
  private static let preparing = NSLock()

  private func syncFolder(_ path: String) throws(StepFailure) {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if file >= 0 { close(file) } }
    guard file >= 0, fsync(file) == 0 else { throw failure("can't sync the folder \(path)") }
  }

  private func write(_ item: VaultItem, _ body: (Int32) throws(StepFailure) -> Void) throws(StepFailure) {
    let temporary = folder + "/incoming.\(getpid()).\(UInt64.random(in: .min ... .max))"
    let file = try create(temporary)
    defer { close(file) }
    try body(file)
    try publish(file, temporary, as: item.name)
  }

  private func create(_ path: String) throws(StepFailure) -> Int32 {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("can't write \(path)") }
    return file
  }

  private func publish(_ file: Int32, _ temporary: String, as name: String) throws(StepFailure) {
    guard fsync(file) == 0, rename(temporary, folder + "/" + name) == 0 else {
      let failed = failure("can't make \(folder)/\(name) durable")
      unlink(temporary)
      throw failed
    }
    try syncFolder(folder)
  }

  private func copy(from file: Int32, _ body: (ArraySlice<UInt8>) throws(StepFailure) -> Void) throws(StepFailure) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 { if errno == EINTR { continue } else { throw failure("can't read") } }
      if count == 0 { return }
      try body(buffer[..<count])
    }
  }

  private func writeAll(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(StepFailure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 { if errno == EINTR { continue } else { throw failure("can't write to \(folder)") } }
      rest = rest.dropFirst(count)
    }
  }

  private func failure(_ what: String) -> StepFailure {
    StepFailure(
      code: "BLY0615", message: "undo record: \(what): \(String(cString: strerror(errno)))",
      help: "free space or mend permissions of the state folder, then resume")
  }

  private func damaged(_ item: VaultItem) -> StepFailure {
    StepFailure(
      code: "BLY0616", message: "undo record: \(folder)/\(item.name) is gone or isn't what was recorded",
      help: "restore the state folder from a backup, or undo by hand and resolve the step as done")
  }
}
