// `belay explain RUN STEP` for a person who wants to know why: each expression, part by part.

import Engine
import Expressions
import JSONText
import PlanModel

/// The text of an explanation.
public struct ExplainText {
  private let explanation: StepExplanation
  private let catalogue: [String: PlanErrorCode]

  /// `catalogue`: the plan's error catalogue.
  public init(_ explanation: StepExplanation, catalogue: [String: PlanErrorCode]) {
    self.explanation = explanation
    self.catalogue = catalogue
  }

  public var text: String {
    var lines = head
    for part in explanation.parts { lines += [""] + self.part(part) }
    if explanation.parts.isEmpty { lines += ["", "it has no expressions: nothing in it depends on a value"] }
    let told = explanation.history.compactMap { number, event in
      EventLine.text(event).map { "  \(String(number).padding(to: 5)) \($0)" }
    }
    lines += ["", told.isEmpty ? "it hasn't been reached yet" : "what happened (number of the event, time in UTC):"]
    return (lines + told).joined(separator: "\n")
  }

  private var head: [String] {
    let state = explanation.state
    let uses = explanation.step.map { "  (\($0.uses))" } ?? ""
    let attempts = state.attempts > 1 ? ", \(state.attempts) attempts" : ""
    var lines = ["\(explanation.id)\(uses): \(explanation.status.rawValue)\(attempts)"]
    if let title = explanation.step?.title { lines.append("  \(title)") }
    if let item = explanation.item { lines.append("  item \(item.key) = \(TreeText.short(item.value))") }
    if let error = state.error {
      lines.append("  [\(error.code)] \(error.message)")
      let words = CatalogueWords.lines(catalogue[error.code])
      lines += words.isEmpty ? error.help.map { ["  = help: \($0)"] } ?? [] : words
    }
    return lines
  }

  // MARK: Parts

  private func part(_ part: StepExplanation.Part) -> [String] {
    let code = part.code.map { "  [\($0)]" } ?? ""
    var lines = ["\(title(part)): \(TreeText.line(part.text))\(code)"]
    let last = part.answers.indices.last
    for (place, answer) in part.answers.enumerated() {
      lines += self.answer(answer, of: part, isWhole: place == last, several: part.answers.count > 1)
    }
    return lines
  }

  private func title(_ part: StepExplanation.Part) -> String {
    if let field = part.field { return "\(part.list).\(field)" }
    return part.place.map { "\(part.list)[\($0)]" } ?? part.list
  }

  private func answer(
    _ answer: StepExplanation.Answer, of part: StepExplanation.Part, isWhole: Bool, several: Bool
  ) -> [String] {
    var lines: [String] = []
    let attempt = several ? answer.attempt.map { "attempt \($0): " } ?? "" : ""
    if let event = answer.event, part.list != "foreach" {
      let outcome = answer.holds.map { $0 ? "held" : "did not hold" } ?? "no answer: \(answer.error ?? "")"
      lines.append("  \(attempt)\(outcome)\(time(answer)), event \(event)")
    } else if answer.event == nil, part.field == nil, part.list != "foreach" {
      lines.append("  not asked" + (explanation.state.attempts == 0 ? " yet" : "") + "; with what is known now:")
    }
    if let value = answer.value { lines.append("  = \(JournaledText.brief(value))") }
    if isWhole {
      if let observation = answer.observation { lines.append("  " + observed(observation)) }
      for tree in answer.trees { lines += TreeText.lines(tree, indent: 4) }
    }
    return lines
  }

  private func time(_ answer: StepExplanation.Answer) -> String {
    answer.at.map { " at \(journalTime($0).dropFirst(11).prefix(8))" } ?? ""
  }

  private func observed(_ observation: Observed) -> String {
    let times = observation.times == 1 ? "once" : "\(observation.times) times"
    let inputs = observation.inputs.map { "\($0.key) = \(JournaledText.brief($0.value))" }.joined(separator: ", ")
    let waited = observation.times > 1 ? " over \(DurationText.text(observation.last - observation.first))" : ""
    return "asked \(observation.uses) \(times)\(waited)" + (inputs.isEmpty ? "" : ": \(inputs)")
  }
}
