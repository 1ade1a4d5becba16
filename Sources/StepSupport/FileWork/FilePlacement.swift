// A file that is to be in a place: what `file.write` and `file.copy` have in common. All powers of the two are here.

import Digests
import Expressions
import Glibc
import JSONText
import StepKit

/// Content, mode and place of a file to be written.
package struct FilePlacement: Sendable {
  /// As the plan writes it.
  package let shownPath: String
  package let place: Place
  package let content: FileContent
  /// What the plan says.
  package let chosenMode: UInt32?
  /// Permissions of the file from which the content comes: a new file is never more open than its source.
  package let sourceMode: UInt32?

  /// From the inputs of a step. `target` and `source` are the names of its path inputs.
  package init(_ context: StepContext, target: String, source: String) throws(StepFailure) {
    shownPath = context.text(target) ?? ""
    place = try Self.target(shownPath, context)
    chosenMode = try Self.mode(context)
    switch (context.text("content"), context.text(source)) {
    case (let text?, nil):
      content = .bytes(Array(text.utf8))
      sourceMode = nil
    case (nil, let path?):
      let file = try SourceFile.open(path, context)
      if let status = try place.status(), status.isSameFile(as: file.status) {
        throw FileProblem.sameFile(path, shownPath).failure
      }
      content = .file(file)
      sourceMode = file.status.mode & 0o777
    case (nil, nil): throw FileProblem.contentOrSource(given: 0).failure
    default: throw FileProblem.contentOrSource(given: 2).failure
    }
  }

  /// The same with content that the step itself makes.
  package init(_ context: StepContext, target: String, content: FileContent) throws(StepFailure) {
    shownPath = context.text(target) ?? ""
    place = try Self.target(shownPath, context)
    chosenMode = try Self.mode(context)
    self.content = content
    sourceMode = nil
  }

  package static func mode(_ context: StepContext) throws(StepFailure) -> UInt32? {
    guard let text = context.text("mode") else { return nil }
    guard let mode = FileMode.parse(text) else { throw FileProblem.badMode(text).failure }
    return mode
  }

  /// The mode that the file will have over one that exists.
  package func mode(over existing: UInt32?) -> UInt32 {
    chosenMode ?? existing ?? sourceMode ?? FileMode.newFile
  }

  /// The place of a file that is to be written.
  package static func target(_ path: String, _ context: StepContext) throws(StepFailure) -> Place {
    let place = try Place.of(path, in: context.workingDirectory)
    if place.name == "." { throw FileProblem.wholeWorkspace(path).failure }
    if path.hasSuffix("/") { throw FileProblem.notAFile(path, .directory).failure }
    return place
  }

  /// The status of the file in a place. Fails when something is there that can't be written over.
  package static func existing(_ path: String, _ place: Place) throws(StepFailure) -> FileStatus? {
    guard let status = try place.status() else { return nil }
    switch status.kind {
    case .file: return status
    case .link:
      let target = FileName(try place.folder.target(ofLink: place.name)).text
      throw FileProblem.isLink(path, target: target).failure
    case .directory, .other: throw FileProblem.notAFile(path, status.kind).failure
    }
  }

  package func existing() throws(StepFailure) -> FileStatus? { try Self.existing(shownPath, place) }

  /// The name under which the bytes are gathered before they take their place. It is the same for every attempt and
  /// for the undo, so that none leaves anything of another behind.
  package static func temporaryName(_ context: StepContext, path: String) -> String {
    ".belay-" + sha256Text(of: Array("\(context.run)\n\(context.step)\n\(path)".utf8)).prefix(24)
  }
}

extension FilePlacement {
  /// Writes the file and gives the outputs. Nothing is touched when it is there already.
  package func apply(_ context: StepContext) throws(StepFailure) -> [String: Value] {
    let existing = try existing()
    let mode = mode(over: existing?.mode)
    if let existing {
      let file = try OpenFile(place.name, in: place.folder)
      if let same = try digestIfSame(file) {
        if existing.mode != mode { try DurableFile.setMode(mode, of: file) }
        let facts = FileFacts(content: same, mode: mode)
        return outputs(facts, changed: hasChanged(facts, now: existing.mode != mode, context), context)
      }
    }
    let owner = existing.map { FileOwner(user: $0.owner, group: $0.group) }
    let digest = try replace(FileAttributes(mode: mode, owner: owner), context)
    let facts = FileFacts(content: digest, mode: mode)
    return outputs(facts, changed: hasChanged(facts, now: true, context), context)
  }

  /// Puts the bytes in their place. When it fails, nothing of it is left.
  private func replace(
    _ attributes: FileAttributes, _ context: StepContext
  ) throws(StepFailure) -> ContentDigest {
    let folders = try MadeFolders(of: place)
    do throws(StepFailure) {
      return try DurableFile.replace(
        FileName(place.name), in: folders.innermost, temporary: Self.temporaryName(context, path: place.path),
        content: content, attributes: attributes, ownerIsRequired: true)
    } catch {
      folders.remove()
      throw error
    }
  }

  /// The digest of the content when a file has it already.
  private func digestIfSame(_ file: OpenFile) throws(StepFailure) -> ContentDigest? {
    switch content {
    case .bytes(let bytes) where Int64(bytes.count) != file.status.size: return nil
    case .file(let source) where source.status.size != file.status.size: return nil
    default:
      let wanted = try content.digest()
      return try FileContent.file(file).digest() == wanted ? wanted : nil
    }
  }

  /// Whether the step changes anything: what it leaves against what was there before its first attempt. Without a
  /// record of that, a later attempt can't know what an earlier one did, and says yes.
  private func hasChanged(_ facts: FileFacts, now: Bool, _ context: StepContext) -> Bool {
    if let json = context.recorded, let record = try? FileRecord(json: json) {
      return record.stateBefore != .file(facts)
    }
    return now || context.attempt > 1
  }

  package func outputs(_ facts: FileFacts, changed: Bool, _ context: StepContext) -> [String: Value] {
    [
      "path": .string(PathText.absolute(shownPath, in: context.workingDirectory)), "changed": .bool(changed),
      "sha256": .string(facts.content.sha256), "size": .int(facts.content.size),
    ]
  }

  /// Whether the file is there as the step would leave it.
  package func probe(_ context: StepContext) throws(StepFailure) -> ProbeResult {
    guard let existing = try existing() else { return .notDone }
    let file = try OpenFile(place.name, in: place.folder)
    guard let same = try digestIfSame(file) else { return .notDone }
    // Without a chosen mode any mode is the one that was kept; of a new file it is known.
    let wanted = chosenMode ?? recordedMode(context) ?? existing.mode
    guard existing.mode == wanted else { return .notDone }
    let facts = FileFacts(content: same, mode: existing.mode)
    return .done(outputs(facts, changed: hasChanged(facts, now: true, context), context))
  }

  private func recordedMode(_ context: StepContext) -> UInt32? {
    guard let json = context.recorded, let record = try? FileRecord(json: json) else { return nil }
    return record.after.mode
  }

  /// What is there now, with its bytes in the vault.
  package func record(_ context: StepContext) throws(StepFailure) -> JSON {
    let existing = try existing()
    let kept = existing == nil ? nil : try KeptFile.keep(FileName(place.name), in: place.folder, context)
    let after = FileFacts(content: try content.digest(), mode: mode(over: existing?.mode))
    return FileRecord(path: place.path, before: kept, after: after, folders: place.missingPaths).json
  }
}

/// Files that steps read with `from`.
package enum SourceFile {
  package static func open(_ path: String, _ context: StepContext) throws(StepFailure) -> OpenFile {
    let place = try Place.of(path, in: context.workingDirectory, followsLast: true)
    guard let status = try place.status() else { throw FileProblem.sourceMissing(path).failure }
    guard status.kind == .file else { throw FileProblem.notAFile(path, status.kind).failure }
    return try OpenFile(place.name, in: place.folder)
  }
}
