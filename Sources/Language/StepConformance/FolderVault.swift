// A vault in a plain folder, for trying step types out. The runner has its own.

import Digests
import Glibc
import OperatingSystem
import StepKit

/// Keeps bytes in files of mode 0600 in a folder, named by their digest.
public struct FolderVault: Vault {
  private let folder: String

  /// Makes the folder if it doesn't exist.
  public init(_ folder: String) {
    self.folder = folder
    mkdir(folder, 0o700)
  }

  public func store(_ bytes: [UInt8]) throws(StepFailure) -> VaultItem {
    let item = VaultItem(name: sha256Text(of: bytes), sha256: sha256Text(of: bytes), size: Int64(bytes.count))
    do {
      try PlainFile.write(bytes, to: folder + "/" + item.name, mode: 0o600)
    } catch {
      throw StepFailure(code: "BLY0819", message: "the vault can't be written: \(error)")
    }
    return item
  }

  public func store(fileAt path: String) throws(StepFailure) -> VaultItem {
    guard let bytes = try? PlainFile.read(path) else {
      throw StepFailure(code: "BLY0819", message: "'\(path)' can't be read into the vault")
    }
    return try store(bytes)
  }

  public func load(_ item: VaultItem) throws(StepFailure) -> [UInt8] {
    let bytes = try? PlainFile.read(folder + "/" + item.name)
    guard let bytes, sha256Text(of: bytes) == item.sha256 else {
      throw StepFailure(code: "BLY0819", message: "'\(item.name)' is gone from the vault, or damaged")
    }
    return bytes
  }

  public func path(of item: VaultItem) throws(StepFailure) -> String {
    _ = try load(item)
    return folder + "/" + item.name
  }
}

/// Reading and writing of files for trying step types out: whole, and without durability.
enum PlainFile {
  struct Failure: Error, CustomStringConvertible {
    let action: String
    let path: String
    let error: Int32
    var description: String { "can't \(action) '\(path)': \(String(cString: strerror(error)))" }
  }

  static func read(_ path: String) throws -> [UInt8] {
    do throws(SystemError) {
      return try WholeFile.read(path)
    } catch {
      throw Failure(action: "read", path: path, error: error.number)
    }
  }

  static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw Failure(action: "write", path: path, error: errno) }
    defer { close(descriptor) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
      guard count > 0 else { throw Failure(action: "write", path: path, error: errno) }
      offset += count
    }
    guard fchmod(descriptor, mode) == 0 else { throw Failure(action: "set the mode of", path: path, error: errno) }
  }
}
