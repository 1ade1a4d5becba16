// What the run was given: its inputs, the environment that its plan reads, who may act in which role.

import Engine
import JSONText

extension RunFacts {
  var inputSection: Section? {
    let created = state.created
    var blocks: [Block] = []
    if created.inputs.count > 0 {
      blocks += [.heading("Inputs"), .facts(created.inputs.map { Fact($0.key, verbatim: ValueText.text($0.value)) })]
    }
    if created.environment.count > 0 {
      blocks += [
        .heading("Environment"), .facts(created.environment.map { Fact($0.key, verbatim: ValueText.text($0.value)) }),
      ]
    }
    if !state.plan.roles.isEmpty {
      let roles = state.plan.roles.sorted { $0.key < $1.key }
      blocks += [.heading("Roles"), .facts(roles.map { Fact($0.key, Words(listed($0.value))) })]
    }
    guard !blocks.isEmpty else { return nil }
    return Section(id: "inputs", title: "What the run was given", blocks: blocks)
  }
}
