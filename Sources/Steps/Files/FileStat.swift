// `file.stat`: looks at a path.

import Expressions
import FileWork
import StepKit

/// What is under a path. A link at its end is looked at itself, not followed.
public struct FileStat: InProcessStep, Predicting {
  public init() {}

  public let declaration = StepDeclaration(
    name: "file.stat", summary: "Look at a file, folder or link",
    inputs: [
      FieldDeclaration("path", .string, required: true, role: .path, "What to look at. It needn't exist."),
      FieldDeclaration(
        "digest", .bool, default: .bool(true), "Whether to read a file for its SHA-256. Say no for huge files."),
    ],
    outputs: [
      FieldDeclaration("exists", .bool, required: true, "Whether there is anything under the path."),
      FieldDeclaration("kind", .string, "`file`, `directory`, `link` or `other`; absent when nothing is there."),
      FieldDeclaration("size", .int, "Bytes of a file."),
      FieldDeclaration("mode", .string, "Permissions in octal, four digits such as `0640`."),
      FieldDeclaration("modified", .timestamp, "When it was last modified."),
      FieldDeclaration("sha256", .string, "SHA-256 of a file that can be read, lowercase hex."),
      FieldDeclaration("target", .string, "Where a link points to, as it stands in the link."),
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    FileInputs.check(path: "path", for: .read, in: inputs)
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let path = context.text("path") ?? ""
    let wantsDigest = context.bool("digest") ?? true
    switch PredictedView(context: context).predicted(path) {
    case .absent?: return ["exists": .bool(false)]
    case .file(let facts, _)?: return described(facts, wantsDigest)
    case .unknown?, nil: break
    }
    let place = try Place.of(path, in: context.workingDirectory)
    guard let status = try place.status() else { return ["exists": .bool(false)] }
    var outputs: [String: Value] = [
      "exists": .bool(true), "kind": .string(status.kind.rawValue), "mode": .string(FileMode.text(status.mode)),
      "modified": .timestamp(status.modified),
    ]
    switch status.kind {
    case .file:
      outputs["size"] = .int(status.size)
      if wantsDigest { outputs["sha256"] = try digest(place).map { .string($0) } }
    case .link: outputs["target"] = .string(FileName(try place.folder.target(ofLink: place.name)).text)
    case .directory, .other: break
    }
    return outputs
  }

  /// What an earlier step is predicted to leave there; without outputs where none is known to touch it.
  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    switch PredictedView(context: context).predicted(context.text("path") ?? "") {
    case .absent?: Prediction(changes: [], outputs: ["exists": .bool(false)])
    case .file(let facts, _)?:
      Prediction(changes: [], outputs: described(facts, context.bool("digest") ?? true))
    case .unknown?, nil: Prediction(changes: [])
    }
  }

  /// A file as an earlier step is predicted to leave it; it has no time yet.
  private func described(_ facts: FileFacts, _ wantsDigest: Bool) -> [String: Value] {
    var outputs: [String: Value] = [
      "exists": .bool(true), "kind": .string("file"), "mode": .string(FileMode.text(facts.mode)),
      "size": .int(facts.content.size),
    ]
    if wantsDigest { outputs["sha256"] = .string(facts.content.sha256) }
    return outputs
  }

  /// Nil: the file may not be read, or is gone again.
  private func digest(_ place: Place) throws(StepFailure) -> String? {
    guard let file = try? OpenFile(place.name, in: place.folder) else { return nil }
    return try FileContent.file(file).digest().sha256
  }
}
