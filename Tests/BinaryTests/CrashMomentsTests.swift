// `kill -9` at fifty random moments over a plan with serial, parallel, foreach, opaque and idempotent steps and a
// rollback, whose every step and undo writes `in NAME KEY` and `out NAME` to one file. Afterwards the run is resumed,
// what is in doubt is settled by looking at the file, and the file must hold everything once: nothing lost, nothing
// doubled, nothing in doubt that wasn't reported.
//
// The moments follow from a seed that every failure shows; BELAY_TEST_SEED repeats them.

import Foundation
import Glibc
import JSONText
import Testing

/// One crash.
struct CrashMoment: Sendable, CustomTestStringConvertible {
  enum Course: String, Sendable { case forward, rollback }
  let index: Int
  let course: Course
  let casualties: Casualties
  /// Crash the executor that resumes, too.
  let twice: Bool

  var testDescription: String { "\(index): \(course), \(casualties)" + (twice ? ", twice" : "") }

  static let all: [CrashMoment] = (0..<50).map {
    CrashMoment(
      index: $0, course: $0 % 5 < 3 ? .forward : .rollback, casualties: $0 % 2 == 0 ? .executor : .family,
      twice: $0 % 3 == 0)
  }
}

@Suite struct CrashMomentsTests {
  // MARK: The plan

  private static let opaque = ["a", "p1", "p3", "each[x]", "each[z]", "d"]
  private static let idempotent = ["b", "p2", "again[u]", "again[v]", "e"]

  /// `in` with the key and `out`, with a moment of work between; `last` ends with exit code 1.
  private static func work(_ name: String, milliseconds: Int, code: Int = 0) -> String {
    "echo \"in $N $BELAY_IDEMPOTENCY_KEY\" >> effects; sleep 0.0\(milliseconds); echo \"out $N\" >> effects; exit \(code)"
  }

  private static func step(
    _ id: String, _ more: String = "", name: String? = nil, milliseconds: Int = 20, code: Int = 0
  ) -> String {
    let name = name ?? id
    return """
          - id: \(id)
            \(more.isEmpty ? "title: \(id)" : more.replacing("\n", with: "\n      "))
            uses: shell.run
            with: {script: '\(work(name, milliseconds: milliseconds, code: code))', env: {N: '\(name)'}}
            rollback: {uses: shell.run, with: {script: '\(work(name, milliseconds: 10))', env: {N: '-\(name)'}}}

      """
  }

  /// The undo of an idempotent step is idempotent, too.
  private static func idempotentStep(_ id: String, _ more: String = "", name: String? = nil) -> String {
    step(id, ("idempotent: true\n" + more).trimmingCharacters(in: .newlines), name: name)
      .replacing("rollback: {uses: shell.run,", with: "rollback: {uses: shell.run, idempotent: true,")
  }

  private static func body(_ course: CrashMoment.Course) -> String {
    "on_failure: rollback\nphases:\n  - id: one\n    steps:\n"
      + step("a") + idempotentStep("b")
      + step("p1", "needs: [b]", milliseconds: 60) + idempotentStep("p2", "needs: [b]") + step("p3", "needs: [b]")
      + step(
        "each", "needs: [p1, p2, p3]\nforeach: ${{ ['x', 'z'] }}\nas: item\nmax_parallel: 1", name: "each[${{ item }}]")
      + "  - id: two\n    steps:\n"
      + idempotentStep("again", "foreach: ${{ ['u', 'v'] }}\nas: item", name: "again[${{ item }}]")
      + step("d") + idempotentStep("e")
      + (course == .rollback
        ? "    - {id: bad, uses: shell.run, idempotent: true, with: {script: 'echo bad >> effects; exit 1'}, rollback: {none: x}}\n"
        : "")
  }

  // MARK: The test

  @Test(arguments: CrashMoment.all)
  func nothingIsLostAndNothingDoubled(_ moment: CrashMoment) async throws {
    try await Sandbox.open { box in
      let seed = Dice.sessionSeed &+ UInt64(moment.index) &* 7919
      var dice = Dice(seed: seed)
      try box.plan(Self.body(moment.course))
      let run = try box.start("run", "plan.yaml")
      let delay = try await Self.pause(box, run, moment, &dice)
      try await box.crash(run, moment.casualties)
      let story = "BELAY_TEST_SEED=\(Dice.sessionSeed), moment \(moment.testDescription), \(delay)"

      guard try await box.belay("runs", "--format", "json").json["runs"]?.arrayValue?.isEmpty == false else {
        #expect(box.lines("effects").isEmpty, "an effect without a run; \(story)")
        return
      }
      if moment.twice {
        let resume = try box.start("resume", "last")
        try await Task.sleep(for: .milliseconds(Int.random(in: 20...500, using: &dice)))
        try await box.crash(resume, moment.casualties)
      }
      try await box.expectVerified()
      let asked = try await Self.bringToItsEnd(box, moment, story)
      Self.judge(box, moment, asked: asked, story: story)
      try await box.expectVerified()
      let status = try await box.status()
      #expect(status.status == (moment.course == .forward ? "succeeded" : "rolled_back"), "\(story)\n\(status)")
      #expect(status.inDoubt.isEmpty)
    }
  }

  /// Lets the run get a random way: to a random number of lines in the file of effects and a few milliseconds more.
  private static func pause(
    _ box: Sandbox, _ run: Living, _ moment: CrashMoment, _ dice: inout Dice
  ) async throws -> String {
    let all = (opaque.count + idempotent.count) * 2
    let lines = Int.random(in: 0...(moment.course == .forward ? all : all * 2), using: &dice)
    let rest = Int.random(in: 0...40, using: &dice)
    try await eventually("\(lines) lines") {
      box.lines("effects").count >= lines || (lines == 0 && box.exists(".belay")) || run.hasEnded
    }
    if box.lines("effects").isEmpty, run.hasEnded { throw CommandFailure(description: "\(try await run.end())") }
    try await Task.sleep(for: .milliseconds(rest))
    return "after \(lines) lines and \(rest) ms"
  }

  /// Resumes until the end; settles what is in doubt as a person would who looks at the site. Gives the names of the
  /// effects that were asked about.
  private static func bringToItsEnd(_ box: Sandbox, _ moment: CrashMoment, _ story: String) async throws -> Set<String>
  {
    var asked: Set<String> = []
    for _ in 0..<20 {
      let ended = try await box.belay("resume", "last")
      if ended.code != 6 {
        #expect(ended.code == (moment.course == .forward ? 0 : 3), "\(story)\n\(ended)")
        return asked
      }
      let isBack = box.lines("effects").contains("bad")
      let status = try await box.status()
      #expect(!status.inDoubt.isEmpty, "\(story)\n\(status)")
      for id in status.inDoubt {
        let name = (isBack ? "-" : "") + (id.split(separator: "/").last.map(String.init) ?? id)
        asked.insert(name)
        #expect(opaque.contains(name.trimmingCharacters(in: ["-"])), "\(id) isn't opaque; \(story)")
        if effects(box).contains("in \(name)") {
          // It was begun: the person finishes it by hand.
          if !effects(box).contains("out \(name)") { try await append("out \(name)", box) }
          #expect(try await box.belay("resolve", "last", id, "done").code == 0)
        } else {
          #expect(try await box.belay("resolve", "last", id, "not-done").code == 0)
        }
      }
    }
    Issue.record("no end; \(story)")
    return asked
  }

  private static func append(_ line: String, _ box: Sandbox) async throws {
    #expect(try await box.shell("echo '\(line)' >> effects").code == 0)
  }

  /// The effects without their keys.
  private static func effects(_ box: Sandbox) -> [String] {
    box.lines("effects").map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
  }

  private static func judge(_ box: Sandbox, _ moment: CrashMoment, asked: Set<String>, story: String) {
    let found = effects(box)
    let shown = "\(story)\n\(box.lines("effects").joined(separator: "\n"))"
    let signs = moment.course == .forward ? [""] : ["", "-"]
    for sign in signs {
      for name in opaque.map({ sign + $0 }) {
        #expect(found.count { $0 == "in \(name)" } == 1, "\(name) once; \(shown)")
        #expect(found.count { $0 == "out \(name)" } == 1, "\(name) once; \(shown)")
      }
      for name in idempotent.map({ sign + $0 }) {
        let times = found.count { $0 == "in \(name)" }
        let crashes = moment.casualties == .executor ? 1 : moment.twice ? 3 : 2
        #expect((1...crashes).contains(times), "\(name) \(times) times; \(shown)")
        #expect(found.contains("out \(name)"), "\(name) ended; \(shown)")
        let keys = Set(box.lines("effects").filter { $0.hasPrefix("in \(name) ") })
        #expect(keys.count == 1, "one key for \(name); \(shown)")
      }
    }
    if moment.casualties == .executor {
      // The supervisor knows how every step ended.
      #expect(asked.isEmpty, "asked about \(asked); \(shown)")
    }
    expectOrder(found, moment, shown)
  }

  private static func expectOrder(_ found: [String], _ moment: CrashMoment, _ shown: String) {
    func first(_ line: String) -> Int { found.firstIndex(of: line) ?? -1 }
    func last(_ line: String) -> Int { found.lastIndex(of: line) ?? -1 }
    let chains = [
      ["a", "b", "p1", "each[x]", "each[z]", "d", "e"], ["b", "p2", "each[x]"], ["b", "p3", "each[x]"],
      ["each[z]", "again[u]", "d"], ["each[z]", "again[v]", "d"],
    ]
    for chain in chains {
      for (before, after) in zip(chain, chain.dropFirst()) {
        #expect(last("out \(before)") < first("in \(after)"), "\(before) before \(after); \(shown)")
        if moment.course == .rollback {
          #expect(last("out -\(after)") < first("in -\(before)"), "undo of \(after) before that of \(before); \(shown)")
        }
      }
    }
  }
}
