// The JSON form of the payloads in RunPayloads.swift: what stands in `data` of a journal entry (DESIGN §6).

import JSONText

extension RunCreated: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "format": .int(writtenFormat),
      "plan": .string(planName),
      "binaryVersion": .string(binaryVersion),
      "starter": .string(starter),
      "workingDirectory": .string(workingDirectory),
    ]
    basis.write(into: &object)
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      planName: try json.text("plan"),
      basis: try RunBasis(json: json),
      binaryVersion: try json.text("binaryVersion"),
      starter: try json.text("starter"),
      workingDirectory: try json.text("workingDirectory"))
    writtenFormat = try json.number("format")
  }
}

extension RunBasis {
  func write(into object: inout JSONObject) {
    object["version"] = .string(planVersion)
    object["title"] = .string(planTitle)
    object["planDigest"] = .string(planDigest)
    object["files"] = .array(files.map(\.json))
    object["inputs"] = .object(inputs)
    object["inputsDigest"] = .string(inputsDigest)
    object["environment"] = .object(environment)
    object["stepTypes"] = JSON(texts: stepTypes)
    object["registryDigest"] = .string(registryDigest)
    object["locks"] = .array(locks.map { .string($0) })
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      planVersion: try json.text("version"),
      planTitle: try json.text("title"),
      planDigest: try json.text("planDigest"),
      files: try json.items("files"),
      inputs: try json.object("inputs"),
      inputsDigest: try json.text("inputsDigest"),
      environment: try json.object("environment"),
      stepTypes: try json.textMap("stepTypes"),
      registryDigest: try json.text("registryDigest"),
      locks: try json.texts("locks"))
  }
}

extension FileReference: EventPayload {
  var json: JSON {
    [
      "name": .string(name),
      "sha256": .string(sha256),
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      name: try json.text("name"),
      sha256: try json.text("sha256"))
  }
}

extension RunOpened: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "format": .int(writtenFormat),
      "verb": .string(verb.rawValue),
      "host": .string(host),
      "pid": .int(pid),
      "bootId": .string(bootID),
      "binaryVersion": .string(binaryVersion),
      "registryDigest": .string(registryDigest),
    ]
    if !stepTypes.isEmpty { object["stepTypes"] = JSON(texts: stepTypes) }
    if let osUser { object["osUser"] = .string(osUser) }
    if !acceptedDrift.isEmpty { object["acceptedDrift"] = .array(acceptedDrift.map { .string($0) }) }
    if waits { object["waits"] = .bool(true) }
    if let orphans { object["orphans"] = .string(orphans.rawValue) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      verb: try json.word("verb"),
      host: try json.text("host"),
      pid: try json.number("pid"),
      bootID: try json.text("bootId"),
      binaryVersion: try json.text("binaryVersion"),
      registryDigest: try json.text("registryDigest"),
      stepTypes: json["stepTypes"] == nil ? [:] : try json.textMap("stepTypes"),
      osUser: json["osUser"]?.stringValue,
      acceptedDrift: json["acceptedDrift"] == nil ? [] : try json.texts("acceptedDrift"),
      waits: json["waits"]?.boolValue ?? false,
      orphans: json["orphans"] == nil ? nil : try json.word("orphans"))
    writtenFormat = try json.number("format")
  }
}

extension PlanChanged: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "labels": .array(labels.map(\.json)),
      "accepted": .bool(accepted),
    ]
    basis.write(into: &object)
    if !expanded.isEmpty { object["expanded"] = .array(expanded.map(\.json)) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      basis: try RunBasis(json: json),
      labels: try json.items("labels"),
      accepted: try json.flag("accepted"),
      expanded: try json.optionalItems("expanded"))
  }
}

extension StepLabel: EventPayload {
  var json: JSON {
    [
      "step": .string(step),
      "label": .string(label.rawValue),
      "reason": .string(reason),
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"),
      label: try json.word("label"),
      reason: try json.text("reason"))
  }
}

extension RunFailing: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "error": error.json,
      "mode": .string(mode.rawValue),
    ]
    if let step { object["step"] = .string(step) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: json["step"]?.stringValue,
      error: try RecordedError(json: json.any("error")),
      mode: try json.word("mode"))
  }
}

extension RecordedError: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "code": .string(code),
      "message": .string(message),
    ]
    if let help { object["help"] = .string(help) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      code: try json.text("code"),
      message: try json.text("message"),
      help: json["help"]?.stringValue)
  }
}

extension StopRequested: EventPayload {
  var json: JSON {
    [
      "reason": .string(reason)
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      reason: try json.text("reason"))
  }
}

extension RunAlarm: EventPayload {
  var json: JSON {
    [
      "error": error.json
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      error: try RecordedError(json: json.any("error")))
  }
}

extension GuardTripped: EventPayload {
  var json: JSON {
    [
      "id": .string(id),
      "error": error.json,
      "action": .string(action.rawValue),
      "since": .int(since),
      "evidence": .array(evidence.map(\.json)),
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      id: try json.text("id"),
      error: try RecordedError(json: json.any("error")),
      action: try json.word("action"),
      since: try json.number("since"),
      evidence: try json.items("evidence"))
  }
}

extension RollbackStarted: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "requested": .bool(requested)
    ]
    if let to { object["to"] = .string(to) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      requested: try json.flag("requested"),
      to: json["to"]?.stringValue)
  }
}

extension RollbackFinished: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "result": .string(result.rawValue)
    ]
    if let step { object["step"] = .string(step) }
    if let reason { object["reason"] = .string(reason) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      result: try json.word("result"),
      step: json["step"]?.stringValue,
      reason: json["reason"]?.stringValue)
  }
}

extension FinallyStarted: EventPayload {
  var json: JSON {
    [
      "status": .string(status.rawValue)
    ]
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      status: try json.word("status"))
  }
}

extension RunEnded: EventPayload {
  var json: JSON {
    var object: JSONObject = [
      "status": .string(status.rawValue)
    ]
    if let reason { object["reason"] = .string(reason) }
    return .object(object)
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      status: try json.word("status"),
      reason: json["reason"]?.stringValue)
  }
}
