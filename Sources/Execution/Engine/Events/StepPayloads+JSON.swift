// The JSON form of the payloads in StepPayloads.swift: what stands in `data` of a journal entry (DESIGN §6).

import JSONText

extension Evidence: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "check": .string(check),
      "holds": .bool(holds),
      "seen": .object(seen),
    ]
    if place > 0 { object["place"] = .int(Int64(place)) }
    if let observation { object["observation"] = observation.json }
    if let list { object["list"] = .string(list) }
    if let error { object["error"] = .string(error) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      list: json["list"]?.stringValue,
      place: json["place"]?.intValue.map(Int.init) ?? 0,
      check: try json.text("check"),
      holds: try json.flag("holds"),
      seen: try json.object("seen"),
      observation: try json.optional("observation"),
      error: json["error"]?.stringValue)
  }
}

extension Observed: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "uses": .string(uses),
      "inputs": .object(inputs),
      "times": .int(Int64(times)),
      "first": .int(first),
      "last": .int(last),
    ]
    if let log { object["log"] = log.json }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      uses: try json.text("uses"),
      inputs: try json.object("inputs"),
      times: Int(try json.number("times")),
      first: try json.number("first"),
      last: try json.number("last"),
      log: try json.optional("log"))
  }
}

extension GroupStarted: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "id": .string(id)
    ]
    if inputs.count > 0 { object["inputs"] = .object(inputs) }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      id: try json.text("id"),
      inputs: json["inputs"]?.objectValue ?? [:],
      evidence: try json.optionalItems("evidence"))
  }
}

extension GroupFinished: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "id": .string(id)
    ]
    if let error { object["error"] = error.json }
    if continued { object["continued"] = .bool(true) }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      id: try json.text("id"),
      error: try json.optional("error"),
      continued: json["continued"]?.boolValue ?? false,
      evidence: try json.optionalItems("evidence"))
  }
}

extension StepExpanded: EventPayload {
  var json: JSON {
    [
      "step": .string(step),
      "keys": .array(keys.map { .string($0) }),
      "items": .array(items),
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"),
      keys: try json.texts("keys"),
      items: try json.list("items"))
  }
}

extension StepSettled: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "step": .string(step)
    ]
    if let reason { object["reason"] = .string(reason) }
    if outputs.count > 0 { object["outputs"] = .object(outputs) }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"),
      reason: json["reason"]?.stringValue,
      outputs: json["outputs"]?.objectValue ?? [:],
      evidence: try json.optionalItems("evidence"))
  }
}

extension StepRefused: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "step": .string(step),
      "error": error.json,
    ]
    if continued { object["continued"] = .bool(true) }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"),
      error: try RecordedError(json: json.any("error")),
      continued: json["continued"]?.boolValue ?? false,
      evidence: try json.optionalItems("evidence"))
  }
}

extension StepIntent: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "key": .string(key),
      "uses": .string(uses),
      "effect": .string(effect.rawValue),
      "idempotent": .bool(idempotent),
      "inputs": .object(inputs),
      "bootId": .string(bootID),
    ]
    if let timeout { object["timeout"] = .int(timeout) }
    work.write(into: &object)
    if let undoRecord { object["undoRecord"] = undoRecord }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      work: try WorkID(json: json),
      key: try json.text("key"),
      uses: try json.text("uses"),
      effect: try json.word("effect"),
      idempotent: try json.flag("idempotent"),
      timeout: json["timeout"]?.intValue,
      inputs: try json.object("inputs"),
      undoRecord: json["undoRecord"],
      bootID: try json.text("bootId"),
      evidence: try json.optionalItems("evidence"))
  }
}

extension StepApplied: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "outputs": .object(outputs),
      "learned": .string(learned.rawValue),
    ]
    work.write(into: &object)
    if let log { object["log"] = log.json }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      work: try WorkID(json: json),
      outputs: try json.object("outputs"),
      learned: try json.word("learned"),
      log: try json.optional("log"))
  }
}

extension StepOutcome: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "learned": .string(learned.rawValue)
    ]
    work.write(into: &object)
    if outputs.count > 0 { object["outputs"] = .object(outputs) }
    if let error { object["error"] = error.json }
    if let retryAfter { object["retryAfter"] = .int(retryAfter) }
    if continued { object["continued"] = .bool(true) }
    if let log { object["log"] = log.json }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      work: try WorkID(json: json),
      outputs: json["outputs"]?.objectValue ?? [:],
      error: try json.optional("error"),
      retryAfter: json["retryAfter"]?.intValue,
      continued: json["continued"]?.boolValue ?? false,
      learned: try json.word("learned"),
      log: try json.optional("log"),
      evidence: try json.optionalItems("evidence"))
  }
}

extension LogReference: EventPayload {
  var json: JSON {
    var object: JSONObject = ["sha256": .string(sha256), "bytes": .int(bytes)]
    if let process { object["process"] = process.json }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      sha256: try json.text("sha256"), bytes: try json.number("bytes"), process: try json.optional("process"))
  }
}

extension ProcessFacts: EventPayload {
  var json: JSON {
    var object: JSONObject = ["startedAt": .int(startedAt), "endedAt": .int(endedAt)]
    if isLogCut { object["logCut"] = .bool(true) }
    if familyRemained { object["familyRemained"] = .bool(true) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      startedAt: try json.number("startedAt"), endedAt: try json.number("endedAt"),
      isLogCut: json["logCut"]?.boolValue ?? false, familyRemained: json["familyRemained"]?.boolValue ?? false)
  }
}

extension StepRecovered: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "finding": .string(finding.rawValue),
      "reason": .string(reason),
    ]
    work.write(into: &object)
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      work: try WorkID(json: json),
      finding: try json.word("finding"),
      reason: try json.text("reason"),
      evidence: try json.optionalItems("evidence"))
  }
}

extension StepInDoubt: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "reason": .string(reason)
    ]
    work.write(into: &object)
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      work: try WorkID(json: json),
      reason: try json.text("reason"))
  }
}

extension StepResolved: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "step": .string(step),
      "decision": .string(decision.rawValue),
    ]
    if let undo { object["undo"] = .int(Int64(undo)) }
    if let reason { object["reason"] = .string(reason) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"),
      undo: json["undo"]?.intValue.map(Int.init),
      decision: try json.word("decision"),
      reason: json["reason"]?.stringValue)
  }
}

extension GateOpened: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "kind": .string(kind.rawValue),
      "message": .string(message),
      "roles": .array(roles.map { .string($0) }),
      "quorum": .int(Int64(quorum)),
      "distinctFrom": .array(distinctFrom.map { .string($0) }),
      "checklist": .array(checklist.map { .string($0) }),
    ]
    work.write(into: &object)
    if let expiresAfter { object["expiresAfter"] = .int(expiresAfter) }
    if inputs.count > 0 { object["inputs"] = .object(inputs) }
    if !evidence.isEmpty { object["evidence"] = .array(evidence.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      work: try WorkID(json: json),
      kind: try json.word("kind"),
      message: try json.text("message"),
      roles: try json.texts("roles"),
      quorum: try Int(json.number("quorum")),
      distinctFrom: try json.texts("distinctFrom"),
      checklist: try json.texts("checklist"),
      expiresAfter: json["expiresAfter"]?.intValue,
      inputs: json["inputs"]?.objectValue ?? [:],
      evidence: try json.optionalItems("evidence"))
  }
}

extension GateAnswered: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "step": .string(step),
      "attempt": .int(Int64(attempt)),
      "decision": .string(decision.rawValue),
      "person": .string(person),
      "roles": .array(roles.map { .string($0) }),
      "statement": statement,
    ]
    if let reason { object["reason"] = .string(reason) }
    if let expiresAt { object["expiresAt"] = .int(expiresAt) }
    if let signature { object["signature"] = .string(signature) }
    if let host { object["host"] = .string(host) }
    if let osUser { object["osUser"] = .string(osUser) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"),
      attempt: Int(try json.number("attempt")),
      decision: try json.word("decision"),
      person: try json.text("person"),
      roles: try json.texts("roles"),
      reason: json["reason"]?.stringValue,
      expiresAt: json["expiresAt"]?.intValue,
      statement: try json.any("statement"),
      signature: json["signature"]?.stringValue,
      host: json["host"]?.stringValue,
      osUser: json["osUser"]?.stringValue)
  }
}

extension MessageRefused: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "said": .string(said),
      "person": .string(person),
      "error": error.json,
    ]
    if let step { object["step"] = .string(step) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      said: try json.text("said"),
      step: json["step"]?.stringValue,
      person: try json.text("person"),
      error: try RecordedError(json: json.any("error")))
  }
}
