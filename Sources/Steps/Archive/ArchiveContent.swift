// What goes into an archive: the entries of a folder in the order of their names, or one file; each with its mode and
// time of modification (whole seconds), without owner. The same files give the same bytes.

import FileWork
import StepKit

struct ArchiveContent: ContentProducer {
  let kind: ArchiveKind
  /// The folder whose content is stored, or the file.
  let source: Place
  let isFolder: Bool
  let entries: [TreeEntry]
  /// As the plan writes it.
  let shown: String

  /// `target`: the archive itself, absolute, which is never part of it.
  init(_ context: StepContext, target: String) throws(StepFailure) {
    shown = context.text("from") ?? ""
    guard let kind = ArchiveKind(name: target) else { throw ArchiveProblem.unknownFormat(target).failure }
    self.kind = kind
    source = try Place.of(shown, in: context.workingDirectory, followsLast: true)
    guard let status = try source.status() else { throw FileProblem.sourceMissing(shown).failure }
    switch status.kind {
    case .directory:
      isFolder = true
      let (only, without) = try Self.choice(context)
      var leftOut = without
      if PathText.isInside(target, source.path) {
        leftOut.insert(Array(target.utf8.dropFirst(source.path == "/" ? 1 : source.path.utf8.count + 1)))
      }
      entries = try Self.list(source, only, leftOut)
    case .file:
      isFolder = false
      entries = [TreeEntry(path: Array(source.name.utf8), kind: .file, status: status)]
    case .link, .other: throw FileProblem.notAFile(shown, status.kind).failure
    }
    // What can't be restored is not stored in the first place.
    for entry in entries where entry.kind == .link {
      if let reason = LinkRule.fault(target: entry.target, at: entry.path) {
        throw ArchiveProblem.cannotBeStored(FileName(entry.path).text, reason: "it " + reason).failure
      }
    }
  }

  /// The names that `include` and `exclude` give.
  private static func choice(_ context: StepContext) throws(StepFailure) -> (only: [[UInt8]]?, without: Set<[UInt8]>) {
    var lists: [[[UInt8]]?] = []
    for input in ["include", "exclude"] {
      guard let texts = context.texts(input) else {
        lists.append(nil)
        continue
      }
      var names: [[UInt8]] = []
      for text in texts {
        guard let name = name(text) else { throw FileProblem.leavesWorkspace(text).failure }
        names.append(name)
      }
      lists.append(names)
    }
    return (lists[0], Set(lists[1] ?? []))
  }

  /// A name in the folder, components joined by `/`. Nil: it isn't one.
  static func name(_ text: String) -> [UInt8]? {
    guard !text.hasPrefix("/"), !text.utf8.contains(0), let parts = PathText.components(of: text), !parts.isEmpty
    else { return nil }
    return Array(parts.joined(separator: "/").utf8)
  }

  private static func list(
    _ source: Place, _ only: [[UInt8]]?, _ leftOut: Set<[UInt8]>
  ) throws(StepFailure) -> [TreeEntry] {
    let tree = FileTree(source, leavingOut: leftOut) { ArchiveProblem.cannotBeStored($0, reason: $1).failure }
    let all = try tree.entries().filter { !$0.path.isEmpty }
    guard let only else { return all }
    let slash = UInt8(ascii: "/")
    for name in only where !all.contains(where: { $0.path == name }) {
      throw FileProblem.sourceMissing(source.path + "/" + FileName(name).text).failure
    }
    return all.filter { entry in
      only.contains { name in
        entry.path == name || entry.path.starts(with: name + [slash])
          || (entry.kind == .folder && name.starts(with: entry.path + [slash]))
      }
    }
  }

  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(StepFailure) -> Void) throws(StepFailure) {
    var failure: StepFailure?
    withoutActuallyEscaping(body) { body in
      do throws(StepFailure) { try write(body) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func write(
    _ body: @escaping (UnsafeRawBufferPointer) throws(StepFailure) -> Void
  ) throws(StepFailure) {
    let writer = try ArchiveWriter(kind, body)
    for entry in entries {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      switch entry.kind {
      case .folder: try writer.begin(entry, path: entry.path + [UInt8(ascii: "/")], size: 0)
      case .link: try writer.begin(entry, path: entry.path, size: 0)
      case .file: try writeFile(entry, to: writer)
      }
    }
    try writer.finish()
  }

  /// A file is stored with the size that it has when it is opened; one that changes meanwhile is a failure.
  private func writeFile(_ entry: TreeEntry, to writer: ArchiveWriter) throws(StepFailure) {
    let file = try open(entry)
    var current = TreeEntry(path: entry.path, kind: .file, status: file.status)
    current.size = file.status.size
    try writer.begin(current, path: entry.path, size: file.status.size)
    var written: Int64 = 0
    let changed = ArchiveProblem.changedMeanwhile(FileName(entry.path).text)
    try FileContent.file(file).forEachPiece { (piece) throws(StepFailure) in
      written += Int64(piece.count)
      if written > file.status.size { throw changed.failure }
      try writer.write(piece, of: entry.path)
    }
    if written != file.status.size { throw changed.failure }
  }

  private func open(_ entry: TreeEntry) throws(StepFailure) -> OpenFile {
    if !isFolder { return try OpenFile(source.name, in: source.folder) }
    let (folder, name) = try TreePath.open(entry.path, below: source)
    return try OpenFile(FileName(name), in: folder)
  }
}
