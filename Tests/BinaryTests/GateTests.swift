// People: approvals, refusals, confirmations, quorum, who may and who may not.

import JSONText
import Testing

@Suite struct GateTests {
  private static let roles = "roles:\n  lead: [ann, bob, cid]\n"
  private static func gate(_ with: String = "roles: [lead]") -> String {
    "  - {id: gate, uses: approval.request, with: {\(with)}}\n"
  }

  @Test func aGateWaitsAndSomebodyOfTheRoleOpensIt() async throws {
    try await Sandbox.open { box in
      try box.plan(
        Self.roles + "steps:\n" + noting("before") + "\n" + Self.gate("roles: [lead], message: shall we?") + noting("a")
      )
      let (ended, status) = try await box.run()
      #expect(ended.code == 5 && box.lines("log") == ["before"], "\(ended)")
      #expect(status.status == "waiting" && status.waitingFor == ["gate"] && status.of("gate") == "waiting")
      #expect(ended.stderr.contains("shall we?") && ended.stderr.contains("belay approve"), "\(ended)")
      #expect(try await box.belay("approve", "last", "gate", "--as", "mallory").code == 2)
      #expect(try await box.belay("approve", "last", "nothing", "--as", "ann").code == 2)
      #expect(try await box.belay("resume", "last").code == 5)
      #expect(try await box.belay("approve", "last", "gate", "--as", "bob", "--reason", "looks well").code == 0)
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(box.lines("log") == ["before", "a"])
      let record = try await box.belay("log", "last", "--format", "json")
      #expect(record.stdout.contains("looks well") && record.stdout.contains("bob"))
      try await box.expectVerified()
    }
  }

  @Test func aRefusalFailsTheRun() async throws {
    try await Sandbox.open { box in
      try box.plan("on_failure: rollback\n" + Self.roles + "steps:\n" + noting("a") + "\n" + Self.gate() + noting("b"))
      #expect(try await box.run().ended.code == 5)
      #expect(try await box.belay("reject", "last", "gate", "--as", "ann", "--reason", "wind too strong").code == 0)
      let ended = try await box.belay("resume", "last")
      #expect(ended.code == 3 && box.lines("log") == ["a", "-a"], "\(ended)")
      #expect(try await box.status().json.text().contains("wind too strong"))
    }
  }

  @Test func quorumIsOfDistinctPeopleWithoutTheStarter() async throws {
    try await Sandbox.open { box in
      try box.plan(
        Self.roles + "steps:\n" + Self.gate("roles: [lead], quorum: 2, distinct_from: [starter]") + noting("a"))
      #expect(try await box.run("--as", "ann").ended.code == 5)
      #expect(try await box.belay("approve", "last", "gate", "--as", "ann").code == 2)
      #expect(try await box.belay("approve", "last", "gate", "--as", "bob").code == 0)
      try await box.belay("approve", "last", "gate", "--as", "bob")
      #expect(try await box.belay("resume", "last", "--as", "ann").code == 5)
      #expect(try await box.belay("approve", "last", "gate", "--as", "cid").code == 0)
      #expect(try await box.belay("resume", "last", "--as", "ann").code == 0)
    }
  }

  @Test func aManualStepIsConfirmed() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "steps:\n  - id: hands\n    uses: manual.confirm\n    with: {message: close the valve, checklist: [left valve, right valve]}\n"
          + "    rollback: {none: by hand}\n" + noting("a"))
      let (ended, status) = try await box.run()
      #expect(ended.code == 5 && status.waitingFor == ["hands"] && ended.stderr.contains("right valve"), "\(ended)")
      #expect(try await box.belay("confirm", "last", "hands").code == 0)
      #expect(try await box.belay("resume", "last").code == 0 && box.lines("log") == ["a"])
    }
  }

  @Test func withWaitTheRunGoesOnByItself() async throws {
    try await Sandbox.open { box in
      try box.plan(Self.roles + "steps:\n" + Self.gate() + noting("a"))
      let run = try box.start("run", "plan.yaml", "--wait")
      try await eventually("the gate") { try await box.belay("status", "last").stdout.contains("gate") }
      try await eventually("an approval that is taken") {
        try await box.belay("approve", "last", "gate", "--as", "cid").code == 0
      }
      let ended = try await run.end()
      #expect(ended.code == 0 && box.lines("log") == ["a"], "\(ended)")
    }
  }

  @Test func otherStepsGoOnBesideAGate() async throws {
    try await Sandbox.open { box in
      try box.plan(Self.roles + "steps:\n" + Self.gate() + noting("after") + "\n" + noting("beside", "needs: []"))
      #expect(try await box.run().ended.code == 5)
      #expect(box.lines("log") == ["beside"])
      #expect(try await box.belay("approve", "last", "gate", "--as", "ann").code == 0)
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(box.lines("log") == ["beside", "after"])
    }
  }
}
