// `belay status --format json`, in the words of the tests.

import JSONText

/// Where a run stands.
struct Status: CustomStringConvertible {
  let json: JSON

  var run: String { json["run"]?.stringValue ?? "" }
  var status: String { json["status"]?.stringValue ?? "" }
  var steps: [JSON] { json["steps"]?.arrayValue ?? [] }
  var ids: [String] { steps.map { $0["id"]?.stringValue ?? "" } }
  var statuses: [String] { steps.map { $0["status"]?.stringValue ?? "" } }
  var inDoubt: [String] { (json["inDoubt"]?.arrayValue ?? []).compactMap(\.stringValue) }
  var waitingFor: [String] { (json["waitingFor"]?.arrayValue ?? []).compactMap { $0["step"]?.stringValue } }

  /// A step's part of the document.
  subscript(_ id: String) -> JSON? { steps.first { $0["id"]?.stringValue == id } }
  func of(_ id: String) -> String? { self[id]?["status"]?.stringValue }
  func attempts(_ id: String) -> Int64? { self[id]?["attempts"]?.intValue }
  func code(_ id: String) -> String? { self[id]?["error"]?["code"]?.stringValue }
  func message(_ id: String) -> String? { self[id]?["error"]?["message"]?.stringValue }
  func outputs(_ id: String) -> JSON? { self[id]?["outputs"] }

  var description: String { json.prettyText() }
}
