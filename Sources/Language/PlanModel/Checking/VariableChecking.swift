// `vars`: each may use inputs and other variables. Their order is found, cycles are printed, and what they read is
// part of the meaning of every step that reads them.

import Diagnostics
import Expressions
import OrderedCollections
import PlanText

extension BodyContext {
  /// The variables in an order in which each needs only those before it, and the scope with all of them.
  func variables(in foundation: Scope) -> (variables: [PlanVariable], scope: Scope) {
    let written = plan.variables
    let numbers = Dictionary(
      written.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let needs = written.map { variable in
      variableNames(in: variable.value).compactMap { numbers[$0] }
    }
    let sorting = TopologicalSort(needs)
    for cycle in sorting.cycles {
      reporter.report(.cycleOfVariables(cycle.map { written[$0].name }), at: written[cycle[0]].range)
    }
    let inCycle = Set(sorting.cycles.flatMap { $0 })
    var found: [Int: PlanVariable] = [:]
    var variables: [PlanVariable] = []
    for number in sorting.order where !inCycle.contains(number) {
      let shape = shape(of: needs[number], written, found, isAll: needs[number].isEmpty)
      if let variable = variable(written[number], reading: shape, in: foundation) {
        found[number] = variable
        variables.append(variable)
      }
    }
    return (variables, scope(foundation, with: written, found))
  }

  private func variable(_ written: WrittenValue, reading shape: RecordShape, in foundation: Scope) -> PlanVariable? {
    var scope = foundation
    scope.declare(ScopeNames.vars, .record(shape))
    let place = ExpressionPlace(scope: scope, position: .beforeAll("a variable"), secrets: .allowed)
    guard let checked = value(written.value, as: .dyn, .quoted(written.name), at: place) else { return nil }
    if checked.constant == .null {
      reporter.report(
        .noValue("'\(written.name)'"), at: written.value.isEmptyValue ? written.range : written.value.mark)
      return nil
    }
    if !checked.secrets.isEmpty { secretsOfVariables[written.name] = checked.secrets }
    meanings[written.name] = meaning(of: checked.value)
    return PlanVariable(name: written.name, type: checked.type, value: checked.value, secrets: checked.secrets)
  }

  /// The record `vars` as one variable sees it: only what it reads, so that many variables cost no more than they are
  /// long. One that reads no variable that exists sees every name, so that a near name is found.
  private func shape(
    of needs: [Int], _ written: [WrittenValue], _ found: [Int: PlanVariable], isAll: Bool
  ) -> RecordShape {
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    if isAll, written.count > 1000 { return RecordShape(name: "vars", fields: fields, isOpen: hidesVariables) }
    for number in isAll ? Array(written.indices) : needs {
      fields[written[number].name] = field(of: found[number])
    }
    return RecordShape(name: "vars", fields: fields, isOpen: hidesVariables)
  }

  private var hidesVariables: Bool { plan.unreadable.contains(.variables) }

  private func field(of variable: PlanVariable?) -> RecordShape.Field {
    guard let variable else { return RecordShape.Field(type: .dyn) }
    return RecordShape.Field(type: variable.type, secret: !variable.secrets.isEmpty)
  }

  private func scope(_ foundation: Scope, with written: [WrittenValue], _ found: [Int: PlanVariable]) -> Scope {
    var fields: OrderedDictionary<String, RecordShape.Field> = [:]
    for (number, variable) in written.enumerated() { fields[variable.name] = field(of: found[number]) }
    var scope = foundation
    scope.declare(ScopeNames.vars, .record(RecordShape(name: "vars", fields: fields, isOpen: hidesVariables)))
    return scope.child()
  }

  /// The names after `vars.` in the expressions of a node, whether or not they are correct.
  private func variableNames(in node: Node) -> Set<String> {
    var names: Set<String> = []
    var open = [node]
    while let node = open.popLast() {
      switch node.kind {
      case .scalar where node.holdsInterpolation: names.formUnion(variableNames(read: node.text))
      case .scalar: break
      case .sequence: open.append(contentsOf: node.items)
      case .mapping: open.append(contentsOf: node.entries.map(\.value))
      }
    }
    return names
  }
}
