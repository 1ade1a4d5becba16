// The undo record of a step that removes something.

import JSONText
import StepKit

/// What was there before.
package struct RemovalRecord: Hashable, Sendable {
  package enum Before: Hashable, Sendable {
    case nothing
    case file(KeptFile)
    case link(KeptLink)
    /// The list of everything in a folder, in the vault.
    case tree(VaultItem)
  }

  /// Absolute, without links.
  package var path: String
  package var before: Before

  package init(path: String, before: Before) {
    self.path = path
    self.before = before
  }

  package var json: JSON {
    var object: JSONObject = ["path": .string(path)]
    switch before {
    case .nothing: object["nothing"] = .bool(true)
    case .file(let kept): object["file"] = kept.json
    case .link(let kept): object["link"] = kept.json
    case .tree(let item): object["tree"] = item.json
    }
    return .object(object)
  }

  package init(json: JSON) throws(StepFailure) {
    guard let path = json["path"]?.stringValue, path.hasPrefix("/"), let before = Self.before(json) else {
      throw StepProblem.unreadableRecord(reason: "it is not the record of a removal").failure()
    }
    self.path = path
    self.before = before
  }

  private static func before(_ json: JSON) -> Before? {
    if json["nothing"]?.boolValue == true { return .nothing }
    if let kept = KeptFile(json: json["file"]) { return .file(kept) }
    if let item = json["tree"].flatMap({ VaultItem(json: $0) }) { return .tree(item) }
    return KeptLink(json: json["link"]).map { .link($0) }
  }
}
