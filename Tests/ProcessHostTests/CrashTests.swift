// Executor, supervisor or both killed at moments spread over the whole life of a process: whatever the next executor
// finds is true, and nothing is executed twice.

import Foundation
import Testing

@testable import ProcessHost

@Suite(.serialized) struct CrashTests {
  enum Victim: String, CaseIterable { case executor, supervisor, both }

  @Test(arguments: Victim.allCases)
  func atEveryMoment(_ victim: Victim) async throws {
    var found: [String: Int] = [:]
    for moment in 0..<30 {
      let finding = try await crash(victim, after: .milliseconds(moment))
      found[finding, default: 0] += 1
    }
    // The moments reach from before the start to after the end.
    #expect(found["neverStarted", default: 0] > 0 || victim == .supervisor, "\(found)")
    #expect(found.keys.contains { $0 != "neverStarted" }, "\(found)")
  }

  private func crash(_ victim: Victim, after delay: Duration) async throws -> String {
    let folder = RunFolder()
    let file = (folder.path as NSString).deletingLastPathComponent + "/effects"
    let executor = Process()
    executor.executableURL = URL(fileURLWithPath: probePath)
    executor.arguments = [folder.path, supervisorPath, "1", "a", "sh", "-c", "echo effect >> \(file); exit 3"]
    executor.standardOutput = FileHandle.nullDevice
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    try executor.run()
    // The moment of the crash is what is tested; it isn't a condition that could be waited for.
    try await Task.sleep(for: delay + .milliseconds(2))
    if victim != .supervisor { kill(executor.processIdentifier, SIGKILL) }
    if victim != .executor { for supervisor in folder.supervisors { kill(supervisor, SIGKILL) } }
    if victim != .supervisor { executor.waitUntilExit() }

    let host = folder.host(token: 2)
    defer { executor.waitUntilExit() }
    return try await settle(try await host.recover("a"), host, file)
  }

  private func effects(_ file: String) -> Int {
    (FileManager.default.contents(atPath: file) ?? Data()).filter { $0 == 10 }.count
  }

  /// Goes by what was found as an executor would, and checks that it was true.
  private func settle(_ finding: Finding, _ host: ProcessHost, _ file: String) async throws -> String {
    switch finding {
    case .neverStarted:
      #expect(effects(file) == 0)
      do {
        let exit = try await host.run("a", shell("echo effect >> \(file); exit 3"))
        #expect(exit.status == .exited(3))
      } catch ProcessHostError.alreadyStarted {
        // It was quicker, which it may be as long as no newer executor had spoken to a supervisor.
      }
      #expect(effects(file) <= 1)
      return "neverStarted"
    case .running(let handle):
      #expect(try await handle.exit().status == .exited(3))
      #expect(effects(file) == 1)
      return "running"
    case .exited(let exit):
      #expect(exit.status == .exited(3) && effects(file) == 1)
      return "exited"
    case .alive:
      try await host.waitUntilGone("a")
      #expect(effects(file) <= 1)
      return "alive"
    case .lost:
      #expect(effects(file) <= 1)
      return "lost"
    }
  }
}
