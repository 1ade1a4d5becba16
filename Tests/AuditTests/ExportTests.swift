// Exports: what they hold, that they verify, and that no change of one does.

import Foundation
import JSONText
import Testing

@testable import Audit
@testable import Journal

@Suite("Exports")
struct ExportTests {
  let journal = MemoryJournal()
  let store: MemoryStore
  let export: [UInt8]

  init() throws {
    store = MemoryStore(sharing: journal)
    _ = try record(sampleRun, in: store)
    export = try Exporter.export(sampleRun, store)
  }

  private var lines: [String] {
    String(decoding: export, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func problems(_ lines: [String], end: String = "\n") -> [String] {
    Verifier.verify(Array((lines.joined(separator: "\n") + end).utf8)).problems.map { problem in
      (problem.seq.map { "\($0): " } ?? "") + problem.message
    }
  }

  @Test("An export has the events, then the texts, then the head, each in canonical form")
  func contents() throws {
    let entries = try store.entries(of: sampleRun, from: 1)
    let head = try store.head(of: sampleRun)
    let expected =
      entries.map { String(decoding: $0.json().canonicalBytes(), as: UTF8.self) } + [
        #"{"attachment":{"base64":"AP8K","digest":"\#(sampleBinary.digest)"}}"#,
        #"{"attachment":{"digest":"\#(samplePlan.digest)","text":"belay: 1\nname: demo # ü\n"}}"#,
        #"{"head":{"count":8,"hash":"\#(head.hash)","run":"\#(sampleRun)"}}"#,
      ]
    #expect(lines == expected)
    #expect(export.last == UInt8(ascii: "\n"))
  }

  @Test("A whole export verifies, and the report says what that proves")
  func whole() throws {
    let report = Verifier.verify(export)
    let head = try store.head(of: sampleRun)
    #expect(report.ok && report.events == 8 && report.head == head.hash && report.run == sampleRun)
    #expect(
      report.proven == [
        "Each of the 8 events holds the hash of the one before: none was changed, removed, added or moved.",
        "All 2 stored texts are whole.",
        "Not proven: that this is the record which the journal holds. That shows only a head known from elsewhere, "
          + "such as the anchor: \(sampleRun) 8 \(head.hash)",
      ])
  }

  @Test("An edited event is found")
  func edited() {
    var edited = lines
    edited[2] = edited[2].replacingOccurrences(of: "canary-alpha", with: "canary-alphb")
    #expect(problems(edited) == ["3: its hash doesn't fit its content"])
    edited[2] = lines[2].replacingOccurrences(of: ",", with: ", ")
    #expect(problems(edited) == ["3: it isn't in canonical form (RFC 8785), so it isn't what was written"])
    edited[2] = lines[2].replacingOccurrences(of: "}", with: ",\"x\":1}")
    #expect(!problems(edited).isEmpty)
    edited[2] = "\u{FEFF}" + lines[2]
    #expect(problems(edited).first?.hasPrefix("line 3 isn't JSON: ") == true)
    #expect(problems(edited).last == "4: event 3 is missing")
  }

  @Test("Lines that were cut out, swapped or repeated are found")
  func moved() {
    var moved = lines
    moved.remove(at: 3)
    #expect(problems(moved) == ["5: event 4 is missing"])
    moved = lines
    moved.swapAt(2, 3)
    #expect(problems(moved).first == "4: event 3 is missing")
    moved = lines
    moved.insert(moved[8], at: 9)
    #expect(problems(moved) == ["line 10 is out of place: events come first, then each text once, by digest"])
    moved = lines
    moved.swapAt(8, 9)
    #expect(problems(moved) == ["line 10 is out of place: events come first, then each text once, by digest"])
    moved = lines
    moved.swapAt(7, 8)
    #expect(problems(moved) == ["line 9 is out of place: events come first, then each text once, by digest"])
    moved = lines
    moved.removeSubrange(8...9)
    #expect(
      Set(problems(moved)) == [
        "the text \(samplePlan.digest) that an event names is missing",
        "the text \(sampleBinary.digest) that an event names is missing",
      ])
  }

  @Test("A cut export is found")
  func cut() {
    let missing = "the line with the head, which ends an export, is missing: the file was cut"
    #expect(problems(Array(lines.dropLast())) == [missing])
    #expect(problems(lines, end: "") == ["the last line doesn't end: the file was cut"])
    #expect(problems(Array(lines[..<7] + lines[8...])) == ["the head isn't the end of the events above it"])
    #expect(problems([], end: "") == ["there is no event", missing])
    #expect(problems([lines[10]]).sorted() == ["the head isn't the end of the events above it", "there is no event"])
  }

  @Test("A changed text is found")
  func text() {
    var changed = lines
    changed[9] = changed[9].replacingOccurrences(of: "demo", with: "dema")
    #expect(problems(changed) == ["the text stored under \(samplePlan.digest) isn't the one that was stored"])
    changed = lines
    changed[8] = changed[8].replacingOccurrences(of: "AP8K", with: "AP8L")
    #expect(problems(changed) == ["the text stored under \(sampleBinary.digest) isn't the one that was stored"])
    changed[8] = lines[8].replacingOccurrences(of: "AP8K", with: "AP8KA")
    #expect(problems(changed).first == "line 9 is neither an event nor an attachment nor the head")
  }

  @Test("Lines of other kinds, and lines after the head, are found")
  func foreign() {
    #expect(problems(lines + [lines[0]]) == ["line 12 comes after the head, which ends an export"])
    #expect(
      problems([#"{"note":1}"#] + lines) == ["line 1 is neither an event nor an attachment nor the head"])
    #expect(problems(["[]"] + lines) == ["line 1 is neither an event nor an attachment nor the head"])
    #expect(problems([""] + lines).first?.hasPrefix("line 1 isn't JSON") == true)
  }

  @Test("What isn't the record of a run is refused for export")
  func refused() throws {
    #expect(throws: JournalError.runNotFound("x")) { try Exporter.export(#require(RunID("x")), store) }
    journal.tamper(with: sampleRun) { $0.removeLast() }
    #expect(throws: JournalError.journalShorterThanAnchor(run: sampleRun, journal: 7, anchor: 8)) {
      try Exporter.export(sampleRun, store)
    }
    journal.tamper(with: sampleRun) { $0[1].actor = .text(Array("eve".utf8)) }
    #expect(throws: JournalError.entryDamaged(run: sampleRun, seq: 2, fault: .hashMismatch)) {
      try Exporter.export(sampleRun, store)
    }
    journal.tamper(with: sampleRun) { $0 = [] }
    #expect(throws: JournalError.runMissing(run: sampleRun.text, anchor: 8)) {
      try Exporter.export(sampleRun, store)
    }
  }

  @Test("No changed export verifies with other events, texts or head", arguments: [1, 2, 3, 4] as [UInt64])
  func mutations(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<150 {
      let changed = mutate(export, &random)
      guard changed != export else { continue }
      #expect(!Verifier.verify(changed).ok, "seed \(seed): \(String(decoding: changed, as: UTF8.self))")
    }
  }

  @Test("No export verifies that was cut anywhere")
  func cutAnywhere() {
    for length in Array(stride(from: 0, to: export.count, by: 23)) + Array(export.count - 100..<export.count) {
      #expect(!Verifier.verify(Array(export[..<length])).ok, "\(length) bytes")
    }
  }
}

/// Changes bytes in one of several ways.
func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
  var changed = bytes
  let place = Int.random(in: 0..<bytes.count, using: &random)
  let other = Int.random(in: 0..<bytes.count, using: &random)
  switch Int.random(in: 0..<6, using: &random) {
  case 0: changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
  case 1: changed[place] = UInt8.random(in: 0...255, using: &random)
  case 2: changed.remove(at: place)
  case 3: changed.insert(bytes[other], at: place)
  case 4: changed.removeSubrange(min(place, other)...max(place, other))
  default:
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    lines.swapAt(place % lines.count, other % lines.count)
    changed = Array(lines.joined(separator: [10]))
  }
  return changed
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
