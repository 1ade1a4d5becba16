// Compiled texts that stand in many places of a plan, such as `${{ inputs.host }}`: 100,000 steps share one.

import Expressions

/// Compiles texts in one scope, each once as long as there is room.
struct SharedTemplates {
  /// Distinct texts that are kept.
  private static let room = 2000

  let scope: Scope
  private var compiled: [String: Template] = [:]

  init(scope: Scope) { self.scope = scope }

  mutating func template(_ text: String, in scope: Scope) -> Result<Template, IssueList> {
    guard scope.isIdentical(to: self.scope) else { return Template.compile(text, in: scope) }
    if let known = compiled[text] { return .success(known) }
    let result = Template.compile(text, in: scope)
    if case .success(let template) = result, compiled.count < Self.room { compiled[text] = template }
    return result
  }
}
