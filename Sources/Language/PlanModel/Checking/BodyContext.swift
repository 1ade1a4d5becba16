// What the checks of one plan file share: its written form, and what they find out on the way.

import Diagnostics
import Expressions
import StepKit

/// The state of checking one plan file.
final class BodyContext {
  let reporter: Reporter
  let registry: Registry
  let plan: WrittenPlan
  let graph: StepGraph
  /// Inlined plans, by the place of the step that runs them.
  let subPlans: [StepGraph.Position: CheckedFile]

  /// References to steps, checked against the graph when all are known.
  var references: [StepReference] = []
  var usedInputs: Set<String> = []
  /// Roles that steps ask, checked when the roles of all files are known.
  var roleUses: [RoleUse] = []
  /// Codes that conditions carry.
  var codeUses: [Placed<String>] = []
  /// For each variable that may hold secrets, their names.
  var secretsOfVariables: [String: Set<String>] = [:]
  /// Texts that many steps have, compiled once: those in the scope that all steps share.
  var sharedTemplates = SharedTemplates(scope: Scope())
  /// For each variable, its meaning as text, what it reads included.
  var meanings: [String: String] = [:]

  init(
    reporter: Reporter, registry: Registry, plan: WrittenPlan, graph: StepGraph,
    subPlans: [StepGraph.Position: CheckedFile]
  ) {
    self.reporter = reporter
    self.registry = registry
    self.plan = plan
    self.graph = graph
    self.subPlans = subPlans
  }
}

/// A reading of a step's result, to be judged against the order of steps.
struct StepReference {
  var step: StepGraph.Position
  var id: String
  var position: ReferencePosition
  var range: SourceRange
}

/// A role that a step names, with the quorum that it wants.
struct RoleUse {
  var role: String
  var range: SourceRange
  var quorum: Placed<Int64>?
  var reporter: Reporter
}
