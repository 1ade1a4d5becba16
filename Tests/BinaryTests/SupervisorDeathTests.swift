// The supervisor dies while the executor lives: nobody can know how its step ended, and nothing may run it twice.

import Glibc
import Testing

@Suite struct SupervisorDeathTests {
  @Test func anOpaqueStepIsInDoubtAndNotTriedAgain() async throws {
    try await Sandbox.open { box in
      try box.slowPlan("retry: {attempts: 3, delay: 10ms}")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      box.killSupervisor()
      try box.write("go")
      let ended = try await run.end()
      #expect(ended.code == 6, "\(ended)")
      #expect(try await box.status().json["inDoubt"]?.arrayValue?.count == 1)
      #expect(box.lines("log").filter { $0 == "in" }.count == 1, "it ran twice: \(box.lines("log"))")
      try await box.expectVerified()
    }
  }

  @Test func anIdempotentStepRunsAgainWithTheSameKey() async throws {
    try await Sandbox.open { box in
      try box.slowPlan("idempotent: true")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      try await eventually("the key") { box.lines("keys").count == 1 }
      box.killSupervisor()
      try box.write("go")
      let ended = try await run.end()
      #expect(ended.code == 0, "\(ended)")
      #expect(box.lines("keys").count == 2 && Set(box.lines("keys")).count == 1)
    }
  }
}

extension Sandbox {
  fileprivate func killSupervisor() {
    for process in processes where process.arguments.first?.contains("belay-exec") == true {
      kill(process.id, SIGKILL)
    }
  }
}
