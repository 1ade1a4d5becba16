// What `archive.create` would change. Reads only; the archive is made in memory, or just counted when it is large.

import Digests
import Expressions
import FileWork
import StepKit

struct CreationPrediction {
  /// A dry run names no more of an archive's entries than this.
  static let shownLimit = 50

  let context: StepContext

  func prediction() throws(StepFailure) -> Prediction {
    let view = PredictedView(context: context)
    let path = context.text("to") ?? ""
    let place = try FilePlacement.target(path, context)
    if sourceIsPredicted(view) { return try unknown(path, place, view) }
    let content = try ArchiveContent(context, target: place.path)
    let bytes = try FileContent.produced(content).bytes(limit: PredictedView.bytesLimit)
    let before: ExpectedFile
    if let predicted = view.predicted(path) {
      before = predicted
    } else {
      _ = try FilePlacement.existing(path, place)
      before = try view.onDisk(place)
    }
    let digest = try digest(of: content, bytes)
    let mode = try FilePlacement.mode(context) ?? mode(of: before) ?? FileMode.newFile
    let after = FileFacts(content: digest, mode: mode)
    var outputs = try outputs(path, before, after, view)
    if let bytes {
      outputs.merge(ArchiveOutputs.facts(of: try ArchiveListing(.bytes(bytes), shown: path))) { own, _ in own }
    }
    return Prediction(
      changes: folders(place, view) + [change(path, before, after, content)], outputs: outputs,
      files: view.files(path, bytes.map { .file(bytes: $0, mode: mode) } ?? .unknown))
  }

  /// An earlier step changes what would be stored.
  private func sourceIsPredicted(_ view: PredictedView) -> Bool {
    guard let predicted = context.predicted?.files, let from = context.text("from") else { return false }
    return view.keys(from, followsLast: true).contains { key in
      predicted.keys.contains { PathText.isInside($0, key) }
    }
  }

  private func unknown(_ path: String, _ place: Place, _ view: PredictedView) throws(StepFailure) -> Prediction {
    var isNew = try place.status() == nil
    if let predicted = view.predicted(path), case .file = predicted { isNew = false }
    return Prediction(
      changes: folders(place, view) + [PredictedChange(kind: isNew ? "create" : "modify", target: path)],
      outputs: ["path": .string(view.absolute(path))], files: view.files(path, .unknown))
  }

  private func folders(_ place: Place, _ view: PredictedView) -> [PredictedChange] {
    view.missingFolders(place).map { PredictedChange(kind: "create", target: $0 + "/") }
  }

  /// The digest of the archive: from its bytes if they are held, else by making it once more.
  private func digest(of content: ArchiveContent, _ bytes: [UInt8]?) throws(StepFailure) -> ContentDigest {
    if let bytes { return ContentDigest(sha256: sha256Text(of: bytes), size: Int64(bytes.count)) }
    return try FileContent.produced(content).digest()
  }

  private func mode(of file: ExpectedFile) -> UInt32? {
    if case .file(let facts, _) = file { facts.mode } else { nil }
  }

  private func change(
    _ path: String, _ before: ExpectedFile, _ after: FileFacts, _ content: ArchiveContent
  ) -> PredictedChange {
    let kind: String
    switch before {
    case .absent: kind = "create"
    case .unknown: kind = "modify"
    case .file(let facts, _):
      if facts == after { return PredictedChange(kind: "none", target: path) }
      kind = "modify"
    }
    var lines = content.entries.prefix(Self.shownLimit).map { entry in
      switch entry.kind {
      case .folder: "+ \(FileName(entry.path).text)/"
      case .link: "+ \(FileName(entry.path).text) -> \(FileName(entry.target).text)"
      case .file: "+ \(FileName(entry.path).text) (\(entry.size) bytes)"
      }
    }
    if content.entries.count > Self.shownLimit { lines.append("… \(content.entries.count - Self.shownLimit) more") }
    return PredictedChange(kind: kind, target: path, diff: lines.map { $0 + "\n" }.joined())
  }

  private func outputs(
    _ path: String, _ before: ExpectedFile, _ after: FileFacts, _ view: PredictedView
  ) throws(StepFailure) -> [String: Value] {
    var outputs: [String: Value] = [
      "path": .string(view.absolute(path)), "sha256": .string(after.content.sha256), "size": .int(after.content.size),
    ]
    switch before {
    case .absent: outputs["changed"] = .bool(true)
    case .file(let facts, _): outputs["changed"] = .bool(facts != after)
    case .unknown: break
    }
    return outputs
  }
}
