// The undo record of a restoration: for everything in the archive what was there before and what the step leaves. The
// list lies in the vault; the journal holds its digest.

import FileWork
import JSONText
import StepKit

/// One path of a restoration, before and after.
struct RestoredItem: Sendable {
  enum Before: Sendable {
    case absent
    case folder
    case file(KeptFile)
    case link(KeptLink)
  }
  var path: [UInt8]
  var before: Before
  var after: FileState

  var stateBefore: FileState {
    switch before {
    case .absent: .absent
    case .folder: .folder
    case .file(let kept): .file(kept.facts)
    case .link(let link): .link(target: link.target.bytes)
    }
  }

  var json: JSON {
    var object: JSONObject = ["path": FileName(path).json, "after": after.json]
    switch before {
    case .absent: object["before"] = "absent"
    case .folder: object["before"] = "folder"
    case .file(let kept): object["file"] = kept.json
    case .link(let link): object["link"] = link.json
    }
    return .object(object)
  }

  init(path: [UInt8], before: Before, after: FileState) {
    self.path = path
    self.before = before
    self.after = after
  }

  init?(json: JSON) {
    guard let path = FileName(json: json["path"]), let after = FileState(json: json["after"]) else { return nil }
    self.path = path.bytes
    self.after = after
    if let kept = KeptFile(json: json["file"]) {
      before = .file(kept)
    } else if let link = KeptLink(json: json["link"]) {
      before = .link(link)
    } else {
      switch json["before"]?.stringValue {
      case "absent": before = .absent
      case "folder": before = .folder
      default: return nil
      }
    }
  }
}

struct RestoreRecord: Sendable {
  /// The folder, absolute, without links.
  var path: String
  /// Folders on the way that the step makes, the outermost first, the folder itself last; absolute.
  var folders: [String]
  var items: [RestoredItem]

  static func take(_ plan: RestorePlan, _ context: StepContext) throws(StepFailure) -> JSON {
    var items: [RestoredItem] = []
    for entry in plan.listing.entries {
      if Task.isCancelled { throw StepProblem.stopped.failure() }
      let before = try before(entry.path, plan.target, context)
      items.append(RestoredItem(path: entry.path, before: before, after: RestorePlan.state(of: entry)))
    }
    let list = try context.vault.store(JSON.array(items.map(\.json)).canonicalBytes())
    var folders = plan.target.place.missingPaths
    if try plan.target.folder() == nil { folders.append(plan.target.place.path) }
    return [
      "path": .string(plan.target.place.path), "folders": .array(folders.map { .string($0) }), "items": list.json,
    ]
  }

  private static func before(
    _ path: [UInt8], _ target: RestoreTarget, _ context: StepContext
  ) throws(StepFailure) -> RestoredItem.Before {
    guard let (folder, name) = try target.parent(of: path), let status = try folder.status(ofRaw: name) else {
      return .absent
    }
    switch status.kind {
    case .directory: return .folder
    case .link:
      let owner = FileOwner(user: status.owner, group: status.group)
      let points = FileName(try folder.target(ofLink: FileName(name)))
      return .link(KeptLink(target: points, owner: owner, modified: status.modified))
    case .file, .other: return .file(try KeptFile.keep(FileName(name), in: folder, context))
    }
  }

  init(_ json: JSON, _ context: StepContext) throws(StepFailure) {
    guard let path = json["path"]?.stringValue, path.hasPrefix("/"), let folders = json["folders"]?.arrayValue,
      let list = json["items"].flatMap({ VaultItem(json: $0) })
    else { throw StepProblem.unreadableRecord(reason: "it is not the record of a restoration").failure() }
    self.path = path
    self.folders = folders.compactMap(\.stringValue)
    items = []
    for item in (try? JSON(parsing: try context.vault.load(list)))?.arrayValue ?? [.null] {
      guard let item = RestoredItem(json: item) else {
        throw StepProblem.unreadableRecord(reason: "the list of the archive's files is damaged").failure()
      }
      items.append(item)
    }
  }

  /// What was there before the first attempt, by path; nil: there is no record.
  static func states(_ context: StepContext) throws(StepFailure) -> [[UInt8]: FileState]? {
    guard let json = context.recorded else { return nil }
    let record = try RestoreRecord(json, context)
    return Dictionary(record.items.map { ($0.path, $0.stateBefore) }) { first, _ in first }
  }
}
