// The hash chain: golden hashes that ten lines of Python compute too, and what verification finds.

import Digests
import JSONText
import Testing

@testable import Journal

@Suite("Chain")
struct ChainTests {
  /// The hashes are those of
  ///
  ///     prev = "0" * 64
  ///     for seq, (type, at, actor, token, data) in enumerate(events, 1):
  ///         e = dict(run=run, seq=seq, at=at, type=type, actor=actor, token=token, data=data, prev=prev)
  ///         text = json.dumps(e, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
  ///         prev = hashlib.sha256(text.encode()).hexdigest()
  @Test("Hashes are those that Python computes")
  func golden() throws {
    let run = try #require(RunID("20261124-143005-k7q2mz"))
    var chain = Chain(run: run)
    let text = "tab\tquote\" back\\ é € 😀 \u{1}\u{7f}/"
    var entries = try chain.append(
      [
        EntryDraft(
          type: "run.started", at: "2026-11-24T14:30:05.000Z", actor: "ann",
          data: [
            "plan": "demo", "inputs": ["n": 3, "s": .string(text)], "list": [true, false, nil, [], .object([:])],
          ]),
        EntryDraft(
          type: "step.intent", at: "2026-11-24T14:30:05.120Z", actor: "ann",
          data: ["b": -9_007_199_254_740_992, "a": 9_007_199_254_740_992, "B": 0]),
      ], token: 1)
    entries += try chain.append(
      [EntryDraft(type: "step.outcome", at: "2026-11-24T14:30:06.999Z", actor: "bob", data: .object([:]))], token: 2)
    #expect(
      entries.map(\.hash) == [
        "8b86e55c5a01549c2f74a76e196411980d3598e32bec140ce90b45c0cadcc1b1",
        "f2b19cd0813ffe734c377ee1ffca9578be70f56620af594b2044f15ef9fe3dde",
        "264876029c128380886fb596c1c10088fa65205c1d5c5d56afde581e07e96a65",
      ])
    #expect(entries.map(\.prev) == [Head.empty.hash, entries[0].hash, entries[1].hash])
    #expect(chain.head == Head(count: 3, hash: entries[2].hash))
    #expect(ChainVerifier.problems(in: entries, of: run) == [])
  }

  @Test("The bytes under the hash are the canonical form of the entry without its hash")
  func bytes() throws {
    var chain = Chain(run: sampleRun(1))
    for entry in try chain.append([sampleDraft("ä\"", ["z": 1, "a": "\u{0}"]), sampleDraft()], token: 7) {
      var object = try #require(entry.json().objectValue)
      object["hash"] = nil
      #expect(entry.bytes() == JSON.object(object).canonicalBytes())
      #expect(entry.hash == sha256Text(of: entry.bytes()))
      #expect(try Entry(json: JSON(parsing: entry.json().canonicalBytes())) == entry)
    }
  }

  @Test(
    "JSON that isn't an entry is refused",
    arguments: [
      ("[]", "it isn't an object"), ("{}", "'data' is missing"), (#"{"data":1}"#, "'run' isn't a string"),
      (#"{"data":1,"run":"a/b"}"#, "'run' isn't a run id"),
      (#"{"data":1,"run":"a","seq":1.5}"#, "'seq' isn't an integer"),
      (
        #"{"data":1,"run":"a","seq":1,"at":"","type":"","actor":"","token":1,"prev":"","hash":"","x":1}"#,
        "it has an unknown key 'x'"
      ),
    ])
  func notAnEntry(text: String, detail: String) throws {
    let json = try JSON(parsing: text)
    #expect(throws: RecordFault.notAnEntry(detail)) { try Entry(json: json) }
  }

  /// Five entries, changed in one way.
  private func problems(_ change: (inout [StoredEntry]) -> Void) throws -> [RecordProblem] {
    var chain = Chain(run: sampleRun(1))
    let drafts = (1...5).map { sampleDraft("t", ["n": .int($0)]) }
    var stored = try chain.append(drafts, token: 3).map(StoredEntry.init)
    change(&stored)
    var verifier = ChainVerifier(run: sampleRun(1))
    for entry in stored { verifier.check(entry) }
    return verifier.problems
  }

  private func problem(_ seq: Int64?, _ fault: RecordFault) -> RecordProblem { RecordProblem(seq: seq, fault: fault) }

  @Test("A whole chain has no problem")
  func whole() throws { #expect(try problems { _ in } == []) }

  @Test("A changed value is found at its event alone")
  func changed() throws {
    #expect(try problems { $0[2].actor = .text(Array("eve".utf8)) } == [problem(3, .hashMismatch)])
    #expect(try problems { $0[2].at = .text([]) } == [problem(3, .hashMismatch)])
    #expect(try problems { $0[2].type = .text(Array("u".utf8)) } == [problem(3, .hashMismatch)])
    #expect(try problems { $0[2].token = .integer(4) } == [problem(3, .hashMismatch)])
    #expect(try problems { $0[2].data = .text(Array(#"{"n":4}"#.utf8)) } == [problem(3, .hashMismatch)])
    #expect(try problems { $0[2].data = .text(Array(#"{"n": 3}"#.utf8)) } == [problem(3, .notCanonical)])
    #expect(
      try problems { $0[2].data = .text(Array(#"{"n":3,"n":3}"#.utf8)) }.map(\.fault.id) == ["BLY0751"],
      "a key twice")
    #expect(
      try problems { $0[2].data = .text(Array(#"{"n":3.5}"#.utf8)) } == [problem(3, .numberNotPortable(place: "n"))])
  }

  @Test("Rows of wrong types are found, not believed")
  func torn() throws {
    #expect(try problems { $0[1].data = .absent } == [problem(2, .notAnEntry("'data' isn't a text"))])
    #expect(try problems { $0[1].data = .other } == [problem(2, .notAnEntry("'data' isn't a text"))])
    #expect(try problems { $0[1].actor = .text([0xFF]) } == [problem(2, .notAnEntry("'actor' isn't UTF-8"))])
    #expect(try problems { $0[1].token = .absent } == [problem(2, .notAnEntry("'token' isn't an integer"))])
    let zeros = StoredValue.text([UInt8](repeating: 0, count: 64))
    let all = StoredEntry(
      run: zeros, seq: .integer(0), at: zeros, type: zeros, actor: zeros, token: .integer(0), data: zeros, prev: zeros,
      hash: zeros)
    #expect(try problems { $0 = [all] } == [problem(0, .notAnEntry("'run' isn't a run id"))])
  }

  @Test("Removed, swapped and repeated rows are found")
  func moved() throws {
    #expect(try problems { $0.remove(at: 2) } == [problem(4, .outOfSequence(expected: 3, found: 4))])
    #expect(try problems { $0.removeFirst() } == [problem(2, .outOfSequence(expected: 1, found: 2))])
    #expect(try problems { $0.swapAt(1, 2) }.map(\.fault.id) == ["BLY0755", "BLY0755", "BLY0755"])
    #expect(try problems { $0.insert($0[1], at: 2) } == [problem(2, .outOfSequence(expected: 3, found: 2))])
  }

  @Test("A row that was made anew, hash and all, breaks the link behind it")
  func rehashed() throws {
    let forged = try problems { stored in
      guard var entry = try? stored[2].entry() else { return }
      let bytes = canonicalEntry(
        run: entry.run.text, seq: 3, at: entry.at, type: entry.type, actor: "eve", token: entry.token,
        canonicalData: entry.data.canonicalBytes(), prev: entry.prev)
      entry = Entry(
        run: entry.run, seq: 3, at: entry.at, type: entry.type, actor: "eve", token: entry.token, data: entry.data,
        prev: entry.prev, hash: sha256Text(of: bytes))
      stored[2] = StoredEntry(entry)
    }
    #expect(forged == [problem(4, .prevMismatch)])
  }

  @Test("A row spliced from another run is found")
  func spliced() throws {
    var other = Chain(run: sampleRun(2))
    let entries = try other.append((1...5).map { sampleDraft("t", ["n": .int($0)]) }, token: 3)
    #expect(
      try problems { $0[2] = StoredEntry(entries[2]) }
        == [problem(3, .foreignRun(sampleRun(2).text)), problem(3, .prevMismatch), problem(4, .prevMismatch)])
  }

  @Test("A token that falls is found")
  func token() throws {
    var chain = Chain(run: sampleRun(1))
    let entries = try chain.append([sampleDraft()], token: 2) + chain.append([sampleDraft()], token: 1)
    #expect(
      ChainVerifier.problems(in: entries, of: sampleRun(1)) == [problem(2, .tokenFell(from: 2, to: 1))])
  }
}
