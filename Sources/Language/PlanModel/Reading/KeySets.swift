// The keys of every map that a plan file may hold. A key outside these lists is refused (DESIGN §2).

import PlanText

/// The keys of one kind of map.
struct KeySet: Sendable {
  /// With its article, as messages name it: "a step".
  let what: String
  let keys: [String]
  let required: [String]
  /// The keys by their length in bytes.
  private let byLength: [[String]]

  init(_ what: String, _ keys: [String], required: [String] = []) {
    self.what = what
    self.keys = keys
    self.required = required
    let longest = keys.map(\.utf8.count).max() ?? 0
    byLength = (0...longest).map { length in keys.filter { $0.utf8.count == length } }
  }

  /// The key of the set that a node is.
  func known(_ key: Node) -> String? {
    let length = key.textLength
    return length < byLength.count ? byLength[length].first(where: key.hasText) : nil
  }

  /// The key that says what another tool's key says.
  func synonym(of key: String) -> String? { KeySet.synonyms[key].flatMap { keys.contains($0) ? $0 : nil } }

  private static let synonyms = [
    "if": "when", "depends_on": "needs", "after": "needs", "name": "title", "loop": "foreach", "for_each": "foreach",
    "undo": "rollback", "environment": "env", "variables": "vars", "parameters": "inputs", "cleanup": "finally",
  ]
}

extension KeySet {
  static let plan = KeySet(
    "a plan",
    [
      "belay", "name", "version", "title", "description", "owners", "review_by", "inputs", "secrets", "env", "vars",
      "defaults", "roles", "approvers", "locks", "limits", "on_failure", "error_catalog", "guards", "preconditions",
      "phases", "steps", "success", "finally", "outputs",
    ], required: ["belay", "name", "version", "title"])
  static let input = KeySet(
    "an input", ["type", "description", "default", "pattern", "min", "max", "choices"], required: ["type"])
  static let secret = KeySet("a secret", ["env", "file", "description"])
  static let defaults = KeySet("defaults", ["timeout", "retry", "estimate"])
  static let limits = KeySet("limits", ["duration", "rollback", "parallel"])
  static let outsideType = KeySet(
    "a step type",
    [
      "belay", "name", "summary", "description", "effect", "idempotent", "powers", "program", "timeout", "inputs",
      "outputs", "tests", "steps",
    ], required: ["belay", "name", "summary", "effect"])
  static let composite = KeySet(
    "a composite step type",
    ["belay", "name", "summary", "description", "inputs", "vars", "defaults", "steps", "outputs"],
    required: ["belay", "name", "summary", "steps"])
  static let outsideInput = KeySet(
    "an input",
    [
      "type", "required", "default", "doc", "description", "sensitive", "pattern", "min", "max", "choices", "role",
    ], required: ["type"])
  static let outsideOutput = KeySet("an output", ["type", "required", "doc", "description"], required: ["type"])
  static let outsideTest = KeySet(
    "a test", ["name", "description", "inputs", "files", "fails", "varies"], required: ["name"])
  static let outsideTestFile = KeySet("a file of a test", ["content", "mode", "folder", "link"])
  static let phase = KeySet(
    "a phase",
    ["id", "title", "description", "risk", "preconditions", "steps", "success", "on_failure"],
    required: ["id", "steps"])
  static let step = KeySet(
    "a step",
    [
      "id", "title", "description", "uses", "with", "needs", "when", "foreach", "as", "max_parallel",
      "preconditions", "done_when", "success", "retry", "timeout", "estimate", "rollback", "on_failure",
      "idempotent", "irreversible", "effect", "outputs",
    ], required: ["id", "uses"])
  static let undoAction = KeySet(
    "an undo action",
    [
      "title", "description", "uses", "with", "success", "retry", "timeout", "estimate", "idempotent", "effect",
      "outputs",
    ], required: ["uses"])
  static let noRollback = KeySet("a declined rollback", ["none"], required: ["none"])
  static let condition = KeySet(
    "a condition", ["check", "message", "code", "uses", "with", "effect", "outputs", "within", "every"],
    required: ["check"])
  static let guardCondition = KeySet(
    "a guard",
    [
      "id", "description", "check", "message", "code", "uses", "with", "effect", "outputs", "every", "for", "on_trip",
      "on_missing",
    ], required: ["id", "check", "every"])
  static let retry = KeySet("retry", ["attempts", "delay", "backoff", "max_delay"], required: ["attempts"])
  static let errorCode = KeySet(
    "an entry of an error catalogue", ["message", "cause", "resolution"], required: ["message"])
}
