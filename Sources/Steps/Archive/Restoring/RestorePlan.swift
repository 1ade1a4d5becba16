// What an archive would put where.

import Expressions
import FileWork
import StepKit

struct RestorePlan: Sendable {
  let shown: String
  let source: ArchiveBytes
  let digest: ContentDigest
  let listing: ArchiveListing
  let target: RestoreTarget

  /// Reads the whole archive. `predicted`: its bytes as an earlier step is predicted to leave them.
  init(_ context: StepContext, predicted: [UInt8]? = nil, keepsBytes: Bool = false) throws(StepFailure) {
    shown = context.text("from") ?? ""
    if let predicted {
      source = .bytes(predicted)
    } else {
      source = .file(try SourceFile.open(shown, context))
    }
    digest = try source.content.digest()
    if let expected = context.text("sha256"), expected.lowercased() != digest.sha256 {
      throw ArchiveProblem.notTheExpected(shown, expected: expected, found: digest.sha256).failure
    }
    let limit = context.int("max_bytes") ?? ArchiveRestore.defaultLimit
    listing = try ArchiveListing(source, shown: shown, limit: limit, keepsBytes: keepsBytes)
    target = try RestoreTarget(context.text("to") ?? "", context)
  }

  /// Fails when something is in the way, before anything is done.
  func checkWay() throws(StepFailure) {
    for entry in listing.entries {
      guard let kind = try target.kind(of: entry.path) else { continue }
      switch (entry.kind, kind) {
      case (.folder, .directory), (.file, .file), (.file, .link), (.link, .file), (.link, .link): break
      default:
        let wanted = if case .folder = entry.kind { "a folder" } else { "no folder" }
        let reason = "there is \(kind.words), where the archive has \(wanted)"
        throw ArchiveProblem.blocked(target.path(of: entry.path), reason: reason).failure
      }
    }
  }

  /// What an entry leaves. A folder that was there keeps its mode.
  static func state(of entry: ListedEntry) -> FileState {
    switch entry.kind {
    case .folder: .folder
    case .file(let digest): .file(FileFacts(content: digest, mode: entry.mode))
    case .link(let target): .link(target: target)
    }
  }

  /// Whether an entry is as the step would leave it.
  func isDone(_ entry: ListedEntry, before: FileState?) throws(StepFailure) -> Bool {
    guard try target.state(of: entry.path) == Self.state(of: entry) else { return false }
    guard case .folder = entry.kind, before == .absent else { return true }
    return try target.mode(of: entry.path) == entry.mode
  }

  /// Whether the step changes anything of what was there before its first attempt.
  func changes(_ before: [[UInt8]: FileState]) -> Bool {
    listing.entries.contains { before[$0.path] != Self.state(of: $0) }
  }

  func outputs(changed: Bool) -> [String: Value] {
    var outputs = ArchiveOutputs.facts(of: listing)
    outputs["path"] = .string(target.said)
    outputs["changed"] = .bool(changed)
    outputs["sha256"] = .string(digest.sha256)
    outputs["size"] = .int(digest.size)
    return outputs
  }
}
