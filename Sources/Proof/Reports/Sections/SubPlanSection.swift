// Sub-plans with what they were given, and steps that were repeated with what for. Their steps are listed with all
// others.

import Engine
import JSONText

extension RunFacts {
  var subPlanSection: Section? {
    var blocks: [Block] = []
    for call in history.calls {
      let stretch = history.groups[call.content.id]
      let end = stretch.map { $0.end ?? endsAt } ?? call.at
      blocks += [
        .heading(call.content.id),
        .facts(
          [
            Fact("Entered", Words(full(call.at))), Fact("Took", .length(end - call.at)),
          ] + call.content.inputs.map { Fact($0.key, verbatim: ValueText.text($0.value)) }),
      ]
      if let evidence = history.groupEvidence[call.content.id], !evidence.isEmpty {
        blocks.append(conditionTable(evidence.map { ("", $0) }))
      }
    }
    let rows = history.expansions.map { expansion -> [Words] in
      let keys = expansion.content.keys
      let shown = keys.prefix(50).joined(separator: ", ") + (keys.count > 50 ? ", and \(keys.count - 50) more" : "")
      return [.code(expansion.content.step), Words(counted(keys.count, "item")), Words(shown)]
    }
    if !rows.isEmpty { blocks.append(.table(["Step", "Repeated for", "Items"], rows)) }
    guard !blocks.isEmpty else { return nil }
    return Section(id: "sub-plans", title: "Sub-plans and repeated steps", blocks: blocks)
  }
}
