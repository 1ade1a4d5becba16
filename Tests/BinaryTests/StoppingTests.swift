// Stop from another shell, signals, and a terminal that goes away.

import Foundation
import Glibc
import JSONText
import Testing

@Suite struct StoppingTests {
  @Test(arguments: ["last", "--all"])
  func stopFromAnotherShell(_ which: String) async throws {
    try await Sandbox.open { box in
      try box.slowPlan(top: "on_failure: rollback\n")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      let stop = try await box.belay("stop", which, within: 60)
      #expect(stop.code == 0, "\(stop)")
      #expect(box.marked.isEmpty)
      #expect(try await run.end().code == 1)
      let status = try await box.status()
      #expect(status.status == "halted" && status.of("b") == "failed" && box.lines("log") == ["a", "in"], "\(status)")
      try box.write("go")
      #expect(try await box.belay("resume", "last").code == 0)
      try await box.expectVerified()
    }
  }

  @Test func stopEndsWhatADeadExecutorLeft() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      try await box.crashInSlowStep(.executor)
      #expect(!box.marked.isEmpty)
      let stop = try await box.belay("stop", "--all", within: 60)
      #expect(stop.code == 0 && box.marked.isEmpty, "\(stop)")
      #expect(try await box.status().status == "halted")
      #expect(box.lines("log") == ["a", "in"])
    }
  }

  @Test func stopOfWhatDoesNotRunIsSaid() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      #expect(try await box.run().ended.code == 0)
      let ended = try await box.belay("stop", "--all")
      #expect(ended.code == 0, "\(ended)")
      #expect(try await box.status().status == "succeeded")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalHaltsGracefully(_ number: Int32) async throws {
    try await Sandbox.open { box in
      try box.slowPlan(top: "on_failure: rollback\n")
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      run.send(number)
      let ended = try await run.end(within: 40)
      #expect(ended.code == 1 || ended.code == 128 + number, "\(ended)")
      #expect(box.marked.isEmpty && box.lines("log") == ["a", "in"])
      let status = try await box.status()
      #expect(status.status == "halted" && status.of("b") == "failed" && status.of("a") == "succeeded")
      #expect(status.json["executing"] == false)
    }
  }

  @Test func aHangUpIsIgnored() async throws {
    try await Sandbox.open { box in
      try box.slowPlan()
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "in", in: "log")
      run.send(SIGHUP)
      for supervisor in box.processes where supervisor.arguments.first?.hasSuffix("belay-exec") == true {
        kill(supervisor.id, SIGHUP)
      }
      try box.write("go")
      let ended = try await run.end()
      #expect(ended.code == 0 && box.lines("log") == ["a", "in", "out", "csucceeded"], "\(ended)")
    }
  }

  @Test(arguments: ["text", "json"])
  func theRunGoesOnWhenNobodyReads(_ format: String) async throws {
    try await Sandbox.open { box in
      try box.plan("steps:\n" + (0..<12).map { noting("s\($0)") }.joined(separator: "\n"))
      let ended = try await box.shell("$BELAY run plan.yaml --format \(format) | head -1; echo ${PIPESTATUS[0]} > code")
      #expect(ended.code == 0)
      #expect(box.lines("log").count == 12 && box.lines("code") == ["0"], "\(box.lines("code")) \(ended)")
      #expect(try await box.status().status == "succeeded")
    }
  }

  @Test func closedOutputsDisturbNothing() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "echo b; echo b >&2; [ ! -t 0 ]"), noting("c")))
      let ended = try await box.shell("$BELAY run plan.yaml <&- >&- 2>&-")
      #expect(ended.code == 0 && box.lines("log") == ["a", "c"], "\(ended)")
      // What the steps and the journal wrote must not have gone to each other's descriptors.
      try await box.expectVerified()
      #expect(try await box.belay("log", "last", "b").stdout.contains("b"))
    }
  }

  @Test func aFullOutputDisturbsNothing() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), noting("b")))
      let run = try box.start("run", "plan.yaml", outputPath: "/dev/full")
      #expect(try await run.end().code == 0)
      #expect(box.lines("log") == ["a", "b"])
    }
  }

  @Test func aStopBetweenStepsLeavesNoStepHalf() async throws {
    try await Sandbox.open { box in
      try box.plan(
        "steps:\n"
          + (0..<40).map { script("s\($0)", "echo in-\($0) >> log; echo out-\($0) >> log") }.joined(separator: "\n"))
      let run = try box.start("run", "plan.yaml")
      try await box.wait(for: "out-5", in: "log")
      #expect(try await box.belay("stop", "last", within: 60).code == 0)
      _ = try await run.end()
      let status = try await box.status()
      #expect(status.status == "halted" || status.status == "succeeded")
      for (index, step) in status.statuses.enumerated() {
        if step == "succeeded" { #expect(box.lines("log").contains("out-\(index)")) }
        if step == "pending" { #expect(!box.lines("log").contains("in-\(index)")) }
      }
    }
  }
}
