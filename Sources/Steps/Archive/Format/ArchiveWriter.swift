// Writes an archive, entry by entry. Bytes are handed out as they are made; nothing is held.

import ArchiveC
import FileWork
import StepKit

final class ArchiveWriter {
  private var handle: OpaquePointer?
  private let sink = Sink()
  private let body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void

  /// `body` is given the archive's bytes, piece by piece.
  init(
    _ kind: ArchiveKind, _ body: @escaping (UnsafeRawBufferPointer) throws(StepFailure) -> Void
  ) throws(StepFailure) {
    if let fault = archive_c_load() { throw ArchiveProblem.libraryMissing(reason: String(cString: fault)).failure }
    self.body = body
    let made = archive_c_writer(
      kind.rawValue,
      { context, bytes, count in
        guard let context, let bytes else { return 0 }
        let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
        sink.bytes += UnsafeRawBufferPointer(start: bytes, count: count)
        return 1
      }, Unmanaged.passUnretained(sink).toOpaque())
    guard let made else {
      throw ArchiveProblem.libraryMissing(reason: "it can't write \(kind.rawValue) archives").failure
    }
    handle = made
  }

  deinit { if let handle { _ = archive_c_close_writer(handle) } }

  /// Begins an entry. `path` and `target` are bytes without NUL.
  func begin(_ entry: TreeEntry, path: [UInt8], size: Int64) throws(StepFailure) {
    let result = withName(path) { path in
      withName(entry.target) { target in
        var raw = archive_c_entry()
        raw.path = path
        raw.target = target
        raw.kind = Int32(Self.kind(of: entry).rawValue)
        raw.mode = entry.mode
        raw.size = size
        raw.seconds = entry.modified.seconds
        return archive_c_begin(handle, &raw)
      }
    }
    if result != 0 { throw failure(FileName(path).text) }
    try hand()
  }

  func write(_ piece: UnsafeRawBufferPointer, of path: [UInt8]) throws(StepFailure) {
    if archive_c_write(handle, piece.baseAddress, piece.count) != 0 { throw failure(FileName(path).text) }
    try hand()
  }

  /// Writes the end.
  func finish() throws(StepFailure) {
    guard let handle else { return }
    self.handle = nil
    if archive_c_close_writer(handle) != 0 {
      throw ArchiveProblem.cannotBeStored("the archive's end", reason: "libarchive can't write it").failure
    }
    try hand()
  }

  private func hand() throws(StepFailure) {
    if sink.bytes.isEmpty { return }
    let bytes = sink.bytes
    sink.bytes.removeAll(keepingCapacity: true)
    try FileContent.bytes(bytes).forEachPiece(body)
  }

  private func failure(_ path: String) -> StepFailure {
    let reason = handle.map { String(cString: archive_c_error($0)) } ?? "it is closed"
    return ArchiveProblem.cannotBeStored(path, reason: reason).failure
  }

  private static func kind(of entry: TreeEntry) -> archive_c_kind {
    switch entry.kind {
    case .file: ARCHIVE_C_FILE
    case .folder: ARCHIVE_C_FOLDER
    case .link: ARCHIVE_C_LINK
    }
  }

  /// Gathers what the library writes until it is handed on.
  private final class Sink {
    var bytes: [UInt8] = []
  }
}
