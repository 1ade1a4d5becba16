// One step of a checked plan, with everything resolved that can be resolved before a run.

import Diagnostics
import Expressions
import StepKit

/// A step. Its place among its siblings is its index in `PlanPhase.steps` (or `PlanBody.finally`).
public final class PlanStep: Sendable {
  public let id: String
  public let title: String?
  public let uses: String
  /// Index of `uses` in the registry is not kept: the name is the identity.
  public let with: [PlanField]
  /// Indices of the steps of the same list that must be done before (DESIGN §2 "Order").
  public let needs: [Int]
  public let when: Expression?
  public let doneWhen: [PlanCondition]
  public let preconditions: [PlanCondition]
  public let success: [PlanCondition]
  public let foreach: PlanForeach?
  public let retry: PlanRetry
  /// Milliseconds for one attempt, its whole process family included. Nil: none.
  public let timeout: Int64?
  /// Milliseconds, as the author expects.
  public let estimate: Int64?
  public let rollback: PlanRollback
  public let onFailure: PlanFailureMode?
  public let effect: Effect
  public let idempotent: Bool
  /// The point of no return: `irreversible: true`, or the type's effect.
  public let irreversible: Bool
  /// Every output with its type, those of the type and those that the step declares.
  public let outputs: [String: ValueType]
  /// Outputs that an opaque step declares.
  public let declaredOutputs: [String: ValueType]
  /// The steps of the plan that `plan.run` names.
  public let body: PlanBody?
  /// Of the step's `id` in its file.
  public let range: SourceRange
  public let file: SourceFile
  /// What the variables of the plan mean, by name: part of what the steps mean that read them.
  let meanings: [String: String]

  init(
    id: String, title: String?, uses: String, with: [PlanField], needs: [Int], when: Expression?,
    doneWhen: [PlanCondition], preconditions: [PlanCondition], success: [PlanCondition], foreach: PlanForeach?,
    retry: PlanRetry, timeout: Int64?, estimate: Int64?, rollback: PlanRollback, onFailure: PlanFailureMode?,
    effect: Effect, idempotent: Bool, irreversible: Bool, outputs: [String: ValueType],
    declaredOutputs: [String: ValueType], body: PlanBody?, range: SourceRange, file: SourceFile,
    meanings: [String: String]
  ) {
    self.id = id
    self.title = title
    self.uses = uses
    self.with = with
    self.needs = needs
    self.when = when
    self.doneWhen = doneWhen
    self.preconditions = preconditions
    self.success = success
    self.foreach = foreach
    self.retry = retry
    self.timeout = timeout
    self.estimate = estimate
    self.rollback = rollback
    self.onFailure = onFailure
    self.effect = effect
    self.idempotent = idempotent
    self.irreversible = irreversible
    self.outputs = outputs
    self.declaredOutputs = declaredOutputs
    self.body = body
    self.range = range
    self.file = file
    self.meanings = meanings
  }
}

/// `foreach`: one instance an item.
public struct PlanForeach: Sendable {
  /// Gives a list or a map.
  public var items: PlanValue
  /// The name that the step's expressions use for the item; for a map the item is the entry's value.
  public var variable: String
  public var itemType: ValueType
  /// Name for the key of a map entry or the index text of a list item; `<variable>_key`.
  public var keyVariable: String
  public var maxParallel: Int?

  public init(items: PlanValue, variable: String, itemType: ValueType, keyVariable: String, maxParallel: Int?) {
    self.items = items
    self.variable = variable
    self.itemType = itemType
    self.keyVariable = keyVariable
    self.maxParallel = maxParallel
  }
}

/// `retry`. Times in milliseconds.
public struct PlanRetry: Sendable, Hashable {
  /// Attempts in all, at least 1.
  public var attempts: Int
  public var delay: Int64
  public var backoff: Double
  public var maxDelay: Int64?

  public init(attempts: Int = 1, delay: Int64 = 0, backoff: Double = 1, maxDelay: Int64? = nil) {
    self.attempts = attempts
    self.delay = delay
    self.backoff = backoff
    self.maxDelay = maxDelay
  }
}

/// What a failure leads to.
public enum PlanFailureMode: String, Sendable, Hashable, CaseIterable {
  case halt, rollback
  /// Marks the step and goes on; of a step or phase only.
  case `continue`
}

/// How a step is undone.
public enum PlanRollback: Sendable {
  /// Nothing to undo: effect `read`, or a step of `finally`.
  case nothing
  /// `none: <reason>`
  case declined(String)
  /// The step type restores what it recorded.
  case auto
  /// In order.
  case actions([PlanUndoAction])
}

/// One action of a step's `rollback`.
public struct PlanUndoAction: Sendable {
  public var uses: String
  public var with: [PlanField]
  public var declaredOutputs: [String: ValueType]
  public var effect: Effect
  public var idempotent: Bool
  public var retry: PlanRetry
  public var timeout: Int64?
  public var estimate: Int64?
  public var success: [PlanCondition]
  public var range: SourceRange

  public init(
    uses: String, with: [PlanField], declaredOutputs: [String: ValueType], effect: Effect, idempotent: Bool,
    retry: PlanRetry, timeout: Int64?, estimate: Int64?, success: [PlanCondition], range: SourceRange
  ) {
    self.uses = uses
    self.with = with
    self.declaredOutputs = declaredOutputs
    self.effect = effect
    self.idempotent = idempotent
    self.retry = retry
    self.timeout = timeout
    self.estimate = estimate
    self.success = success
    self.range = range
  }
}
