// Reads an archive from its start to its end, entry by entry.

import ArchiveC
import FileWork
import Glibc
import StepKit

/// Where the bytes of an archive come from.
enum ArchiveBytes: Sendable {
  case file(OpenFile)
  case bytes([UInt8])

  var content: FileContent {
    switch self {
    case .file(let file): .file(file)
    case .bytes(let bytes): .bytes(bytes)
    }
  }
}

final class ArchiveReader {
  private let handle: OpaquePointer
  private let source: Source
  private let shown: String

  /// `shown`: the archive's path, for messages.
  init(_ bytes: ArchiveBytes, shown: String) throws(StepFailure) {
    if let fault = archive_c_load() { throw ArchiveProblem.libraryMissing(reason: String(cString: fault)).failure }
    self.shown = shown
    source = Source(bytes)
    var failed: Int32 = 0
    let context = Unmanaged.passUnretained(source).toOpaque()
    let opened = archive_c_reader(
      { context, bytes in
        guard let context, let bytes else { return -1 }
        return Unmanaged<Source>.fromOpaque(context).takeUnretainedValue().next(bytes)
      }, context, &failed)
    guard let opened else { throw ArchiveProblem.damaged(shown, reason: "there is no memory").failure }
    handle = opened
    if failed != 0 { throw damaged() }
  }

  deinit { archive_c_close_reader(handle) }

  /// Nil: the end.
  func next() throws(StepFailure) -> ArchiveEntry? {
    if Task.isCancelled { throw StepProblem.stopped.failure() }
    var raw = archive_c_entry()
    switch archive_c_next(handle, &raw) {
    case 0: return nil
    case 1:
      guard let entry = ArchiveEntry(raw) else {
        throw ArchiveProblem.damaged(shown, reason: "the name of an entry can't be read").failure
      }
      return entry
    default: throw damaged()
    }
  }

  /// Gives the bytes of the entry that came last.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void) throws(StepFailure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      let count = archive_c_read(handle, buffer.baseAddress, buffer.count)
      if count < 0 { throw damaged() }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func damaged() -> StepFailure {
    if let error = source.error { return FileProblem.system("read", shown, error).failure }
    return ArchiveProblem.damaged(shown, reason: String(cString: archive_c_error(handle))).failure
  }

  /// Gives the library its bytes.
  private final class Source {
    private let bytes: ArchiveBytes
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var offset = 0
    private(set) var error: Int32?

    init(_ bytes: ArchiveBytes) { self.bytes = bytes }

    deinit { buffer.deallocate() }

    func next(_ place: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
      place.pointee = UnsafeRawPointer(buffer.baseAddress)
      switch bytes {
      case .bytes(let all):
        let count = min(buffer.count, all.count - offset)
        if count <= 0 { return 0 }
        buffer.copyBytes(from: all[offset..<(offset + count)])
        offset += count
        return count
      case .file(let file):
        while true {
          let count = pread(file.descriptor.number, buffer.baseAddress, buffer.count, offset)
          if count < 0, errno == EINTR { continue }
          if count < 0 { error = errno }
          offset += max(0, count)
          return count
        }
      }
    }
  }
}
