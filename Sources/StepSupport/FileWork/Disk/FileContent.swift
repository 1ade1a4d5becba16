// Bytes that are to be in a file, wherever they come from; read in pieces, so that size doesn't matter.

import Digests
import Glibc
import StepKit

/// Digest and length of some bytes.
package struct ContentDigest: Hashable, Sendable {
  /// Lowercase hex.
  package var sha256: String
  package var size: Int64

  package init(sha256: String, size: Int64) {
    self.sha256 = sha256
    self.size = size
  }
}

/// Bytes that are made while they are read, the same each time.
package protocol ContentProducer: Sendable {
  /// Gives all bytes, piece by piece.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void) throws(StepFailure)
}

/// An open file that can be read from its start any number of times.
package struct OpenFile: Sendable {
  package let descriptor: Descriptor
  package let path: String
  package let status: FileStatus

  /// Opens a regular file; no link, and nothing that could block or be a device.
  package init(_ name: String, in folder: Folder) throws(StepFailure) {
    try self.init(FileName(name), in: folder)
  }

  package init(_ name: FileName, in folder: Folder) throws(StepFailure) {
    path = folder.path(of: name.text)
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let number = withName(name.bytes) { openat(folder.descriptor.number, $0, flags) }
    guard number >= 0 else { throw FileProblem.system("read", path, errno).failure }
    descriptor = Descriptor(number)
    var raw = stat()
    guard fstat(number, &raw) == 0 else { throw FileProblem.system("look at", path, errno).failure }
    status = FileStatus(raw)
    guard status.kind == .file else { throw FileProblem.notAFile(path, status.kind).failure }
  }

  /// Opens a file of the vault, whose path is trusted.
  package init(vaultFile path: String) throws(StepFailure) {
    let number = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw FileProblem.system("read", path, errno).failure }
    descriptor = Descriptor(number)
    self.path = path
    var raw = stat()
    guard fstat(number, &raw) == 0 else { throw FileProblem.system("look at", path, errno).failure }
    status = FileStatus(raw)
  }
}

/// What is to be in a file.
package enum FileContent: Sendable {
  case bytes([UInt8])
  case file(OpenFile)
  case produced(any ContentProducer)

  private static let pieceSize = 1 << 20

  /// Gives all bytes, piece by piece. Ends early, with a failure, when the step is stopped.
  package func forEachPiece(
    _ body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void
  ) throws(StepFailure) {
    switch self {
    case .bytes(let bytes):
      var failure: StepFailure?
      bytes.withUnsafeBytes { all in
        do throws(StepFailure) { try body(all) } catch { failure = error }
      }
      if let failure { throw failure }
    case .file(let file): try Self.forEachPiece(of: file, body)
    case .produced(let producer): try producer.forEachPiece(body)
    }
  }

  private static func forEachPiece(
    of file: OpenFile, _ body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void
  ) throws(StepFailure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
    defer { buffer.deallocate() }
    var offset: Int64 = 0
    while true {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      let count = pread(file.descriptor.number, buffer.baseAddress, buffer.count, Int(offset))
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw FileProblem.system("read", file.path, errno).failure }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += Int64(count)
    }
  }

  package func digest() throws(StepFailure) -> ContentDigest {
    var hash = RunningSHA256()
    try forEachPiece { (piece) throws(StepFailure) in hash.update(piece) }
    return ContentDigest(sha256: hash.text(), size: hash.size)
  }

  /// All bytes; nil when there are more than `limit`.
  package func bytes(limit: Int) throws(StepFailure) -> [UInt8]? {
    switch self {
    case .bytes(let bytes): return bytes.count <= limit ? bytes : nil
    case .file(let file):
      if file.status.size > Int64(limit) { return nil }
      return try gathered(limit)
    case .produced: return try gathered(limit)
    }
  }

  private func gathered(_ limit: Int) throws(StepFailure) -> [UInt8]? {
    var all: [UInt8] = []
    try forEachPiece { (piece) throws(StepFailure) in
      if all.count <= limit { all += piece }
    }
    return all.count <= limit ? all : nil
  }
}
