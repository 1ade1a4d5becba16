// The one place where plan text becomes expressions: compiles them in their scope, says what is wrong within the YAML
// string, and notes what they read and which secrets they carry.

import Diagnostics
import Expressions
import PlanText

extension BodyContext {
  /// A text with `${{ … }}`; nil with the problems reported.
  func template(_ node: Node, at place: ExpressionPlace) -> (template: Template, type: ValueType, secrets: Set<String>)?
  {
    switch sharedTemplates.template(node.text, in: place.scope) {
    case .failure(let list):
      report(list, in: node)
      return nil
    case .success(let template):
      note(template.references, in: node, at: place)
      let secrets = names(ofSecrets: template.secrets)
      guard allows(secrets, template.references, in: node, at: place) else { return nil }
      return (template, template.type, secrets)
    }
  }

  /// A bare expression, as boolean fields have it. One in `${{ … }}` is taken, too.
  func expression(
    _ node: Node, expecting type: ValueType, _ what: String, at place: ExpressionPlace
  ) -> (expression: Expression, secrets: Set<String>)? {
    guard node.kind == .scalar else {
      reporter.report(.wrongKind(what: what, expected: "an expression", found: node.kindName), at: node.mark)
      return nil
    }
    guard !node.text.allSatisfy(\.isWhitespace) else {
      reporter.report(.noValue(what), at: node.range)
      return nil
    }
    let (text, offset) = bareExpression(node.text, in: place.scope)
    switch Expression.compile(text, in: place.scope, expecting: type) {
    case .failure(let list):
      report(list, in: node, offset: offset)
      return nil
    case .success(let expression):
      note(expression.references, in: node, at: place, offset: offset)
      let secrets = names(ofSecrets: expression.secrets)
      guard allows(secrets, expression.references, in: node, at: place, offset: offset) else { return nil }
      return (expression, secrets)
    }
  }

  /// The expression of a text that is one whole `${{ … }}`, with its offset; any other text as it is.
  private func bareExpression(_ text: String, in scope: Scope) -> (text: String, offset: Int) {
    guard text.hasPrefix("${{") else { return (text, 0) }
    let found = Interpolations.find(in: text, scope: scope)
    guard found.count == 1, let only = found.first, only.range == 0..<text.utf8.count else { return (text, 0) }
    return (only.expression, 3)
  }

  // MARK: Issues

  private func report(_ list: IssueList, in node: Node, offset: Int = 0) {
    for issue in list.issues {
      let range = node.sourceRange(ofValueBytes: shifted(issue.range, by: offset))
      reporter.append(Diagnostic(issue.problem, in: reporter.file, at: range, label: issue.label))
    }
  }

  private func shifted(_ range: Range<Int>, by offset: Int) -> Range<Int> {
    (range.lowerBound + offset)..<(range.upperBound + offset)
  }

  // MARK: What an expression reads

  private func note(_ references: [Reference], in node: Node, at place: ExpressionPlace, offset: Int = 0) {
    for reference in references {
      let range = { node.sourceRange(ofValueBytes: self.shifted(reference.range, by: offset)) }
      switch reference.root {
      case ScopeNames.inputs:
        if let name = reference.path.first { usedInputs.insert(name) } else { usesAllInputs() }
      case ScopeNames.steps:
        guard let id = reference.path.first else {
          reporter.report(.wholeSteps, at: range())
          continue
        }
        guard let step = graph.positions[id] else {
          if plan.unreadable.contains(.steps) { continue }
          let place = self.place(of: id, in: reference, node, offset: offset)
          reporter.report(.unknownStep(id, nearest: reporter.nearest(to: id, in: graph.positions.keys)), at: place)
          continue
        }
        self.references.append(StepReference(step: step, id: id, position: place.position, range: range()))
      case ScopeNames.env:
        guard let name = reference.path.first, !plan.environment.contains(where: { $0.value == name }),
          !plan.unreadable.contains(.environment)
        else { continue }
        let nearest = nearestName(to: name, in: plan.environment.map(\.value))
        reporter.report(
          .undeclaredEnvironment(name, nearest: nearest), at: self.place(of: name, in: reference, node, offset: offset))
      case ScopeNames.secrets:
        guard let name = reference.path.first, !isDeclaredSecret(name), !plan.unreadable.contains(.secrets) else {
          continue
        }
        let nearest = nearestName(to: name, in: plan.secrets.map(\.value.name))
        reporter.report(
          .undeclaredSecret(name, nearest: nearest), at: self.place(of: name, in: reference, node, offset: offset))
      case ScopeNames.outputs where place.isUndo:
        warnOfAbsence(reference, in: node, at: range())
      default: continue
      }
    }
  }

  /// The part of a reference that is its first name: `aa` of `steps.aa.status`.
  private func place(of id: String, in reference: Reference, _ node: Node, offset: Int) -> SourceRange {
    let whole = shifted(reference.range, by: offset)
    let bytes = Array(Array(node.text.utf8)[whole])
    let wanted = Array(id.utf8)
    let start = bytes.indices.dropFirst(reference.root.utf8.count).first { bytes[$0...].starts(with: wanted) }
    guard let start else { return node.sourceRange(ofValueBytes: whole) }
    let first = whole.lowerBound + start
    return node.sourceRange(ofValueBytes: first..<(first + wanted.count))
  }

  /// A step that failed has no outputs, and is undone all the same.
  private func warnOfAbsence(_ reference: Reference, in node: Node, at range: SourceRange) {
    let text = node.text
    if text.contains("has(") || text.contains(".?") || text.contains("[?") { return }
    let path = reference.path.prefix(1).map { "." + $0 }.joined()
    reporter.report(.undoReadsOutput("outputs\(path)"), at: range)
  }

  private func usesAllInputs() { usedInputs.formUnion(plan.inputs.map(\.input.name)) }

  // MARK: Secrets

  /// The secrets behind what an expression carries: a variable stands for those that it was made of.
  private func names(ofSecrets carried: Set<String>) -> Set<String> {
    carried.reduce(into: []) { names, name in
      if name.hasPrefix("vars."), let hidden = secretsOfVariables[String(name.dropFirst(5))] {
        names.formUnion(hidden)
      } else {
        names.insert(name)
      }
    }
  }

  private func isDeclaredSecret(_ name: String?) -> Bool {
    name == nil || plan.secrets.contains { $0.value.name == name }
  }

  private func allows(
    _ secrets: Set<String>, _ references: [Reference], in node: Node, at place: ExpressionPlace, offset: Int = 0
  ) -> Bool {
    guard case .refused(let into) = place.secrets, let secret = secrets.sorted().first else { return true }
    // One that isn't declared has been reported.
    if references.contains(where: { $0.root == ScopeNames.secrets && !isDeclaredSecret($0.path.first) }) {
      return false
    }
    let source = references.first { reference in
      guard let name = reference.path.first else { return false }
      return (reference.root == ScopeNames.secrets && secrets.contains(name))
        || (reference.root == ScopeNames.vars && secretsOfVariables[name] != nil)
    }
    let range = source.map { node.sourceRange(ofValueBytes: shifted($0.range, by: offset)) } ?? node.mark
    reporter.report(.secretLeak(secret, into: into.text), at: range)
    return false
  }
}
