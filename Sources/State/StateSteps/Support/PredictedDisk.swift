// The disk as a dry run expects it: what the steps before are predicted to leave lies over what is there.

import DeploymentState
import Glibc
import StepKit

/// Reads through predictions. Writes nothing: a dry run never does.
struct PredictedDisk: FileLayer {
  let predicted: PredictedFiles
  private let disk = SystemFiles()

  /// The layer for a step: the disk itself, unless predictions lie over it.
  static func of(_ context: StepContext) -> any FileLayer {
    context.predicted.map(PredictedDisk.init(predicted:)) ?? SystemFiles()
  }

  init(predicted: PredictedFiles) { self.predicted = predicted }

  func read(_ path: String) throws(StateError) -> [UInt8]? {
    switch predicted[path] {
    case nil: return try disk.read(path)
    case .absent: return nil
    case .file(let bytes, _): return bytes
    case .unknown: throw .fileAccess(path: path, operation: "foresee", errorNumber: EAGAIN)
    }
  }

  func list(_ path: String) throws(StateError) -> [String]? {
    let there = try disk.list(path)
    var names = Set(there ?? [])
    var isFolder = there != nil
    let prefix = path.hasSuffix("/") ? path : path + "/"
    for (file, state) in predicted.files where file.hasPrefix(prefix) {
      let name = String(file.dropFirst(prefix.count))
      if name.contains("/") { continue }
      if state == .absent {
        names.remove(name)
      } else {
        names.insert(name)
        isFolder = true
      }
    }
    return isFolder ? names.sorted() : nil
  }

  func stamp(_ path: String) throws(StateError) -> FileStamp? {
    switch predicted[path] {
    case nil, .unknown: return try disk.stamp(path)
    case .absent: return nil
    case .file(let bytes, let mode):
      return FileStamp(
        device: 0, inode: 0, size: Int64(bytes.count), modifiedNanoseconds: Int64(bytes.hashValue), mode: mode)
    }
  }

  func createDurably(_ path: String, bytes: [UInt8], mode: UInt32) throws(StateError) { throw readOnly(path) }
  func appendDurably(_ path: String, bytes: [UInt8]) throws(StateError) { throw readOnly(path) }
  func rename(_ path: String, to newPath: String) throws(StateError) { throw readOnly(newPath) }
  func remove(_ path: String) throws(StateError) { throw readOnly(path) }
  func synchronizeFolder(_ path: String) throws(StateError) { throw readOnly(path) }
  func makeFolder(_ path: String) throws(StateError) -> [String] { throw readOnly(path) }

  private func readOnly(_ path: String) -> StateError {
    .fileAccess(path: path, operation: "write", errorNumber: EROFS)
  }
}
