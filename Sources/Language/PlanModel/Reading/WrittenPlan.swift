// A plan file as it is written: its structure read, its expressions and values not yet looked at.

import Diagnostics
import Expressions
import PlanText
import StepKit

/// One plan file, read.
struct WrittenPlan {
  var name = ""
  var version = ""
  var title = ""
  var owners: [String] = []
  var reviewBy: String?
  var inputs: [WrittenInput] = []
  var secrets: [Placed<PlanSecret>] = []
  var environment: [Placed<String>] = []
  var variables: [WrittenValue] = []
  var roles: [WrittenRole] = []
  var approvers: Placed<String>?
  var locks: [Node] = []
  var limits = PlanLimits()
  /// Where `limits` and `limits.duration` stand.
  var limitsRange: SourceRange?
  var durationRange: SourceRange?
  var rollbackRange: SourceRange?
  var onFailure: PlanFailureMode?
  var errorCatalog: Placed<String>?
  var guards: [WrittenGuard] = []
  var guardsRange: SourceRange?
  var phases: [WrittenPhase] = []
  var finally: [WrittenStep] = []
  var defaults = StepDefaults()
  /// Sections of which some part couldn't be read: names in them that seem unknown aren't reported.
  var unreadable: Set<Section> = []

  enum Section: Hashable {
    case inputs, variables, secrets, environment, roles, steps, outputs
  }
  var outputs: [WrittenValue] = []
}

/// A declared input. Its default is read at once, since nothing else is needed for that.
struct WrittenInput {
  var input: PlanInput
  /// False when the declaration had a problem: what reads it isn't judged then.
  var isSound: Bool
}

/// A named value of `vars` or `outputs`.
struct WrittenValue {
  var name: String
  var value: Node
  /// Of the name.
  var range: SourceRange
}

struct WrittenRole {
  var name: String
  var people: [String]
  var range: SourceRange
}

struct WrittenPhase {
  /// Nil: the flat `steps` of the plan.
  var id: String?
  var title: String?
  var risk: String?
  var preconditions: [WrittenCondition] = []
  var success: [WrittenCondition] = []
  var steps: [WrittenStep] = []
  var onFailure: PlanFailureMode?
  var range: SourceRange
}

/// A step. A class, since it is large and handed from check to check.
final class WrittenStep {
  let node: Node
  /// Empty when it has none or a bad one.
  let id: String
  let title: String?
  let uses: WrittenUse
  /// Nil: the step before it.
  let needs: [Placed<String>]?
  let when: Node?
  let foreach: WrittenForeach?
  let preconditions: [WrittenCondition]
  let doneWhen: [WrittenCondition]
  let success: [WrittenCondition]
  let retry: Placed<PlanRetry>?
  let timeout: Int64?
  let estimate: Int64?
  let rollback: WrittenRollback
  let onFailure: PlanFailureMode?
  let idempotent: Bool?
  let irreversible: Placed<Bool>?
  /// Of the `id`, or of the step's first line.
  let range: SourceRange

  init(
    node: Node, id: String, title: String?, uses: WrittenUse, needs: [Placed<String>]?, when: Node?,
    foreach: WrittenForeach?, preconditions: [WrittenCondition], doneWhen: [WrittenCondition],
    success: [WrittenCondition], retry: Placed<PlanRetry>?, timeout: Int64?, estimate: Int64?,
    rollback: WrittenRollback, onFailure: PlanFailureMode?, idempotent: Bool?, irreversible: Placed<Bool>?,
    range: SourceRange
  ) {
    self.node = node
    self.id = id
    self.title = title
    self.uses = uses
    self.needs = needs
    self.when = when
    self.foreach = foreach
    self.preconditions = preconditions
    self.doneWhen = doneWhen
    self.success = success
    self.retry = retry
    self.timeout = timeout
    self.estimate = estimate
    self.rollback = rollback
    self.onFailure = onFailure
    self.idempotent = idempotent
    self.irreversible = irreversible
    self.range = range
  }
}

/// `uses` and what depends on it. A class, since it is large and handed from check to check.
final class WrittenUse {
  let name: String
  /// Of `uses`, or of the map that lacks it.
  let range: SourceRange
  /// Nil when the registry has none of this name: nothing that depends on it is judged then.
  let type: (any StepType)?
  /// What `type` is.
  let kind: StepKind?
  let with: Node?
  let effect: Placed<Effect>?
  let outputs: [String: ValueType]
  /// False when some declared output couldn't be read: then names of outputs aren't judged.
  let hasKnownOutputs: Bool
  /// False when `with` seems to stand under a wrong name: then no input is missing.
  let hasKnownInputs: Bool
  /// False when `effect` couldn't be read: then nothing is said that depends on it.
  let hasKnownEffect: Bool
  /// Where a missing input is reported when there is no `with`.
  let firstLine: SourceRange

  init(
    name: String, range: SourceRange, type: (any StepType)?, kind: StepKind?, with: Node?, effect: Placed<Effect>?,
    outputs: [String: ValueType], hasKnownOutputs: Bool, hasKnownInputs: Bool, hasKnownEffect: Bool,
    firstLine: SourceRange
  ) {
    self.name = name
    self.range = range
    self.type = type
    self.kind = kind
    self.with = with
    self.effect = effect
    self.outputs = outputs
    self.hasKnownOutputs = hasKnownOutputs
    self.hasKnownInputs = hasKnownInputs
    self.hasKnownEffect = hasKnownEffect
    self.firstLine = firstLine
  }
}

struct WrittenForeach {
  var items: Node
  var variable: String
  var maxParallel: Int?
}

struct WrittenCondition {
  var node: Node
  var check: Node
  var message: Node?
  var code: Placed<String>?
  var use: WrittenUse?
  var within: Int64?
  var every: Int64?
}

struct WrittenGuard {
  var id: String
  var condition: WrittenCondition
  var every: Int64
  var holdFor: Int64
  var onTrip: PlanGuard.Trip
  var onMissing: PlanGuard.Missing
  var range: SourceRange
}

enum WrittenRollback {
  case missing
  case auto(SourceRange)
  case none(reason: String, SourceRange)
  case actions([WrittenUndo], SourceRange)
  /// Something was written that can't be read; the problem has been reported.
  case unreadable
}

struct WrittenUndo {
  var uses: WrittenUse
  var success: [WrittenCondition]
  var retry: Placed<PlanRetry>?
  var timeout: Int64?
  var estimate: Int64?
  var idempotent: Bool?
  var range: SourceRange
}

/// What `defaults` of a plan sets for steps that don't say otherwise. A time limit and an estimate go to work that
/// Belay carries out (not to gates, waits and sub-plans); retries only to work that may safely be repeated.
struct StepDefaults {
  var timeout: Int64?
  var estimate: Int64?
  var retry: Placed<PlanRetry>?
}
