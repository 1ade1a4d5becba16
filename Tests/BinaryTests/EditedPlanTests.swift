// `belay resume RUN --plan FILE`: what an edited plan may change, and what only with `--accept-changes`.

import JSONText
import Testing

@Suite struct EditedPlanTests {
  @Test func whatHasNotRunMayChange() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), failing("b")))
      #expect(try await box.run().ended.code == 1)
      try box.plan(steps(noting("a"), noting("b"), noting("more")))
      let ended = try await box.belay("resume", "last", "--plan", "plan.yaml")
      #expect(ended.code == 0 && box.lines("log") == ["a", "b", "more"], "\(ended)")
      #expect(try await box.status().ids == ["a", "b", "more"])
      try await box.expectVerified()
    }
  }

  @Test(arguments: ["changed", "removed"])
  func aFinishedStepThatDiffersIsRefusedUnlessAccepted(_ what: String) async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), noting("x"), failing("b")))
      #expect(try await box.run().ended.code == 1)
      let second = what == "changed" ? noting("x").replacing("echo x", with: "echo y") : ""
      try box.plan(steps(noting("a"), second, noting("b")))
      let refused = try await box.belay("resume", "last", "--plan", "plan.yaml")
      #expect(refused.code == 8 && refused.said.contains(what) && refused.said.contains("x"), "\(refused)")
      #expect(box.lines("log") == ["a", "x"])
      let status = try await box.status()
      #expect(status.status == "halted")
      let ended = try await box.belay("resume", "last", "--plan", "plan.yaml", "--accept-changes")
      #expect(ended.code == 0 && box.lines("log") == ["a", "x", "b"], "\(ended)")
      #expect(try await box.belay("log", "last", "--format", "json").stdout.contains("\"accepted\":true"))
    }
  }

  @Test func anEditedPlanIsCheckedLikeAnyOther() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), failing("b")))
      #expect(try await box.run().ended.code == 1)
      try box.plan(steps(noting("a"), "  - {id: b, uses: nothing.here}"))
      #expect(try await box.belay("resume", "last", "--plan", "plan.yaml").code == 2)
      #expect(box.lines("log") == ["a"])
    }
  }

  @Test func passedGatesArePendingAgain() async throws {
    try await Sandbox.open { box in
      let gate = "  - {id: gate, uses: approval.request, with: {roles: [lead]}}"
      try box.plan("roles: {lead: [ann]}\n" + steps(gate, failing("b")))
      #expect(try await box.run().ended.code == 5)
      #expect(try await box.belay("approve", "last", "gate", "--as", "ann").code == 0)
      #expect(try await box.belay("resume", "last").code == 1)
      try box.plan("roles: {lead: [ann]}\n" + steps(gate, noting("b")))
      let ended = try await box.belay("resume", "last", "--plan", "plan.yaml")
      #expect(ended.code == 5 && box.read("log") == nil, "\(ended)")
      #expect(try await box.belay("approve", "last", "gate", "--as", "ann").code == 0)
      #expect(try await box.belay("resume", "last").code == 0 && box.lines("log") == ["b"])
    }
  }

  @Test func theOldPlanIsUsedWithoutTheFlag() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "[ -e ok ] && echo old >> log")))
      #expect(try await box.run().ended.code == 1)
      try box.plan(steps(noting("a"), script("b", "echo new >> log")))
      try box.write("ok")
      #expect(try await box.belay("resume", "last").code == 0 && box.lines("log") == ["a", "old"])
    }
  }
}
