// Verification of a run in a store: what is proven, and every way in which a record can be harmed.

import Foundation
import JSONText
import Testing

@testable import Audit
@testable import Journal

@Suite("Verification of a store")
struct VerifierTests {
  let journal = MemoryJournal()
  let store: MemoryStore

  init() throws {
    store = MemoryStore(sharing: journal)
    _ = try record(sampleRun, in: store)
    _ = try record(otherRun, in: store)
  }

  private func problems() throws -> [String] {
    try Verifier.verify(sampleRun, store).problems.map { problem in
      (problem.seq.map { "\($0): " } ?? "") + problem.message
    }
  }

  @Test("A whole record verifies, and the report says what that proves")
  func whole() throws {
    let head = try store.head(of: sampleRun)
    let report = try Verifier.verify(sampleRun, store)
    #expect(report.ok && report.events == 8 && report.head == head.hash && report.run == sampleRun)
    #expect(
      report.proven == [
        "Each of the 8 events holds the hash of the one before: none was changed, removed, added or moved.",
        "The anchor knows the last event, so none is missing at the end.", "All 2 stored texts are whole.",
        "Not proven: that nobody has cut or rewritten journal and anchor together. That can be found only where the "
          + "anchor or this head was also sent elsewhere: \(sampleRun) 8 \(head.hash)",
      ])
    let json = report.json()
    #expect(json["ok"] == true && json["events"] == 8 && json["problems"] == [])
    #expect(json["head"]?.stringValue == head.hash)
    #expect(json["run"]?.stringValue == sampleRun.text)
  }

  @Test("A run that nobody knows isn't found")
  func unknown() {
    #expect(throws: JournalError.runNotFound("x")) { try Verifier.verify(#require(RunID("x")), store) }
  }

  @Test("A changed event is found at its number")
  func changed() throws {
    journal.tamper(with: sampleRun) { $0[2].data = .text(Array(#"{"text":"canary-alphb"}"#.utf8)) }
    #expect(try problems() == ["3: its hash doesn't fit its content"])
    let json = try Verifier.verify(sampleRun, store).json()
    #expect(json["ok"] == false)
    #expect(
      json["problems"] == [["seq": 3, "id": "BLY0757", "message": "its hash doesn't fit its content"]])
    #expect(json["proven"] == [])
  }

  @Test("A record that is cut at its end is found by its anchor")
  func cut() throws {
    journal.tamper(with: sampleRun) { $0.removeLast(3) }
    #expect(try problems() == ["journal shorter than its anchor: 5 events, but the anchor says 8"])
    journal.tamper(with: sampleRun) { $0 = [] }
    #expect(
      try problems() == ["the anchor knows run \(sampleRun) with 8 events, but the journal doesn't have it"])
  }

  @Test("A record that was written anew, hashes and all, is found by its anchor")
  func rewritten() throws {
    var chain = Chain(run: sampleRun)
    let forged = try chain.append((1...8).map { draft("t", ["n": .int($0)]) }, token: 1)
    journal.tamper(with: sampleRun) { $0 = forged.map(StoredEntry.init) }
    #expect(
      try problems() == [
        "2: event 2 isn't the one that the anchor knows"
      ])
  }

  @Test("A journal that lacks another run, or its end, is an older copy")
  func otherRuns() throws {
    journal.tamper(with: otherRun) { $0.removeLast() }
    #expect(
      try problems() == ["another run, \(otherRun), is shorter than its anchor: 7 events, but the anchor says 8"])
    journal.tamper(with: otherRun) { $0 = [] }
    #expect(
      try problems() == ["the anchor knows run \(otherRun) with 8 events, but the journal doesn't have it"])
  }

  @Test("An anchor that is missing, empty or damaged shows nothing")
  func anchor() throws {
    journal.tamperWithAnchor { $0 = ($0 ?? []) + Array("x\n".utf8) }
    #expect(try problems() == ["line 9 of the anchor can't be read"])
    journal.tamperWithAnchor { $0 = [] }
    #expect(
      try problems() == ["the anchor has no line about the run, so nothing shows that its end is whole"])
    journal.tamperWithAnchor { $0 = nil }
    #expect(try problems() == ["the anchor is missing, so nothing shows that the end of the run is whole"])
  }

  @Test("An anchor that lags behind confirms what it knows")
  func behind() throws {
    journal.tamperWithAnchor { anchor in
      let text = String(decoding: anchor ?? [], as: UTF8.self)
      anchor = Array(text.split(separator: "\n").prefix(2).joined(separator: "\n").utf8) + [10]
    }
    let report = try Verifier.verify(sampleRun, store)
    #expect(report.ok)
    #expect(report.proven[1] == "The anchor knows the run up to event 4; the 4 after it were written last.")
  }

  @Test("A text that was changed or removed is found")
  func texts() throws {
    journal.with { $0.attachments[samplePlan.digest] = [1] }
    #expect(try problems() == ["the text stored under \(samplePlan.digest) isn't the one that was stored"])
    journal.with {
      $0.attachments[samplePlan.digest] = nil
      $0.runs[sampleRun]?.attachments = [sampleBinary.digest]
    }
    #expect(try problems() == ["the text \(samplePlan.digest) that an event names is missing"])
  }

  @Test("A text that no event names is pointed out")
  func unnamedText() throws {
    let extra = Attachment(bytes: [7])
    journal.with { $0.add([extra], to: sampleRun) }
    let report = try Verifier.verify(sampleRun, store)
    #expect(report.ok)
    #expect(
      report.proven[2]
        == "All 3 stored texts are whole. No event names 1 of them, so nothing proves that they belong to the run.")
  }

  @Test("Events of types that this version doesn't know are fine")
  func unknownTypes() throws {
    let store = MemoryStore()
    var chain = try record(sampleRun, in: store)
    chain.close()
    chain = try store.acquireLease(sampleRun, holder: sampleHolder)
    _ = try store.append(
      [draft("from.the.future", [["x": nil]])], to: sampleRun, after: store.head(of: sampleRun), lease: chain)
    #expect(try Verifier.verify(sampleRun, store).ok)
  }
}
