// `belay explain RUN STEP --format json`. Additions are allowed, as in every JSON shape of Belay:
//
// {"run","step","uses"?,"title"?,"status","attempts","error"?:{"code","message","help"?},"item"?:{"key","value"},
//  "expressions":[{"list","place"?,"field"?,"text","uses"?,"code"?,
//    "answers":[{"event"?,"at"?,"attempt"?,"source":"journal|now","holds"?,"value"?,"error"?,
//                "observation"?:{"uses","inputs","times","first","last"},"trees":[TREE]}]}],
//  "history":[{"event","at","type","text"}]}
// TREE: {"text","start","end","outcome":"value|unknown|error|notEvaluated|perElement|secret",
//        "value"?,"dependsOn"?:[…],"error"?,"parts":[TREE]}; `start` and `end` are UTF-8 offsets in `text` of the
// expression.

import Engine
import Expressions
import JSONText
import PlanModel

/// The document.
public struct ExplainJSON {
  private let explanation: StepExplanation
  private let run: String

  public init(_ explanation: StepExplanation, run: String) {
    self.explanation = explanation
    self.run = run
  }

  public var json: JSON {
    let state = explanation.state
    var object: JSONObject = ["run": .string(run), "step": .string(explanation.id)]
    if let step = explanation.step {
      object["uses"] = .string(step.uses)
      if let title = step.title { object["title"] = .string(title) }
    }
    object["status"] = .string(explanation.status.rawValue)
    object["attempts"] = .int(Int64(state.attempts))
    if let error = state.error {
      var problem: JSONObject = ["code": .string(error.code), "message": .string(error.message)]
      if let help = error.help { problem["help"] = .string(help) }
      object["error"] = .object(problem)
    }
    if let item = explanation.item { object["item"] = ["key": .string(item.key), "value": item.value.json()] }
    object["expressions"] = .array(explanation.parts.map(part))
    object["history"] = .array(explanation.history.map(moment))
    return .object(object)
  }

  private func moment(_ number: Int64, _ event: RecordedEvent) -> JSON {
    [
      "event": .int(number), "at": .string(journalTime(event.at)), "type": .string(event.event.type),
      "text": .string(EventLine.text(event).map { String($0.dropFirst(10)) } ?? event.event.type),
    ]
  }

  private func part(_ part: StepExplanation.Part) -> JSON {
    var object: JSONObject = ["list": .string(part.list)]
    if let place = part.place { object["place"] = .int(Int64(place)) }
    if let field = part.field { object["field"] = .string(field) }
    object["text"] = .string(part.text)
    if let uses = part.uses { object["uses"] = .string(uses) }
    if let code = part.code { object["code"] = .string(code) }
    object["answers"] = .array(part.answers.map(answer))
    return .object(object)
  }

  private func answer(_ answer: StepExplanation.Answer) -> JSON {
    var object: JSONObject = [:]
    if let event = answer.event { object["event"] = .int(event) }
    if let at = answer.at { object["at"] = .string(journalTime(at)) }
    if let attempt = answer.attempt { object["attempt"] = .int(Int64(attempt)) }
    object["source"] = .string(answer.event == nil ? "now" : "journal")
    if let holds = answer.holds { object["holds"] = .bool(holds) }
    if let value = answer.value { object["value"] = JournaledText.natural(value) }
    if let error = answer.error { object["error"] = .string(error) }
    if let seen = answer.observation {
      object["observation"] = [
        "uses": .string(seen.uses), "inputs": .object(JournaledText.natural(seen.inputs)),
        "times": .int(Int64(seen.times)), "first": .string(journalTime(seen.first)),
        "last": .string(journalTime(seen.last)),
      ]
    }
    object["trees"] = .array(answer.trees.map(tree))
    return .object(object)
  }

  private func tree(_ tree: ExplanationTree) -> JSON {
    var object: JSONObject = [
      "text": .string(tree.text), "start": .int(Int64(tree.range.lowerBound)),
      "end": .int(Int64(tree.range.upperBound)),
    ]
    switch tree.outcome {
    case _ where tree.carriesSecret: object["outcome"] = "secret"
    case .value(let value)?:
      object["outcome"] = "value"
      object["value"] = value.json()
    case .unknown(let paths)?:
      object["outcome"] = "unknown"
      object["dependsOn"] = .array(paths.map { $0.joined(separator: ".") }.sorted().map { .string($0) })
    case .error(let error)?:
      object["outcome"] = "error"
      object["error"] = .string(error.message)
    case nil: object["outcome"] = tree.isPerElement ? "perElement" : "notEvaluated"
    }
    object["parts"] = .array(tree.parts.map(self.tree))
    return .object(object)
  }
}
