// What a map of a plan is, by where it stands, and the order of its keys: as people tell it, from what it is, over when
// it runs and what it does, to how it is judged and undone.

import PlanText

/// What a node of a plan describes. A list has the role of its items.
enum KeyRole: Hashable, Sendable {
  case plan, phase, step, condition, guardian, undo
  /// Anything else: its order is the author's.
  case other

  /// Only a file that says it is a plan is ordered as one; an error catalogue isn't.
  static func ofRoot(_ root: Node) -> KeyRole { root["belay"] == nil ? .other : .plan }

  /// The role of the value of a key.
  func role(of key: String) -> KeyRole {
    switch (self, key) {
    case (.plan, "phases"): .phase
    case (.plan, "steps"), (.plan, "finally"), (.phase, "steps"): .step
    case (.plan, "guards"): .guardian
    case (.plan, "preconditions"), (.plan, "success"), (.phase, "preconditions"), (.phase, "success"),
      (.step, "preconditions"), (.step, "done_when"), (.step, "success"), (.undo, "success"):
      .condition
    case (.step, "rollback"): .undo
    default: .other
    }
  }

  /// Whether the language has an order for its keys.
  var isOrdered: Bool { self != .other }

  /// The entries' indices in canonical order. A key that the language doesn't have stays behind the one before it.
  func order(of keys: [String]) -> [Int] {
    guard let ranks = Self.ranks[self] else { return Array(keys.indices) }
    var last = -1
    let places = keys.map { key in
      last = ranks[key] ?? last
      return last
    }
    return keys.indices.sorted { (places[$0], $0) < (places[$1], $1) }
  }

  private static let ranks: [KeyRole: [String: Int]] = orders.mapValues { keys in
    Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
  }

  private static let orders: [KeyRole: [String]] = [
    .plan: [
      "belay", "name", "version", "title", "description", "owners", "review_by", "inputs", "secrets", "env", "vars",
      "defaults", "roles", "approvers", "locks", "limits", "on_failure", "error_catalog", "guards", "preconditions",
      "phases", "steps", "success", "finally", "outputs",
    ],
    .phase: ["id", "title", "description", "risk", "on_failure", "preconditions", "steps", "success"],
    .step: [
      "id", "title", "description", "needs", "when", "foreach", "as", "max_parallel", "preconditions", "done_when",
      "uses", "effect", "with", "outputs", "idempotent", "irreversible", "retry", "timeout", "estimate", "success",
      "on_failure", "rollback",
    ],
    .condition: ["uses", "effect", "with", "outputs", "check", "within", "every", "message", "code"],
    .guardian: [
      "id", "description", "uses", "effect", "with", "outputs", "every", "check", "for", "message", "code", "on_trip",
      "on_missing",
    ],
    .undo: [
      "title", "description", "uses", "effect", "with", "outputs", "idempotent", "retry", "timeout", "estimate",
      "success",
    ],
  ]
}
