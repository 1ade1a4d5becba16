// The tree of everything that a run consists of: bodies (the plan, and each sub-plan where it stands), their
// phases, their steps, the instances of a `foreach`. Steps with an effect are the leaves.

import Expressions
import PlanModel

/// A place in the run's tree.
struct Node: Sendable {
  enum Kind: Sendable {
    /// One plan file's content in its place.
    case body(PlanBody)
    case phase(PlanPhase)
    /// The `finally` steps of a body.
    case finale(PlanBody)
    /// A `foreach` before and around its instances.
    case each(PlanStep)
    /// `plan.run`: around the body of its plan.
    case call(PlanStep)
    /// A step that is carried out.
    case leaf(PlanStep)
  }

  /// How far a node is, as its parent and its dependents see it.
  enum Progress: Sendable { case pending, open, done, failed }

  /// An item of a `foreach`.
  struct Item: Sendable {
    var key: String
    var value: Value
  }

  /// The definition under which a step ran, and the body whose names it saw.
  struct Past: Sendable {
    var step: PlanStep
    var scope: Int
  }

  var kind: Kind
  let parent: Int
  /// Full id; of a body or a phase without an id, the prefix of what is in it.
  let id: String
  /// The body whose names its expressions see.
  let scope: Int
  var item: Item?
  /// Since an edited plan took its place: what undoes it is what it ran as.
  var past: Past?
  var children: [Int] = []
  /// Children that aren't done.
  var remaining = 0
  /// Siblings that must be done before.
  var unmet = 0
  /// Siblings that wait for this one.
  var dependents: [Int] = []
  var progress = Progress.pending

  init(kind: Kind, parent: Int, id: String, scope: Int, item: Item? = nil) {
    self.kind = kind
    self.parent = parent
    self.id = id
    self.scope = scope
    self.item = item
  }

  /// The plan's step, of nodes that stand for one.
  var step: PlanStep? {
    switch kind {
    case .leaf(let step), .call(let step), .each(let step): step
    case .body, .phase, .finale: nil
    }
  }

  var isLeaf: Bool { if case .leaf = kind { true } else { false } }

  /// Its name in events. A phase without an id has no name of its own: it is what the plan's or the sub-plan's name
  /// stands for, with a slash.
  var eventID: String {
    if case .phase(let phase) = kind, phase.id == nil { id + "/" } else { id }
  }

  /// Opens and closes by itself, without conditions and without events.
  var isSilent: Bool {
    switch kind {
    case .phase(let phase): phase.id == nil && phase.preconditions.isEmpty && phase.success.isEmpty
    case .body, .finale, .each: true
    case .call, .leaf: false
    }
  }
}
