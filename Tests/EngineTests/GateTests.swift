// Covers: gates. Quorum of distinct people for each role, the starter, expiry, refusals, the wrong verb, what a
// rejection leads to, and that an edited plan asks again.

import Diagnostics
import PlanModel
import Testing

@testable import Engine

@Suite("Gates")
struct GateTests {
  private static let plan = """
    roles: {lead: [ann, bob, carl], security: [bob, dora]}
    steps:
      - {id: sign, uses: sim.gate, with: {roles: [lead, security], quorum: 2, distinct_from: [starter]}}
      - {id: a, uses: sim.process, rollback: {none: it stays}}
    """

  private func approve(_ step: String = "sign") -> InboxMessage.Content {
    .answer(GateAnswer(step: step, decision: .approve))
  }

  @Test("want a quorum of distinct people for each role")
  func quorum() throws {
    var bench = try Bench(Self.plan)
    try bench.open(.run, waits: true)
    #expect(bench.status("sign") == .waiting)
    #expect(bench.state.status == .waiting)
    for person in ["bob", "bob", "carl"] { try bench.say(person, approve()) }
    #expect(bench.status("sign") == .waiting, "security has one of two")
    try bench.say("dora", approve())
    #expect(bench.status("sign") == .succeeded)
    #expect(bench.begins == [WorkID(step: "a", attempt: 1)])
  }

  @Test("refuse the starter, strangers and the wrong verb, and write only that")
  func refusals() throws {
    var bench = try Bench(Self.plan)
    try bench.open(.run, waits: true)
    let before = bench.events.count
    let confirm = InboxMessage.Content.answer(GateAnswer(step: "sign", decision: .confirm))
    for (person, content) in [("ann", approve()), ("eve", approve()), ("bob", confirm), ("bob", approve("a"))] {
      #expect(bench.engine.refusal(of: InboxMessage(person: person, content: content)) != nil)
      try bench.say(person, content)
    }
    #expect(bench.events.dropFirst(before).map(\.event.type) == Array(repeating: "message.refused", count: 4))
    #expect(bench.state.stepState("sign")?.gate?.answers.isEmpty == true)
  }

  @Test("take no answer to a question that was withdrawn")
  func staleAnswer() throws {
    var bench = try Bench(Self.plan)
    try bench.open(.run, waits: true)
    let early = try #require(
      bench.engine.prepared(GateAnswer(step: "sign", decision: .approve), of: "bob", at: bench.now))
    _ = try bench.edit(Self.plan + "\n  - {id: b, uses: sim.look}\n")
    try bench.open(.resume, waits: true)
    try bench.say("bob", .answer(early))
    #expect(bench.events.last?.event.type == "message.refused")
    #expect(bench.state.stepState("sign")?.gate?.answers.isEmpty == true)
    let now = try #require(
      bench.engine.prepared(GateAnswer(step: "sign", decision: .approve), of: "bob", at: bench.now))
    try bench.say("bob", .answer(now))
    #expect(bench.state.stepState("sign")?.gate?.answers.count == 1)
  }

  @Test("forget an answer that has expired")
  func expiry() throws {
    var bench = try Bench(
      "steps:\n  - {id: sign, uses: sim.gate, with: {quorum: 2, expires_ms: 1000}}\n")
    try bench.open(.run, waits: true)
    try bench.say("bob", approve())
    bench.now += 1001
    try bench.say("carl", approve())
    #expect(bench.status("sign") == .waiting)
    try bench.say("bob", approve())
    #expect(bench.end == .succeeded)
  }

  @Test("end the run as waiting, take answers while nobody executes it, and go on")
  func answeredMeanwhile() throws {
    var bench = try Bench(Self.plan)
    try bench.open(.run)
    #expect(bench.end == .waiting)
    try bench.open(.record)
    for person in ["bob", "carl", "dora"] { try bench.say(person, approve()) }
    #expect(bench.status("sign") == .waiting)
    try bench.open(.resume)
    #expect(bench.status("sign") == .succeeded)
  }

  @Test("ask again after a rejection and a resume")
  func rejection() throws {
    var bench = try Bench(Self.plan)
    try bench.open(.run, waits: true)
    try bench.say("bob", .answer(GateAnswer(step: "sign", decision: .reject, reason: "no")))
    #expect(bench.end == .halted)
    #expect(bench.state.stepState("sign")?.error?.message == "rejected by bob: no")
    try bench.open(.resume)
    #expect(bench.end == .waiting)
    #expect(bench.state.stepState("sign")?.gate?.answers.isEmpty == true)
  }

  @Test("of an edited plan are asked again, half-answered ones too")
  func editedPlan() throws {
    var bench = try Bench(Self.plan)
    try bench.open(.run)
    try bench.open(.record)
    try bench.say("bob", approve())
    _ = try bench.edit(Self.plan + "\n  - {id: b, uses: sim.look}\n")
    try bench.open(.resume)
    #expect(bench.end == .waiting)
    #expect(bench.state.stepState("sign")?.gate?.answers.isEmpty == true)
    #expect(bench.state.stepState("sign")?.attempts == 2)
  }
}
