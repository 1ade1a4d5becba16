// All that an archive holds, read to its end and checked: nothing of an archive is restored before the whole of it is
// known to be safe.

import Digests
import FileWork
import StepKit

/// One thing that would be restored.
struct ListedEntry: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case folder
    case file(ContentDigest)
    case link(target: [UInt8])
  }
  /// Components joined by `/`; never empty.
  var path: [UInt8]
  var kind: Kind
  var mode: UInt32
  var seconds: Int64
  /// Of a hard link: the path of the file with the same bytes.
  var bytesOf: [UInt8]?
  /// No entry of its own, but on the way to one.
  var isImplied = false

  var name: String { FileName(path).text }
}

struct ArchiveListing: Sendable {
  /// Each folder before what it holds, otherwise in the archive's order.
  private(set) var entries: [ListedEntry] = []
  /// The bytes of small files, if asked for.
  private(set) var bytes: [[UInt8]: [UInt8]] = [:]
  /// Bytes of all files.
  private(set) var size: Int64 = 0
  private let shown: String
  private let limit: Int64
  private var places: [[UInt8]: Int] = [:]

  private static let slash = UInt8(ascii: "/")
  /// A dry run keeps no larger files, and no more of them.
  private static let keptFile = 1 << 20
  private static let keptAll = 16 << 20

  /// - Parameters:
  ///   - limit: More bytes than this are refused.
  ///   - keepsBytes: Whether `bytes` is wanted.
  init(
    _ source: ArchiveBytes, shown: String, limit: Int64 = .max, keepsBytes: Bool = false
  ) throws(StepFailure) {
    self.shown = shown
    self.limit = limit
    let reader = try ArchiveReader(source, shown: shown)
    var kept = 0
    while let entry = try reader.next() {
      guard let path = try path(of: entry) else { continue }
      if entries.count >= FileTree.entryLimit { throw tooMuch("\(FileTree.entryLimit) entries") }
      try addFolders(above: path)
      switch entry.kind {
      case .folder: try add(ListedEntry(path: path, kind: .folder, mode: entry.mode, seconds: entry.seconds))
      case .link:
        if let reason = LinkRule.fault(target: entry.target.bytes, at: path) { throw hostile(entry, reason) }
        try add(
          ListedEntry(path: path, kind: .link(target: entry.target.bytes), mode: 0o777, seconds: entry.seconds))
      case .hardLink: try addHardLink(entry, path)
      case .file:
        let keeps = keepsBytes && kept < Self.keptAll
        let (digest, held) = try read(reader, keeps: keeps)
        if let held {
          kept += held.count
          bytes[path] = held
        }
        try add(ListedEntry(path: path, kind: .file(digest), mode: entry.mode, seconds: entry.seconds))
      case .other: throw hostile(entry, "is neither a file, a folder nor a link")
      }
    }
  }

  /// SHA-256 over what the archive holds: kind, mode, digest or target, and path of each entry, in the order of the
  /// paths. It doesn't depend on compression, times or the order in the archive.
  var manifest: String {
    var hash = RunningSHA256()
    for entry in entries.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) {
      let fact: [UInt8]
      switch entry.kind {
      case .folder: fact = Array("folder ".utf8)
      case .file(let digest): fact = Array("file \(digest.sha256) ".utf8)
      case .link(let target): fact = Array("link ".utf8) + target + [0]
      }
      hash.update(Array("\(FileMode.text(entry.mode)) ".utf8) + fact + entry.path + [0])
    }
    return hash.text()
  }

  var files: Int { entries.count { if case .folder = $0.kind { false } else { true } } }

  // MARK: Reading

  private mutating func read(
    _ reader: ArchiveReader, keeps: Bool
  ) throws(StepFailure) -> (ContentDigest, [UInt8]?) {
    var hash = RunningSHA256()
    var held: [UInt8]? = keeps ? [] : nil
    let before = size
    let limit = limit
    let problem = tooMuch("\(limit) bytes")
    try reader.forEachPiece { (piece) throws(StepFailure) in
      hash.update(piece)
      if before + hash.size > limit { throw problem }
      if hash.size > Self.keptFile { held = nil }
      held?.append(contentsOf: piece)
    }
    size += hash.size
    return (ContentDigest(sha256: hash.text(), size: hash.size), held)
  }

  /// The path without `.` and empty components. Nil: the folder itself.
  private func path(of entry: ArchiveEntry) throws(StepFailure) -> [UInt8]? {
    let raw = entry.path.bytes
    if raw.first == Self.slash { throw hostile(entry, "is an absolute path") }
    let parts = raw.split(separator: Self.slash).filter { !$0.elementsEqual(".".utf8) }
    if parts.contains(where: { $0.elementsEqual("..".utf8) }) { throw hostile(entry, "leads out through '..'") }
    if parts.count > FileTree.depthLimit { throw hostile(entry, "nests more than \(FileTree.depthLimit) folders deep") }
    return parts.isEmpty ? nil : Array(parts.joined(separator: [Self.slash]))
  }

  // MARK: Gathering

  private mutating func addFolders(above path: [UInt8]) throws(StepFailure) {
    for position in path.indices where path[position] == Self.slash {
      let folder = Array(path[..<position])
      if let found = places[folder] {
        if entries[found].kind != .folder {
          throw hostile(path, "goes through '\(entries[found].name)', which is no folder")
        }
      } else {
        place(ListedEntry(path: folder, kind: .folder, mode: FileMode.newFolder, seconds: 0, isImplied: true))
      }
    }
  }

  private mutating func add(_ entry: ListedEntry) throws(StepFailure) {
    guard let found = places[entry.path] else { return place(entry) }
    guard entries[found].kind == .folder, entry.kind == .folder else { throw hostile(entry.path, "is there twice") }
    entries[found] = entry
  }

  private mutating func addHardLink(_ entry: ArchiveEntry, _ path: [UInt8]) throws(StepFailure) {
    let parts = entry.target.bytes.split(separator: Self.slash).filter { !$0.elementsEqual(".".utf8) }
    let target = Array(parts.joined(separator: [Self.slash]))
    guard let found = places[target], case .file(let digest) = entries[found].kind else {
      throw hostile(entry, "is a hard link to '\(entry.target.text)', which is no file of this archive")
    }
    let original = entries[found]
    size += digest.size
    if size > limit { throw tooMuch("\(limit) bytes") }
    var copy = ListedEntry(path: path, kind: original.kind, mode: original.mode, seconds: original.seconds)
    copy.bytesOf = original.bytesOf ?? original.path
    bytes[path] = bytes[target]
    try add(copy)
  }

  private mutating func place(_ entry: ListedEntry) {
    places[entry.path] = entries.count
    entries.append(entry)
  }

  private func hostile(_ entry: ArchiveEntry, _ reason: String) -> StepFailure { hostile(entry.path.bytes, reason) }

  private func hostile(_ path: [UInt8], _ reason: String) -> StepFailure {
    ArchiveProblem.hostile(shown, entry: FileName(path).text, reason: reason).failure
  }

  private func tooMuch(_ what: String) -> StepFailure { ArchiveProblem.tooMuch(shown, what: what).failure }
}

/// Links that may be restored: those that stay in the folder whatever else is in it.
enum LinkRule {
  /// Why a link must not be restored. Only a target that goes up first and then down can be followed on paper: after
  /// a folder, which may be a link itself, `..` leads who knows where.
  static func fault(target: [UInt8], at path: [UInt8]) -> String? {
    let slash = UInt8(ascii: "/")
    let shown = FileName(target).text
    if target.isEmpty { return "is a link to nothing" }
    if target.first == slash { return "is a link to '\(shown)', an absolute path" }
    let parts = target.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
    let ups = parts.prefix { $0.elementsEqual("..".utf8) }.count
    let folders = path.split(separator: slash).count - 1
    if ups > folders || parts.dropFirst(ups).contains(where: { $0.elementsEqual("..".utf8) }) {
      return "is a link to '\(shown)', which leads out of the folder"
    }
    return nil
  }
}
