// Deadlines and stops reach every descendant; what a step leaves in the background after a good end is left alone.

import Foundation
import OperatingSystem
import Testing

@testable import ProcessHost

@Suite struct FamilyTests {
  let folder = RunFolder()

  /// Ways to leave something running, as a script for bash; `MARK` is its argument.
  static let escapes = [
    "child": "sleep MARK & ",
    "own session": "setsid sleep MARK & ",
    "orphan": "(sleep MARK &) ; ",
    "orphan in its own session": "(setsid sleep MARK &) ; ",
    "orphan with a clean environment": "(setsid env -i /bin/sleep MARK &) ; ",
    "deaf to SIGTERM": "(trap '' TERM; setsid sleep MARK) & ",
    "stopped": "sleep MARK & until grep -q sleep /proc/$!/comm; do :; done; kill -STOP $! ; ",
    "two generations of orphans": "(setsid sh -c '(setsid sleep MARK &); exec sleep MARK' &) ; ",
  ]

  private func script(_ escape: String, _ mark: String) throws -> String {
    try #require(Self.escapes[escape]).replacingOccurrences(of: "MARK", with: mark)
  }

  @Test(arguments: Array(escapes.keys))
  func deadlineEndsTheFamily(_ escape: String) async throws {
    let mark = markedSleep()
    let clock = ContinuousClock()
    let start = clock.now
    let exit = try await folder.host().run(
      "a", shell(try script(escape, mark) + "echo ready; sleep \(mark)", deadline: 500, grace: 300))
    #expect(exit.status == .timedOut && exit.out == "ready\n" && !exit.familyRemained)
    #expect(processes(withArgument: mark) == [])
    #expect(clock.now - start < .seconds(60) && clock.now - start >= .milliseconds(500))
  }

  @Test(arguments: Array(escapes.keys))
  func stopEndsTheFamily(_ escape: String) async throws {
    let mark = markedSleep()
    let host = folder.host()
    let handle = try await host.start("a", shell(try script(escape, mark) + "sleep \(mark)"))
    try await eventually { processes(withArgument: mark).count >= 2 }
    await host.stop("a", graceMilliseconds: 300)
    #expect(processes(withArgument: mark) == [])
    #expect(try await handle.exit().status == .stopped)
  }

  @Test func termIsEnoughForThoseWhoListen() async throws {
    let host = folder.host()
    let handle = try await host.start(
      "a",
      // A shell that has forked and hasn't executed yet swallows the signal: ready is when it sleeps.
      shell(
        "trap 'echo cleaned up; kill $!; exit 0' TERM; sleep \(markedSleep()) & "
          + "until grep -q sleep /proc/$!/comm; do :; done; echo ready; wait"))
    try await eventually { folder.log("a").contains("ready") }
    let clock = ContinuousClock()
    let start = clock.now
    await host.stop("a", graceMilliseconds: 600_000)
    #expect(clock.now - start < .seconds(60))
    let exit = try await handle.exit()
    #expect(exit.status == .stopped && exit.out == "ready\ncleaned up\n")
  }

  @Test func stopOfOneLeavesTheOthers() async throws {
    let host = folder.host()
    let marks = (0..<3).map { _ in markedSleep() }
    let handles = try await withThrowingTaskGroup(of: ProcessHandle.self) { group in
      for mark in marks {
        group.addTask { try await host.start("u.\(mark)", shell("setsid sleep \(mark) & sleep \(mark)")) }
      }
      return try await group.reduce(into: [:]) { $0[$1.unit] = $1 }
    }
    try await eventually { marks.allSatisfy { processes(withArgument: $0).count == 2 } }
    await host.stop("u.\(marks[1])", graceMilliseconds: 1000)
    #expect(marks.map { processes(withArgument: $0).count } == [2, 0, 2])
    for mark in marks { await host.stop("u.\(mark)", graceMilliseconds: 1000) }
    #expect(marks.map { processes(withArgument: $0).count } == [0, 0, 0])
    #expect(try await handles["u.\(marks[0])"]?.exit().status == .stopped)
  }

  @Test func stopOfWhatHasEndedOrNeverWas() async throws {
    let host = folder.host()
    await host.stop("nothing", graceMilliseconds: 100)
    let handle = try await host.start("a", shell("exit 4"))
    #expect(try await handle.exit().status == .exited(4))
    await host.stop("a", graceMilliseconds: 100)
    guard case .exited(let exit) = try await host.recover("a") else {
      Issue.record("no record")
      return
    }
    #expect(exit.status == .exited(4))
  }

  @Test func backgroundHoldsThePipeAndBlocksNothing() async throws {
    let mark = markedSleep()
    let clock = ContinuousClock()
    let start = clock.now
    let exit = try await folder.host().run("a", shell("echo before; sleep \(mark) & echo after", deadline: 60_000))
    #expect(exit.status == .exited(0) && exit.out == "before\nafter\n")
    #expect(clock.now - start < .seconds(60))
    let background = processes(withArgument: mark)
    #expect(background.count == 1)
    for process in background { kill(process, SIGKILL) }
  }

  @Test func backgroundIsLeftAloneEvenAfterTheSupervisor() async throws {
    let mark = markedSleep()
    let host = folder.host()
    let exit = try await host.run("a", shell("setsid sleep \(mark) > /dev/null 2>&1 &", deadline: 300))
    #expect(exit.status == .exited(0))
    await host.close()
    try await eventually { folder.supervisors.isEmpty }
    let background = processes(withArgument: mark)
    #expect(background.count == 1)
    for process in background { kill(process, SIGKILL) }
  }

  @Test func backgroundMaySpeakOnWhileTheRunLasts() async throws {
    let host = folder.host()
    let file = folder.path + "/spoken"
    let exit = try await host.run(
      "a",
      shell(
        "(trap '' PIPE; sleep 0.5; yes | head -c 300000 && yes | head -c 300000 >&2 && : > \(file)) & echo first"
      ))
    #expect(exit.status == .exited(0) && exit.out == "first\n")
    try await eventually { FileManager.default.fileExists(atPath: file) }
    #expect(folder.log("a") == "first\n")
  }

  @Test func backgroundMaySpeakOnAfterTheRun() async throws {
    let host = folder.host()
    let file = folder.path + "/spoken"
    let gate = folder.path + "/gate"
    let script = "(while [ ! -e \(gate) ]; do sleep 0.05; done; echo again && : > \(file)) & echo first"
    #expect(try await host.run("a", shell(script)).out == "first\n")
    await host.close()
    #expect(FileManager.default.createFile(atPath: gate, contents: nil))
    try await eventually { FileManager.default.fileExists(atPath: file) }
    try await eventually { folder.supervisors.isEmpty }
  }

  @Test func whatIsSaidRightAfterTheEndIsKept() async throws {
    // bash doesn't wait for a process substitution.
    let exit = try await folder.host().run("a", spec(["bash", "-c", "echo late > >(cat)"]))
    #expect(exit.out == "late\n")
  }

  @Test func floodIsBounded() async throws {
    let host = folder.host()
    var wish = shell("yes 0123456789 | head -c 200000000; echo end >&2")
    wish.logLimit = 1 << 20
    wish.captureLimit = 1000
    wish.secrets = ["not-in-there"]
    let exit = try await host.run("a", wish)
    #expect(exit.status == .exited(0) && exit.stdout.count == 1000 && exit.stdoutTruncated && exit.logTruncated)
    #expect(exit.err == "end\n" && !exit.stderrTruncated)
    let log = folder.log("a")
    #expect(log.hasSuffix("\n[belay: the log ends here, at its limit of 1048576 bytes]\n"))
    #expect(log.utf8.count == exit.logBytes && exit.logBytes < (1 << 20) + 100)
    let supervisor = try #require(folder.supervisors.first)
    let status = String(decoding: (try? WholeFile.read("/proc/\(supervisor)/status")) ?? [], as: UTF8.self)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    let kilobytes = try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    #expect(kilobytes < 64_000)
  }

  @Test func cancellationOfTheWaitLeavesTheProcess() async throws {
    let host = folder.host()
    let mark = markedSleep()
    let handle = try await host.start("a", spec(["sleep", mark]))
    let waiting = Task { try await handle.exit() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    try await eventually { processes(withArgument: mark).count == 1 }
    await host.stop("a", graceMilliseconds: 1000)
    #expect(try await handle.exit().status == .stopped)
  }
}
