// Covers: host.resources against the machine, and how it reads the kernel's files.

import Expressions
import Foundation
import StepConformance
import StepKit
import Testing

@testable import HostSteps

@Suite struct HostStepsTests {
  private func context(_ inputs: [String: Value]) -> StepContext {
    StepContext(
      run: "r", step: "s", attempt: 1, idempotencyKey: "k", inputs: inputs, effect: .read, workingDirectory: "/tmp",
      runStartedAt: 0, runOperator: "ann", vault: FolderVault(NSTemporaryDirectory()))
  }

  @Test func measuresThisMachine() async throws {
    let outputs = try await HostResources().apply(
      context(["path": ".", "sample": .duration(CELDuration(seconds: 0, nanos: 50_000_000))]))
    let number = { (name: String) -> Int64 in
      if case .int(let number)? = outputs[name] { number } else { -1 }
    }
    #expect(number("cpu_count") >= 1)
    #expect(number("memory_total_bytes") > number("memory_available_bytes"))
    #expect(number("memory_available_bytes") > 0)
    #expect(number("disk_total_bytes") >= number("disk_free_bytes") && number("disk_free_bytes") >= 0)
    #expect(number("uptime_s") > 0)
    #expect(
      outputs["hostname"]
        == .string(ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? "")
        || outputs["hostname"] == .string(ProcessInfo.processInfo.hostName))
    guard case .double(let used)? = outputs["cpu_used_percent"] else {
      Issue.record("no use of the processors")
      return
    }
    #expect(used >= 0 && used <= 100)
  }

  @Test func aStoppedSampleFails() async {
    let task = Task { () -> StepFailure? in
      do throws(StepFailure) {
        _ = try await HostResources().apply(context(["sample": .duration(CELDuration(seconds: 10))]))
        return nil
      } catch {
        return error
      }
    }
    task.cancel()
    #expect(await task.value?.code == "BLY0805")
  }

  @Test func processorTimes() throws {
    let before = try ProcessorTimes(stat: "cpu  100 0 100 700 100 0 0 0 50 50\ncpu0 1 2 3 4\n")
    #expect(before == ProcessorTimes(all: 1_000, idle: 800))
    #expect(ProcessorTimes(all: 1_100, idle: 875).percentInUse(since: before) == 25)
    #expect(ProcessorTimes(all: 1_000, idle: 800).percentInUse(since: before) == 0)
    #expect(ProcessorTimes(all: 1_010, idle: 790).percentInUse(since: before) == 100)
    #expect(throws: StepFailure.self) { try ProcessorTimes(stat: "intr 1 2 3") }
    #expect(throws: StepFailure.self) { try ProcessorTimes(stat: "cpu  1 2\n") }
  }

  @Test func memory() throws {
    let text = "MemTotal:  1000 kB\nMemFree:  100 kB\nMemAvailable:  400 kB\nCached:  50 kB\n"
    let state = try MemoryState(meminfo: text)
    #expect(state.total == 1_024_000 && state.available == 409_600)
    #expect(try MemoryState(meminfo: "MemTotal: 10 kB\nMemFree: 2 kB\nCached: 3 kB\n").available == 5 * 1_024)
    #expect(throws: StepFailure.self) { try MemoryState(meminfo: "") }
  }

  @Test func processors() {
    #expect(Machine.allowedProcessors(status: "Name:\tx\nCpus_allowed:\tff,0000000f\nMems:\t1\n") == 12)
    #expect(Machine.allowedProcessors(status: "Name:\tx\n") == nil)
  }

  @Test func failuresInWords() async {
    let failure = await failure(["path": "nowhere/at/all", "sample": .duration(CELDuration(seconds: 0))])
    #expect(
      failure
        == StepFailure(
          code: "BLY0841",
          message: "can't measure the file system that holds '/tmp/nowhere/at/all': No such file or directory",
          help: "name a file or folder that exists"))
    let absurd = HostResources().check(["sample": .constant(.duration(CELDuration(seconds: 11)))])
    #expect(absurd.map(\.message) == ["'sample' must be between 0s and 10s, not 11s"])
  }

  private func failure(_ inputs: [String: Value]) async -> StepFailure? {
    do throws(StepFailure) {
      _ = try await HostResources().apply(context(inputs))
      return nil
    } catch {
      return error
    }
  }
}
