// What `file.write` and `file.copy` would change. Reads only.

import Digests
import Expressions
import FileWork
import Secrets
import StepKit

struct WritePrediction {
  let context: StepContext
  /// Names of the step's path inputs.
  let target: String
  let source: String

  func prediction() throws(StepFailure) -> Prediction {
    let view = PredictedView(context: context)
    let path = context.text(target) ?? ""
    let place = try FilePlacement.target(path, context)
    let before: ExpectedFile
    if let predicted = view.predicted(path) { before = predicted } else { before = try onDisk(place, path, view) }
    let wanted = try content(view)
    guard case .file(let facts, let bytes) = wanted else { return unknown(path, view) }
    let mode = try FilePlacement.mode(context) ?? mode(of: before) ?? (sourceMode(wanted) ?? FileMode.newFile)
    let after = FileFacts(content: facts.content, mode: mode)
    return Prediction(
      changes: folders(place, view) + [change(path, before, after, bytes)],
      outputs: outputs(path, before, after, view),
      files: view.files(path, bytes.map { .file(bytes: $0, mode: mode) } ?? .unknown))
  }

  private func onDisk(_ place: Place, _ path: String, _ view: PredictedView) throws(StepFailure) -> ExpectedFile {
    _ = try FilePlacement.existing(path, place)
    return try view.onDisk(place)
  }

  /// The bytes that would be written, with the mode of their source; `absent` never.
  private func content(_ view: PredictedView) throws(StepFailure) -> ExpectedFile {
    switch (context.text("content"), context.text(source)) {
    case (let text?, nil):
      let bytes = Array(text.utf8)
      let digest = ContentDigest(sha256: sha256Text(of: bytes), size: Int64(bytes.count))
      return .file(FileFacts(content: digest, mode: FileMode.newFile), bytes: bytes)
    case (nil, let path?):
      let file = try view.source(path)
      if case .absent = file { throw FileProblem.sourceMissing(path).failure }
      return file
    case (nil, nil): throw FileProblem.contentOrSource(given: 0).failure
    default: throw FileProblem.contentOrSource(given: 2).failure
    }
  }

  private func sourceMode(_ wanted: ExpectedFile) -> UInt32? {
    if context.text(source) != nil, case .file(let facts, _) = wanted { facts.mode & 0o777 } else { nil }
  }

  private func mode(of file: ExpectedFile) -> UInt32? {
    if case .file(let facts, _) = file { facts.mode } else { nil }
  }

  private func unknown(_ path: String, _ view: PredictedView) -> Prediction {
    Prediction(
      changes: [PredictedChange(kind: "modify", target: path)], outputs: ["path": .string(view.absolute(path))],
      files: view.files(path, .unknown))
  }

  private func folders(_ place: Place, _ view: PredictedView) -> [PredictedChange] {
    view.missingFolders(place).map { PredictedChange(kind: "create", target: $0 + "/") }
  }

  private func change(
    _ path: String, _ before: ExpectedFile, _ after: FileFacts, _ bytes: [UInt8]?
  ) -> PredictedChange {
    let new = DifferenceSide(name: path, facts: after, bytes: bytes)
    let difference = FileDifference(mask: SecretMask(context.secrets))
    switch before {
    case .absent:
      let old = DifferenceSide(name: path, facts: nil, bytes: nil)
      return PredictedChange(kind: "create", target: path, diff: difference.text(from: old, to: new))
    case .unknown: return PredictedChange(kind: "modify", target: path)
    case .file(let facts, let oldBytes):
      if facts == after { return PredictedChange(kind: "none", target: path) }
      let old = DifferenceSide(name: path, facts: facts, bytes: oldBytes)
      return PredictedChange(kind: "modify", target: path, diff: difference.text(from: old, to: new))
    }
  }

  private func outputs(
    _ path: String, _ before: ExpectedFile, _ after: FileFacts, _ view: PredictedView
  ) -> [String: Value] {
    var outputs: [String: Value] = [
      "path": .string(view.absolute(path)), "sha256": .string(after.content.sha256),
      "size": .int(after.content.size),
    ]
    switch before {
    case .absent: outputs["changed"] = .bool(true)
    case .file(let facts, _): outputs["changed"] = .bool(facts != after)
    case .unknown: break
    }
    return outputs
  }
}
