// What people say to a living run, as it lies in the inbox.

import Engine
import JSONText
import Journal

extension InboxMessage {
  static let stopKind = "stop"

  public var kind: String {
    switch content {
    case .answer: "answer"
    case .stop: Self.stopKind
    case .resolve: "resolve"
    case .abandon: "abandon"
    }
  }

  public var data: JSON {
    switch content {
    case .answer(let answer):
      return object([
        "step": .string(answer.step), "attempt": answer.attempt.map { .int(Int64($0)) },
        "decision": .string(answer.decision.rawValue), "reason": answer.reason.map { .string($0) },
        "expiresAt": answer.expiresAt.map { .int($0) }, "statement": answer.statement,
        "signature": answer.signature.map { .string($0) }, "host": answer.host.map { .string($0) },
        "osUser": answer.osUser.map { .string($0) },
      ])
    case .stop(let reason): return ["reason": .string(reason)]
    case .resolve(let step, let decision, let reason):
      return object([
        "step": .string(step), "decision": .string(decision.rawValue), "reason": reason.map { .string($0) },
      ])
    case .abandon(let reason): return object(["reason": reason.map { .string($0) }])
    }
  }

  private func object(_ fields: KeyValuePairs<String, JSON?>) -> JSON {
    var object: JSONObject = [:]
    for (name, value) in fields { if let value { object[name] = value } }
    return .object(object)
  }

  /// Nil for a message that this version doesn't understand.
  init?(_ message: Message) {
    let data = message.data
    let reason = data["reason"]?.stringValue
    switch message.kind {
    case "answer":
      guard let step = data["step"]?.stringValue,
        let decision = data["decision"]?.stringValue.flatMap(GateDecision.init(rawValue:))
      else { return nil }
      self.init(
        person: message.actor,
        content: .answer(
          GateAnswer(
            step: step, attempt: data["attempt"]?.intValue.map(Int.init), decision: decision, reason: reason,
            expiresAt: data["expiresAt"]?.intValue, statement: data["statement"],
            signature: data["signature"]?.stringValue, host: data["host"]?.stringValue,
            osUser: data["osUser"]?.stringValue)))
    case Self.stopKind: self.init(person: message.actor, content: .stop(reason: reason ?? "belay stop"))
    case "resolve":
      guard let step = data["step"]?.stringValue,
        let decision = data["decision"]?.stringValue.flatMap(StepResolved.Decision.init(rawValue:))
      else { return nil }
      self.init(person: message.actor, content: .resolve(step: step, decision: decision, reason: reason))
    case "abandon": self.init(person: message.actor, content: .abandon(reason: reason))
    default: return nil
    }
  }
}
