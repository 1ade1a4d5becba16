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
  var usedVariables: Set<String> = []
  var usedSecrets: Set<String> = []
  var usedEnvironment: Set<String> = []
  /// Roles that steps ask, checked when the roles of all files are known.
  var roleUses: [RoleUse] = []
  /// Codes that conditions carry.
  var codeUses: [Placed<String>] = []
  /// Some step asks roles that only the run knows.
  var hidesRoleUses = false
  /// For each variable that may hold secrets, their names.
  var secretsOfVariables: [String: Set<String>] = [:]
  /// The variables, when they have been checked.
  var variables: [PlanVariable] = []
  /// What expressions read when no input is given: defaults, and the variables made of them. All else is unknown.
  private(set) lazy var usualValues: MapActivation = knownValues()
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

  private func knownValues() -> MapActivation {
    var unknowns: Set<[String]> = [
      [ScopeNames.steps], [ScopeNames.run], [ScopeNames.env], [ScopeNames.secrets], [ScopeNames.outputs],
    ]
    var inputs = ValueMap()
    for input in plan.inputs.map(\.input) {
      if let value = input.defaultValue {
        inputs[input.name] = value
      } else {
        unknowns.insert([ScopeNames.inputs, input.name])
      }
    }
    var vars = ValueMap()
    for variable in variables {
      let known = MapActivation([ScopeNames.inputs: .map(inputs), ScopeNames.vars: .map(vars)], unknowns: unknowns)
      if variable.secrets.isEmpty, case .value(let value) = variable.value.evaluate(known) {
        vars[variable.name] = value
      } else {
        unknowns.insert([ScopeNames.vars, variable.name])
      }
    }
    return MapActivation([ScopeNames.inputs: .map(inputs), ScopeNames.vars: .map(vars)], unknowns: unknowns)
  }
}

/// A reading of a step's result, to be judged against the order of steps.
struct StepReference {
  var step: StepGraph.Position
  var id: String
  var position: ReferencePosition
  var range: SourceRange
  /// What to warn of when the step is surely done.
  var absence: PlanProblem?
}

/// A role that a step names, with the quorum that it wants.
struct RoleUse {
  var role: String
  var range: SourceRange
  var quorum: Placed<Int64>?
  /// The quorum when the plan doesn't say.
  var usualQuorum: Int64?
  /// The starter of the run doesn't count.
  var isWithoutStarter = false
  var reporter: Reporter

  /// How many must agree, and where that, or else the role, stands.
  var wantedQuorum: Placed<Int64>? { quorum ?? usualQuorum.map { Placed($0, range) } }
}
