// The folder into which an archive is unpacked. All looks and changes go through it, component by component, and never
// through a link.

import FileWork
import StepKit

struct RestoreTarget: Sendable {
  /// Absolute, as the plan says it.
  let said: String
  let place: Place

  init(_ path: String, _ context: StepContext) throws(StepFailure) {
    said = PathText.absolute(path, in: context.workingDirectory)
    place = try Place.of(path, in: context.workingDirectory)
    if let status = try place.status(), status.kind != .directory {
      throw ArchiveProblem.blocked(path, reason: "it is \(status.kind.words)").failure
    }
  }

  func path(of entry: [UInt8]) -> String {
    (place.path == "/" ? "" : place.path) + "/" + FileName(entry).text
  }

  /// The folder itself. Nil: it isn't there.
  func folder() throws(StepFailure) -> Folder? {
    guard place.missing.isEmpty, try place.status() != nil else { return nil }
    return try place.folder.folder(place.name)
  }

  /// The folder that holds an entry, and the entry's name in it. Nil: it isn't there.
  func parent(of entry: [UInt8]) throws(StepFailure) -> (folder: Folder, name: [UInt8])? {
    guard var folder = try folder() else { return nil }
    let parts = entry.split(separator: UInt8(ascii: "/")).map(Array.init)
    for part in parts.dropLast() {
      guard let status = try folder.status(ofRaw: part) else { return nil }
      if status.kind != .directory {
        let path = folder.path(of: FileName(part).text)
        throw ArchiveProblem.blocked(
          path, reason: "it is \(status.kind.words), on the way to '\(FileName(entry).text)'"
        )
        .failure
      }
      folder = try folder.folder(raw: part)
    }
    return (folder, parts.last ?? [])
  }

  func status(of entry: [UInt8]) throws(StepFailure) -> FileStatus? {
    guard let (folder, name) = try parent(of: entry) else { return nil }
    return try folder.status(ofRaw: name)
  }

  func kind(of entry: [UInt8]) throws(StepFailure) -> FileStatus.Kind? { try status(of: entry)?.kind }

  func mode(of entry: [UInt8]) throws(StepFailure) -> UInt32? { try status(of: entry)?.mode }

  /// What is there now; a file is read.
  func state(of entry: [UInt8]) throws(StepFailure) -> FileState {
    guard let (folder, name) = try parent(of: entry), let status = try folder.status(ofRaw: name) else {
      return .absent
    }
    switch status.kind {
    case .directory: return .folder
    case .link: return .link(target: try folder.target(ofLink: FileName(name)))
    case .other: return .other
    case .file:
      let file = try OpenFile(FileName(name), in: folder)
      return .file(FileFacts(content: try FileContent.file(file).digest(), mode: file.status.mode))
    }
  }
}
