// What reaches the disk before what, as strace sees it.

import Foundation
import JSONText
import Testing

@Suite struct DurabilityTests {
  /// Whether strace may trace here.
  static let canTrace: Bool = {
    let command = Command(
      program: "/bin/sh", arguments: ["-c", "strace -f -e trace=execve -o /dev/null true"],
      environment: ["PATH": "/usr/bin:/bin"], folder: "/", scratch: "/tmp", outputPath: "/dev/null")
    guard let living = try? command.start() else { return false }
    for _ in 0..<1000 {
      if living.hasEnded { break }
      usleep(5000)
    }
    return living.hasEnded && living.endedWell
  }()

  /// What matters of a trace, in its order.
  private enum Moment: Equatable {
    case sync
    case effect(String)
    case effectEnded(String)
  }

  /// Runs a plan under strace and gives its syncs below the state folder, the programs `/…/effect NAME` that it
  /// started with their ends, and files that it renamed into `out/`.
  private func trace(_ box: Sandbox, _ arguments: String) async throws -> [Moment] {
    let ended = try await box.shell(
      "strace -f -y -s 4096 -e trace=fsync,fdatasync,execve,rename,renameat,renameat2,exit_group -o trace \"$BELAY\" \(arguments)"
    )
    #expect(ended.code == 0, "\(ended)")
    var names: [Substring: String] = [:]
    var moments: [Moment] = []
    for line in (box.read("trace") ?? "").split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 1)
      guard fields.count == 2 else { continue }
      let (process, call) = (fields[0], fields[1].drop { $0 == " " })
      if call.hasPrefix("fsync(") || call.hasPrefix("fdatasync("), call.contains("/.belay/") {
        moments.append(.sync)
      } else if call.hasPrefix("execve("), let match = call.firstMatch(of: /"[^"]*\/effect", "([a-z0-9]+)"/),
        !call.contains("= -1")
      {
        let name = String(match.1)
        if names[process] != name { moments.append(.effect(name)) }
        names[process] = name
      } else if call.hasPrefix("rename"), let match = call.firstMatch(of: /out(?:\/|>, ")([a-z0-9]+)"/) {
        moments += [.effect(String(match.1)), .effectEnded(String(match.1))]
      } else if call.hasPrefix("exit_group("), let name = names[process] {
        moments.append(.effectEnded(name))
        names[process] = nil
      }
    }
    return moments
  }

  private func writeProgram(_ box: Sandbox) throws {
    try box.write("effect", "#!/bin/sh\necho $1 >> log\n")
    box.setMode("effect", 0o755)
  }

  private func expectASyncBeforeEveryEffect(_ moments: [Moment], _ count: Int) {
    let effects = moments.filter { if case .effect = $0 { true } else { false } }
    #expect(effects.count == count)
    var isDurable = false
    for moment in moments {
      switch moment {
      case .sync: isDurable = true
      case .effect(let name):
        #expect(isDurable, "\(name) began before what came before it was durable: \(moments)")
      case .effectEnded: isDurable = false
      }
    }
    #expect(isDurable, "the last outcome is durable")
  }

  @Test(.enabled(if: canTrace, "strace isn't there or may not trace"))
  func aSerialChainSyncsOnceAStep() async throws {
    try await Sandbox.open { box in
      try writeProgram(box)
      try box.plan(
        "steps:\n"
          + (0..<12).map {
            "  - {id: s\($0), uses: exec.run, with: {argv: ['\(box.at("effect"))', s\($0)]}, rollback: {none: x}}\n"
          }
          .joined())
      let moments = try await trace(box, "run plan.yaml")
      #expect(box.lines("log") == (0..<12).map { "s\($0)" })
      expectASyncBeforeEveryEffect(moments, 12)
      for index in 0..<11 {
        let from = try #require(moments.firstIndex(of: .effect("s\(index)")))
        let to = try #require(moments.firstIndex(of: .effect("s\(index + 1)")))
        let between = moments[from..<to].count { $0 == .sync }
        #expect(between == 1, "\(between) syncs between s\(index) and s\(index + 1)")
      }
    }
  }

  @Test(.enabled(if: canTrace, "strace isn't there or may not trace"))
  func fileStepsSyncBeforeEveryEffectTheirUndoRecordsToo() async throws {
    try await Sandbox.open { box in
      for index in 0..<5 { try box.write("out/f\(index)", "old") }
      try box.plan(
        "steps:\n"
          + (0..<5).map {
            "  - {id: f\($0), uses: file.write, with: {path: out/f\($0), content: new}, rollback: auto}\n"
          }.joined())
      let moments = try await trace(box, "run plan.yaml")
      expectASyncBeforeEveryEffect(moments, 5)
    }
  }

  @Test(.enabled(if: canTrace, "strace isn't there or may not trace"))
  func rollbackSyncsBeforeEveryUndo() async throws {
    try await Sandbox.open { box in
      try writeProgram(box)
      let program = box.at("effect")
      try box.plan(
        "steps:\n"
          + (0..<4).map {
            "  - {id: s\($0), uses: exec.run, with: {argv: ['\(program)', s\($0)]}, rollback: {uses: exec.run, with: {argv: ['\(program)', u\($0)]}}}\n"
          }.joined())
      #expect(try await box.run().ended.code == 0)
      let moments = try await trace(box, "rollback last")
      #expect(Array(box.lines("log").suffix(4)) == ["u3", "u2", "u1", "u0"])
      expectASyncBeforeEveryEffect(moments, 4)
    }
  }

  @Test(.enabled(if: canTrace, "strace isn't there or may not trace"))
  func stepsTogetherEachHaveADurableIntent() async throws {
    try await Sandbox.open { box in
      try writeProgram(box)
      try box.plan(
        "steps:\n"
          + (0..<6).map {
            "  - {id: s\($0), needs: [], uses: exec.run, with: {argv: ['\(box.at("effect"))', s\($0)]}, rollback: {none: x}}\n"
          }.joined())
      let moments = try await trace(box, "run plan.yaml")
      #expect(moments.contains(.sync) && box.lines("log").count == 6)
      let first = try #require(moments.firstIndex { if case .effect = $0 { true } else { false } })
      #expect(moments[..<first].contains(.sync) && moments.last == .sync)
    }
  }

  @Test(.enabled(if: canTrace, "strace isn't there or may not trace"))
  func checkAndStatusSyncNothing() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      #expect(try await trace(box, "check plan.yaml").isEmpty)
      #expect(try await box.run().ended.code == 0)
      #expect(try await trace(box, "status last").isEmpty)
      #expect(try await trace(box, "audit verify last").isEmpty)
    }
  }
}
