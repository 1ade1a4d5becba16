// The expressions within a value of a plan.

import Expressions
import PlanModel

extension PlanValue {
  /// A step on the way into a list or map.
  enum Step: Sendable, Hashable {
    case item(Int)
    case entry(String)
  }

  /// The expressions of every text in it, with the text and the way there.
  func explanations(_ names: NamesByNow) -> [(path: [Step], text: String, trees: [ExplanationTree])] {
    switch self {
    case .constant: []
    case .template(let template): [([], template.text, template.explain(names))]
    case .expression(let expression): [([], expression.text, [expression.explain(names)])]
    case .list(let items):
      items.enumerated().flatMap { place, item in
        item.explanations(names).map { ([.item(place)] + $0.path, $0.text, $0.trees) }
      }
    case .map(let entries):
      entries.flatMap { entry in
        entry.value.explanations(names).map { ([.entry(entry.key)] + $0.path, $0.text, $0.trees) }
      }
    }
  }

  /// As the plan writes it, on one line.
  var writtenText: String {
    switch self {
    case .constant(let value): value.json().text()
    case .template(let template): template.text
    case .expression(let expression): expression.text
    case .list(let items): "[" + items.map(\.writtenText).joined(separator: ", ") + "]"
    case .map(let entries): "{" + entries.map { "\($0.key): \($0.value.writtenText)" }.joined(separator: ", ") + "}"
    }
  }
}
