// What a new executor finds after crashes of the executor, of the supervisor, of both.

import Foundation
import OperatingSystem
import Testing

@testable import ProcessHost

@Suite struct RecoveryTests {
  let folder = RunFolder()

  /// Another executor, which is killed while its process runs.
  private func killedExecutor(_ unit: String, _ argv: [String], until ready: () throws -> Bool) async throws {
    let executor = Process()
    executor.executableURL = URL(fileURLWithPath: probePath)
    executor.arguments = [folder.path, supervisorPath, "1", unit] + argv
    executor.standardOutput = FileHandle.nullDevice
    try executor.run()
    try await eventually(ready)
    kill(executor.processIdentifier, SIGKILL)
    executor.waitUntilExit()
  }

  private func name(_ finding: Finding) -> String {
    switch finding {
    case .running: "running"
    case .exited(let exit): "exited \(exit.status)"
    case .neverStarted: "neverStarted"
    case .alive: "alive"
    case .lost: "lost"
    }
  }

  @Test func livingProcessIsAdopted() async throws {
    let mark = markedSleep()
    let script =
      "echo n=7 > \"$BELAY_OUTPUT\"; echo hello; while ! test -e \(folder.path)/go; do sleep 0.02; done; exit 3"
    try await killedExecutor("a", ["sh", "-c", script, mark]) {
      processes(withArgument: mark).count >= 2 && folder.log("a") == "hello\n"
    }
    let host = folder.host(token: 2)
    guard case .running(let handle) = try await host.recover("a") else {
      Issue.record("not adopted")
      return
    }
    #expect(processes { $0.id == handle.process }.first?.arguments.last == mark)
    await #expect(throws: ProcessHostError.alreadyStarted(unit: "a")) { _ = try await host.start("a", shell("true")) }
    try Data().write(to: URL(fileURLWithPath: folder.path + "/go"))
    let exit = try await handle.exit()
    #expect(exit.status == .exited(3) && exit.outputText == "n=7\n" && exit.out == "hello\n")
  }

  /// The supervisor still lives, with or without the executor that it had: what is found must leave it usable.
  @Test func afterAnEndThatTheLivingSupervisorKnowsTheNextProcessStarts() async throws {
    let first = folder.host()
    #expect(try await first.run("a", shell("echo n=7 > \"$BELAY_OUTPUT\"")).status == .exited(0))
    let next = folder.host(token: 2)
    #expect(name(try await next.recover("a")) == "exited exited(0)")
    let exit = try await next.run("b", shell("echo m=8 > \"$BELAY_OUTPUT\""))
    #expect(exit.status == .exited(0) && exit.outputText == "m=8\n")
    #expect(folder.supervisors.count == 1)
  }

  @Test func processThatEndedMeanwhileIsBelieved() async throws {
    let mark = mark()
    let script = "echo n=7 > \"$BELAY_OUTPUT\"; while ! test -e \(folder.path)/go; do sleep 0.02; done; exit 3"
    try await killedExecutor("a", ["sh", "-c", script, mark]) { processes(withArgument: mark).count == 2 }
    try Data().write(to: URL(fileURLWithPath: folder.path + "/go"))
    // The supervisor ends when it has neither an executor nor a process.
    try await eventually { folder.supervisors.isEmpty }
    guard case .exited(let exit) = try await folder.host(token: 2).recover("a") else {
      Issue.record("not believed")
      return
    }
    #expect(exit.status == .exited(3) && exit.outputText == "n=7\n")
  }

  @Test func deadlineHoldsWithoutAnExecutor() async throws {
    let mark = markedSleep()
    let host = folder.host()
    _ = try await host.start("a", shell("setsid sleep \(mark) & sleep \(mark)", deadline: 1000, grace: 100))
    await host.close()
    try await eventually { folder.supervisors.isEmpty }
    #expect(processes(withArgument: mark) == [])
    #expect(name(try await folder.host().recover("a")) == "exited timedOut")
  }

  @Test func supervisorAndFamilyKilled() async throws {
    let mark = markedSleep()
    try await killedExecutor("a", ["sh", "-c", "echo secret > \"$BELAY_OUTPUT\"; sleep \(mark); exit 0"]) {
      processes(withArgument: mark).count == 1
    }
    let supervisor = try #require(folder.supervisors.first)
    kill(supervisor, SIGKILL)
    let family = processes { $0.arguments.contains { $0.contains(mark) } }
    for process in family { kill(process.id, SIGKILL) }
    try await eventually { processes { $0.arguments.contains { $0.contains(mark) } }.isEmpty }
    let host = folder.host(token: 2)
    #expect(name(try await host.recover("a")) == "lost")
    #expect(name(try await host.recover("b")) == "neverStarted")
    await #expect(throws: ProcessHostError.alreadyStarted(unit: "a")) { _ = try await host.start("a", shell("true")) }
    #expect(try await host.run("a.2", shell("exit 1")).status == .exited(1))
  }

  @Test func supervisorKilledWhileTheExecutorLives() async throws {
    let mark = markedSleep()
    let host = folder.host()
    let handle = try await host.start("a", spec(["sleep", mark]))
    try await eventually { processes(withArgument: mark).count == 1 }
    kill(try #require(folder.supervisors.first), SIGKILL)
    await #expect(throws: ProcessHostError.supervisorLost) { try await handle.exit() }
    guard case .alive(let process) = try await host.recover("a") else {
      Issue.record("not alive")
      return
    }
    #expect(processes(withArgument: mark) == [process])
    // A new supervisor is started for the next process, and knows nothing of this one.
    #expect(try await host.run("b", shell("exit 2")).status == .exited(2))
    #expect(name(try await host.recover("a")) == "alive")
    let waiting = Task { try await host.waitUntilGone("a") }
    kill(process, SIGTERM)
    try await waiting.value
    #expect(name(try await host.recover("a")) == "lost")
  }

  @Test func waitUntilGoneCanBeCancelled() async throws {
    let mark = markedSleep()
    let host = folder.host()
    _ = try await host.start("a", spec(["sleep", mark]))
    kill(try #require(folder.supervisors.first), SIGKILL)
    try await eventually { folder.supervisors.isEmpty }
    let waiting = Task { try await host.waitUntilGone("a") }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    await host.killOrphans(of: "a", graceMilliseconds: 0)
    #expect(processes(withArgument: mark) == [])
    try await host.waitUntilGone("a")
  }

  @Test(arguments: ["stop", "killOrphans"])
  func orphansOfAKilledSupervisor(_ how: String) async throws {
    let mark = markedSleep()
    let host = folder.host()
    let leader = try await host.start(
      "a", shell("setsid sleep \(mark) & (setsid sh -c 'trap \"\" TERM; sleep \(mark)' &); sleep \(mark)"))
    try await eventually { processes(withArgument: mark).count == 3 }
    kill(try #require(folder.supervisors.first), SIGKILL)
    try await eventually { folder.supervisors.isEmpty }
    // The head of the family, too: the rest carries its mark.
    kill(try #require(leader.process), SIGKILL)
    if how == "stop" {
      await host.stop("a", graceMilliseconds: 200)
    } else {
      await host.killOrphans(of: "a", graceMilliseconds: 200)
    }
    #expect(processes(withArgument: mark) == [])
    #expect(name(try await host.recover("a")) == "lost")
  }

  @Test func stopByANewExecutor() async throws {
    let mark = markedSleep()
    try await killedExecutor("a", ["sh", "-c", "setsid sleep \(mark) & sleep \(mark)"]) {
      processes(withArgument: mark).count == 2
    }
    let host = folder.host(token: 2)
    await host.stop("a", graceMilliseconds: 1000)
    #expect(processes(withArgument: mark) == [])
    #expect(name(try await host.recover("a")) == "exited stopped")
  }

  @Test func exitRecordThatCannotBeWrittenIsKeptAndWrittenLater() async throws {
    let host = folder.host()
    let go = folder.path + "/go"
    let handle = try await host.start("a", shell("while ! test -e \(go); do sleep 0.02; done; echo late; exit 3"))
    let supervisor = try #require(folder.supervisors.first)
    // As on a full disk: from now on the supervisor can't make a file longer than 10 bytes.
    try limitFileSize(of: supervisor, "10")
    try Data().write(to: URL(fileURLWithPath: go))
    #expect(try await handle.exit().status == .exited(3))
    guard case .running(let again) = try await folder.host(token: 2).recover("a") else {
      Issue.record("forgotten")
      return
    }
    #expect(try await again.exit().out == "late\n")
    await host.close()
    #expect(folder.supervisors == [supervisor])
    try limitFileSize(of: supervisor, "unlimited")
    try await eventually { folder.supervisors.isEmpty }
    #expect(name(try await folder.host(token: 2).recover("a")) == "exited \(ProcessExit.Status.exited(3))")
  }

  private func limitFileSize(of process: Int32, _ limit: String) throws {
    let program = try Process.run(
      URL(fileURLWithPath: "/usr/bin/prlimit"), arguments: ["--pid", String(process), "--fsize=\(limit):unlimited"])
    program.waitUntilExit()
    #expect(program.terminationStatus == 0)
  }

  @Test func nothingThereAtAll() async throws {
    let host = folder.host()
    #expect(name(try await host.recover("a")) == "neverStarted")
    #expect(name(try await host.recover("a", intentBootID: ProcessHost.bootID)) == "neverStarted")
    #expect(name(try await host.recover("a", intentBootID: "another boot")) == "lost")
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    await host.killOrphans(of: "a", graceMilliseconds: 0)
    await host.close()
  }

  @Test func anotherBootAndAReusedProcessID() async throws {
    let host = folder.host()
    let mark = markedSleep()
    let handle = try await host.start("a", spec(["sleep", mark]))
    let process = try #require(handle.process)
    kill(try #require(folder.supervisors.first), SIGKILL)
    try await eventually { folder.supervisors.isEmpty }
    #expect(name(try await host.recover("a")) == "alive")
    // The same id with another start time is another process; so is everything of another boot.
    let start = try #require(HostSystem.startOfProcess(process))
    for (boot, start, unit) in [(ThisHost.bootID, start + 1, "b"), ("another boot", start, "c")] {
      var fields = FieldWriter()
      fields.append(.unit, unit)
      fields.append(.process, Int64(process))
      fields.append(.processStart, Int64(start))
      fields.append(.boot, boot)
      fields.append(.token, 1)
      fields.append(.outputPath, folder.path + "/none")
      try appendRecord(kind: 1, fields.bytes)
      #expect(name(try await host.recover(unit)) == "lost")
      await host.killOrphans(of: unit, graceMilliseconds: 0)
    }
    #expect(processes(withArgument: mark) == [process])
    kill(process, SIGKILL)
  }

  private func appendRecord(kind: UInt8, _ fields: [UInt8]) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + "/supervisor.records"))
    try file.seekToEnd()
    try file.write(contentsOf: Data(record(kind: kind, fields)))
    try file.close()
  }
}

/// A record as the supervisor writes it.
func record(kind: UInt8, _ fields: [UInt8]) -> [UInt8] {
  var record = Array("BLYR".utf8)
  record.append(littleEndian: UInt32(fields.count))
  record += [Wire.version, kind]
  record += fields
  record.append(littleEndian: Checksum.fnv1a(record))
  return record
}

extension RecoveryTests {
  @Test func theProcessesOfAnOperationAreFound() async throws {
    let host = folder.host()
    for unit in ["a.1.process1", "a.1.process12", "a.10.process30", "a.1", "a.1.record.1-1.process40"] {
      _ = try await host.run(unit, shell("true"))
    }
    #expect(host.lastProcess(of: "a.1") == 12 && host.lastProcess(of: "a.2") == 0)
    #expect(host.lastProcess(of: "a.1.record.1-1") == 40)
  }

  /// With the supervisor, and without.
  @Test(arguments: [true, false]) func onlyLooksAreEnded(_ supervisorLives: Bool) async throws {
    let mark = markedSleep()
    let looks = ["a.1.record.1-1.process1", "a.1.probe.1-2", "run.observe.1-3"]
    let first = folder.host()
    for unit in looks + ["a.1", "a.1.process1"] { _ = try await first.start(unit, spec(["sleep", mark])) }
    if !supervisorLives { for supervisor in folder.supervisors { kill(supervisor, SIGKILL) } }
    let host = folder.host(token: 2)
    await host.endLooks(graceMilliseconds: 1000)
    #expect(processes(withArgument: mark).count == 2)
    for unit in ["a.1", "a.1.process1"] { await host.stop(unit, graceMilliseconds: 0) }
    #expect(processes(withArgument: mark).isEmpty)
  }
}
