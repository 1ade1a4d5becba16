// Outputs that a step declares itself, out of the JSON object that the server answered with.

import Expressions
import JSONText
import StepKit
import WebExchange

enum AnsweredOutputs {
  static func read(
    _ answer: ExchangeResult, _ declared: [String: ValueType]
  ) throws(StepFailure) -> [String: Value] {
    if declared.isEmpty { return [:] }
    guard case .object(let object)? = answer.json else { throw WebProblem.notJSON(status: answer.status).failure }
    var outputs: [String: Value] = [:]
    for (name, type) in declared.sorted(by: { $0.key < $1.key }) {
      let one: JSONObject = object[name].map { [name: $0] } ?? [:]
      do throws(StepFailure) {
        outputs.merge(try OutputFile.parse(JSON.object(one).compactBytes(), declared: [name: type])) { $1 }
      } catch {
        let problem: WebProblem =
          one[name]?.isNull ?? true
          ? .outputMissing(name, type: type.description) : .outputInvalid(name, type: type.description)
        throw problem.failure
      }
    }
    return outputs
  }
}
