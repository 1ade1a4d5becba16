// The one place where plan text becomes expressions: compiles them in their scope, says what is wrong within the YAML
// string, and which secrets they carry.

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
      for case .expression(let expression, _) in template.parts {
        note(ExpressionUse(expression: expression, node: node, offset: 0), at: place)
      }
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
      note(ExpressionUse(expression: expression, node: node, offset: offset), at: place)
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
    if isCutByComment(node) { return }
    let issues = list.issues.map { issue in
      var issue = issue
      issue.range = shifted(issue.range, by: offset)
      return issue
    }
    let withMinus = namesWithMinus(in: node.text, having: issues.map(\.range))
    for minus in withMinus { report(minus, in: node) }
    for issue in issues {
      // What CEL makes of the parts of such a name is of no interest.
      if withMinus.contains(where: { $0.whole.overlaps(issue.range) }) { continue }
      let fix = issue.replacement.flatMap { self.fix(replacing: issue.range, of: node, with: $0) }
      let range = node.sourceRange(ofValueBytes: issue.range)
      reporter.append(Diagnostic(issue.problem, in: reporter.file, at: range, label: issue.label, fix: fix))
    }
  }

  /// Whether a comment has cut the value off: that was reported, and is what is wrong with the rest of it.
  private func isCutByComment(_ node: Node) -> Bool {
    if reporter.cutValues.isEmpty { return false }
    let end = node.range.end
    let lineEnd = reporter.file.lineRange(reporter.file.place(of: end).line).end
    return reporter.cutValues.contains { $0 >= end && $0 < lineEnd }
  }

  func shifted(_ range: Range<Int>, by offset: Int) -> Range<Int> {
    (range.lowerBound + offset)..<(range.upperBound + offset)
  }

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

  func isDeclaredSecret(_ name: String?) -> Bool {
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
      guard let name = reference.path.first else { return reference.root == ScopeNames.secrets }
      return (reference.root == ScopeNames.secrets && secrets.contains(name))
        || (reference.root == ScopeNames.vars && secretsOfVariables[name] != nil)
    }
    let range = source.map { node.sourceRange(ofValueBytes: shifted($0.range, by: offset)) } ?? node.mark
    reporter.report(.secretLeak(secret, into: into.text), at: range)
    return false
  }
}
