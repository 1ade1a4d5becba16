// The record: complete, checkable without Belay, and every change to it found.

import Foundation
import JSONText
import Testing

@Suite struct AuditTests {
  private func finished(_ box: Sandbox) async throws -> String {
    try box.plan(steps(noting("marker-alpha"), noting("b")))
    let (ended, status) = try await box.run()
    #expect(ended.code == 0, "\(ended)")
    return status.run
  }

  /// SHA-256 as coreutils compute it.
  private func sha256(_ bytes: [UInt8], _ box: Sandbox) async throws -> String {
    try box.write("to-hash", bytes: bytes)
    return String(try await box.shell("sha256sum < to-hash").stdout.prefix(64))
  }

  @Test func theExportIsAChainThatAnybodyCanRecompute() async throws {
    try await Sandbox.open { box in
      let run = try await finished(box)
      #expect(try await box.belay("audit", "export", run, "-o", "run.jsonl").code == 0)
      let verified = try await box.belay("audit", "verify", run, "--format", "json").json
      var previous = String(repeating: "0", count: 64)
      var seq: Int64 = 0
      var types: Set<String> = []
      for line in box.lines("run.jsonl") {
        let entry = try JSON(parsing: line)
        guard var object = entry.objectValue, let hash = entry["hash"]?.stringValue else { continue }
        seq += 1
        #expect(
          entry["prev"]?.stringValue == previous && entry["seq"]?.intValue == seq && entry["run"]?.stringValue == run)
        object["hash"] = nil
        previous = try await sha256(JSON.object(object).canonicalBytes(), box)
        #expect(hash == previous)
        types.insert(entry["type"]?.stringValue ?? "")
      }
      #expect(
        verified["ok"] == true && verified["events"]?.intValue == seq && verified["head"]?.stringValue == previous)
      #expect(types.count >= 4 && seq > 4)
      #expect(try await box.belay("audit", "verify", "run.jsonl").code == 0)
      let again = try await box.belay("audit", "verify", run, "--format", "json").json
      #expect(again["events"] == verified["events"], "looking adds nothing")
    }
  }

  @Test(arguments: ["edited", "edited in its hash", "cut", "shortened", "swapped", "doubled", "empty"])
  func aChangedExportIsFound(_ how: String) async throws {
    try await Sandbox.open { box in
      let run = try await finished(box)
      try await box.belay("audit", "export", run, "-o", "run.jsonl")
      var lines = box.lines("run.jsonl")
      switch how {
      case "edited":
        let place = try #require(lines.firstIndex { $0.contains("marker-alpha") })
        lines[place] = lines[place].replacing("marker-alpha", with: "marker-alphb")
      case "edited in its hash":
        let place = lines.count / 2
        let hash = try #require(try JSON(parsing: lines[place])["hash"]?.stringValue)
        lines[place] = lines[place].replacing(hash, with: String(hash.reversed()))
      case "cut": lines.remove(at: 4)
      case "shortened": lines.removeLast()
      case "swapped": lines.swapAt(3, 4)
      case "doubled": lines.insert(lines[3], at: 3)
      default: lines = []
      }
      try box.write("bad.jsonl", lines.map { $0 + "\n" }.joined())
      let ended = try await box.belay("audit", "verify", "bad.jsonl", "--format", "json")
      if how == "shortened" {
        // A tail that is gone leaves a whole chain: what the export says of its own end must not hold any more.
        #expect(ended.code == 9 || ended.stdout.contains("anchor"), "\(ended)")
      } else {
        #expect(ended.code == 9, "\(ended)")
        #expect(try ended.json["ok"] == false && ended.json["problems"]?.arrayValue?.isEmpty == false)
      }
    }
  }

  @Test func anEditedDatabaseIsFound() async throws {
    try await Sandbox.open { box in
      let run = try await finished(box)
      var hits = 0
      for name in ["journal.db", "journal.db-wal"] {
        guard let bytes = box.bytes(".belay/" + name) else { continue }
        var data = Data(bytes)
        while let range = data.range(of: Data("marker-alpha".utf8)) {
          data.replaceSubrange(range, with: Data("marker-alphb".utf8))
          hits += 1
        }
        try box.write(".belay/" + name, bytes: [UInt8](data))
      }
      try #require(hits > 0)
      let ended = try await box.belay("audit", "verify", run)
      #expect(ended.code == 9, "\(ended)")
    }
  }

  @Test(arguments: [
    "DELETE FROM entries WHERE seq = 4", "DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)",
    "UPDATE entries SET seq = seq + 100 WHERE seq = 5",
  ])
  func rowsThatAreGoneOrMovedAreFound(_ statement: String) async throws {
    try await Sandbox.open { box in
      let run = try await finished(box)
      let ended = try await box.shell(
        """
        python3 - <<'EOF'
        import sqlite3, sys
        base = sqlite3.connect('.belay/journal.db')
        tables = [r[0] for r in base.execute("select name from sqlite_master where type='table'")]
        name = next(t for t in tables if {'seq', 'hash'} <= {c[1] for c in base.execute(f'pragma table_info({t})')})
        for trigger in [r[0] for r in base.execute("select name from sqlite_master where type='trigger'")]:
            base.execute(f'drop trigger "{trigger}"')
        base.execute("\(statement)".replace("entries", name))
        base.commit()
        EOF
        """)
      if ended.code == 127 { return }  // no python3 here
      #expect(ended.code == 0, "\(ended)")
      let verified = try await box.belay("audit", "verify", run)
      #expect(verified.code == 9, "\(verified)")
    }
  }

  /// No hash protects the list of runs: who edits it could make a run look finished that isn't.
  @Test(arguments: [
    (
      "UPDATE runs SET status = 'succeeded'", "BLY0777",
      "the list of runs says status 'succeeded', and the events say 'halted'"
    ),
    ("UPDATE runs SET operator = 'nobody'", "BLY0777", "operator 'nobody'"),
    ("DELETE FROM runs", "BLY0710", "but the journal doesn't have it"),
  ])
  func aListOfRunsThatSaysSomethingElseIsFound(_ statement: String, _ id: String, _ words: String) async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "exit 3")))
      let (ended, status) = try await box.run()
      #expect(ended.code == 1)
      let whole = try await box.belay("audit", "verify", status.run)
      #expect(whole.code == 0 && whole.stdout.contains("The list of runs says what the events say."), "\(whole)")
      let edited = try await box.shell("sqlite3 .belay/journal.db \"PRAGMA foreign_keys=OFF; \(statement)\"")
      if edited.code == 127 { return }  // no sqlite3 here
      #expect(edited.code == 0, "\(edited)")
      let verified = try await box.belay("audit", "verify", status.run)
      #expect(verified.code == 9 && verified.stderr.contains(id) && verified.stderr.contains(words), "\(verified)")
    }
  }

  @Test func anOlderJournalPutBackIsFoundAndNothingRuns() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "[ -e ok ] && echo b >> log")))
      #expect(try await box.run().ended.code == 1)
      #expect(try await box.shell("mkdir keep && cp .belay/journal.db* keep/").code == 0)
      try box.write("ok")
      #expect(try await box.belay("resume", "last").code == 0)
      #expect(try await box.shell("rm .belay/journal.db*; cp keep/* .belay/").code == 0)
      let verified = try await box.belay("audit", "verify", "last")
      #expect(verified.code == 9 && verified.said.contains("anchor"), "\(verified)")
      let resumed = try await box.belay("resume", "last")
      #expect(resumed.code != 0 && resumed.code != 1 && box.lines("log") == ["a", "b"], "\(resumed)")
      let rolledBack = try await box.belay("rollback", "last")
      #expect(rolledBack.code != 0 && box.lines("log") == ["a", "b"], "\(rolledBack)")
    }
  }

  @Test func aRunThatOnlyTheAnchorKnowsIsFound() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      #expect(try await box.run().ended.code == 0)
      #expect(try await box.shell("mkdir keep && cp .belay/journal.db* keep/").code == 0)
      let (_, second) = try await box.run()
      #expect(try await box.shell("rm .belay/journal.db*; cp keep/* .belay/").code == 0)
      let ended = try await box.belay("audit", "verify", second.run)
      #expect(ended.code == 9, "\(ended)")
    }
  }

  @Test func anAnchorThatLagsIsExtendedAndOneThatDiffersIsNot() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "[ -e ok ]")))
      let (_, status) = try await box.run()
      let anchor = box.lines(".belay/anchor")
      #expect(anchor.count > 2)
      try box.write(".belay/anchor", anchor.dropLast(2).map { $0 + "\n" }.joined())
      try await box.expectVerified()
      try box.write("ok")
      #expect(try await box.belay("resume", "last").code == 0)
      try await box.expectVerified()
      try box.write(
        ".belay/anchor",
        box.lines(".belay/anchor").map { $0.replacing(/[0-9a-f]{64}/, with: String(repeating: "ab", count: 32)) + "\n" }
          .joined())
      #expect(try await box.belay("audit", "verify", status.run).code == 9)
    }
  }

  @Test func anEventOfAnotherRunIsFound() async throws {
    try await Sandbox.open { box in
      let first = try await finished(box)
      let second = try await finished(box)
      try await box.belay("audit", "export", first, "-o", "1.jsonl")
      try await box.belay("audit", "export", second, "-o", "2.jsonl")
      var lines = box.lines("1.jsonl")
      lines[4] = box.lines("2.jsonl")[4]
      try box.write("spliced.jsonl", lines.map { $0 + "\n" }.joined())
      #expect(try await box.belay("audit", "verify", "spliced.jsonl").code == 9)
    }
  }
}
