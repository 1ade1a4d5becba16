// Gathers the expressions of a step and what the events say about each.

import Expressions
import JSONText
import PlanModel

/// Makes one explanation.
struct Explainer {
  let state: RunState
  let node: Int
  private let history: [(number: Int64, event: RecordedEvent)]
  private let asked: [Asked]

  /// A condition that was asked, and when.
  private struct Asked {
    var evidence: Evidence
    var event: Int64
    var at: Int64
    var work: WorkID?
  }

  init(state: RunState, node: Int, events: [RecordedEvent]) {
    self.state = state
    self.node = node
    let names = [state.nodes[node].id, state.nodes[node].eventID]
    history = events.enumerated().compactMap { place, event in
      if case .guardTripped = event.event { return nil }
      let name = event.event.data["step"]?.stringValue ?? event.event.data["id"]?.stringValue
      return name.map(names.contains) == true ? (Int64(place) + 1, event) : nil
    }
    asked = history.flatMap { number, event in
      event.event.evidence.map { Asked(evidence: $0, event: number, at: event.at, work: event.event.work) }
    }
  }

  var explanation: StepExplanation {
    StepExplanation(
      id: state.nodes[node].id, step: state.nodes[node].step, state: state.steps[node],
      status: state.aggregateStatus(of: node), item: state.nodes[node].item.map { ($0.key, $0.value) }, parts: parts,
      history: history)
  }

  private var parts: [StepExplanation.Part] {
    if case .phase(let phase) = state.nodes[node].kind {
      return conditions("preconditions", phase.preconditions) + conditions("success", phase.success)
    }
    guard let step = state.nodes[node].step else { return [] }
    var parts = foreach(step) + when(step) + conditions("done_when", step.doneWhen)
    parts += conditions("preconditions", step.preconditions)
    parts += inputs("with", step.with, recorded: lastIntent(undo: nil)) + conditions("success", step.success)
    if case .actions(let actions)? = state.undoStep(node)?.rollback {
      for (number, action) in actions.enumerated() {
        let list = "rollback[\(number)]"
        parts += inputs("\(list).with", action.with, recorded: lastIntent(undo: number), undoes: true)
        parts += conditions("success", action.success, undo: number)
      }
    }
    return parts
  }

  // MARK: Names

  private func names(undoes: Bool = false) -> NamesByNow {
    let step = state.steps[node]
    let outputs: [String: Value]? = step.outputs.isEmpty && step.status != .succeeded ? nil : step.outputs
    return NamesByNow(
      base: RunActivation(state: state, node: node, outputs: outputs, secrets: nil, undoes: undoes),
      awaitsOutputs: outputs == nil)
  }

  // MARK: Conditions

  private func foreach(_ step: PlanStep) -> [StepExplanation.Part] {
    guard case .each = state.nodes[node].kind, let foreach = step.foreach else { return [] }
    var answer = StepExplanation.Answer(trees: foreach.items.explanations(names()).flatMap(\.trees))
    for case (let number, let event) in history {
      guard case .expanded(let expansion) = event.event else { continue }
      answer.event = number
      answer.at = event.at
      answer.value = .array(expansion.keys.map { .string($0) })
    }
    return [StepExplanation.Part(list: "foreach", text: foreach.items.writtenText, answers: [answer])]
  }

  private func when(_ step: PlanStep) -> [StepExplanation.Part] {
    guard let when = step.when else { return [] }
    return [part("when", nil, when, nil)]
  }

  private func conditions(
    _ list: String, _ conditions: [PlanCondition], undo: Int? = nil
  ) -> [StepExplanation.Part] {
    conditions.enumerated().flatMap { place, condition in
      var judged = part(list, place, condition.check, condition, undo: undo)
      let title = undo.map { "rollback[\($0)].\(list)" } ?? list
      judged.list = title
      guard let observation = condition.observation else { return [judged] }
      let recorded = judged.answers.last?.observation?.inputs
      return inputs("\(title)[\(place)].with", observation.with, recorded: recorded, undoes: undo != nil) + [judged]
    }
  }

  private func part(
    _ list: String, _ place: Int?, _ check: Expression, _ condition: PlanCondition?, undo: Int? = nil
  ) -> StepExplanation.Part {
    var answers = asked.filter { asked in
      let evidence = asked.evidence
      return evidence.check == check.text && evidence.list.map { $0 == list } ?? true
        && evidence.place == place ?? 0 && asked.work?.undo == undo
    }.map { answer(check, $0) }
    if answers.isEmpty { answers = [byNow(check, isObserved: condition?.observation != nil, undoes: undo != nil)] }
    return StepExplanation.Part(
      list: list, place: place, text: check.text, uses: condition?.observation?.uses, code: condition?.code,
      answers: answers)
  }

  private func answer(_ check: Expression, _ asked: Asked) -> StepExplanation.Answer {
    let evidence = asked.evidence
    let wasRead = evidence.error == nil || !evidence.seen.isEmpty
    return StepExplanation.Answer(
      event: asked.event, at: asked.at, attempt: asked.work?.attempt,
      holds: evidence.error == nil ? evidence.holds : nil, error: evidence.error, observation: evidence.observation,
      trees: wasRead ? [check.explain(RecordedNames(seen: evidence.seen))] : [])
  }

  /// It was never asked. What a read step will see isn't known, whatever the step's own outputs are.
  private func byNow(_ check: Expression, isObserved: Bool, undoes: Bool) -> StepExplanation.Answer {
    let names = NamesByNow(base: names(undoes: undoes).base, awaitsOutputs: isObserved || names().awaitsOutputs)
    var answer = StepExplanation.Answer(trees: [check.explain(names)])
    if case .value(.bool(let holds))? = answer.trees.first?.outcome { answer.holds = holds }
    return answer
  }

  // MARK: Inputs

  /// The inputs with which an attempt began last.
  private func lastIntent(undo: Int?) -> JSONObject? {
    for (_, event) in history.reversed() {
      switch event.event {
      case .intent(let intent) where intent.work.undo == undo: return intent.inputs
      case .gateOpened(let gate) where gate.work.undo == undo: return gate.inputs
      case .callStarted(let start) where undo == nil: return ["inputs": .object(start.inputs)]
      default: continue
      }
    }
    return nil
  }

  private func inputs(
    _ list: String, _ fields: [PlanField], recorded: JSONObject?, undoes: Bool = false
  ) -> [StepExplanation.Part] {
    fields.flatMap { field -> [StepExplanation.Part] in
      let whole = recorded?[field.name]
      return field.value.explanations(names(undoes: undoes)).map { path, text, trees in
        var answer = StepExplanation.Answer(trees: trees)
        answer.value = whole.flatMap { Self.value(at: path, of: $0) }
        return StepExplanation.Part(list: list, field: Self.name(field.name, path), text: text, answers: [answer])
      }
    }
  }

  private static func name(_ field: String, _ path: [PlanValue.Step]) -> String {
    path.reduce(field) { name, step in
      switch step {
      case .item(let index): "\(name)[\(index)]"
      case .entry(let key): "\(name).\(key)"
      }
    }
  }

  private static func value(at path: [PlanValue.Step], of json: JSON) -> JSON? {
    path.reduce(json) { json, step in
      switch step {
      case .item(let index):
        guard let items = json?.arrayValue, items.indices.contains(index) else { return nil }
        return items[index]
      case .entry(let key): return json?[key]
      }
    }
  }
}
