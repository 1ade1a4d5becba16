// Every store: the inbox through which others speak to a living run.

import JSONText
import Journal
import Testing

@Suite("Every store: inbox")
struct StoreInboxTests {
  @Test("Messages come in order, each with a higher id, for their run alone", arguments: StoreKind.allCases)
  func order(kind: StoreKind) throws {
    let journal = kind.make()
    let (executor, outside) = (journal.open(), journal.open())
    let (a, b) = (sampleRun(1), sampleRun(2))
    _ = try executor.start(a)
    _ = try executor.start(b)
    let first = try outside.post("approve", data: ["step": "gate", "note": "ä"], actor: "bob", to: a)
    let second = try outside.post("stop", data: [1, nil], actor: "cid", to: a)
    _ = try outside.post("stop", data: nil, actor: "cid", to: b)
    #expect(first.id < second.id)
    #expect(first.at == "2026-11-24T15:00:00.000Z")
    #expect(try executor.messages(for: a, after: 0) == [first, second])
    #expect(try executor.messages(for: a, after: first.id) == [second])
    #expect(try executor.messages(for: a, after: second.id) == [])
    #expect(first.kind == "approve" && first.actor == "bob" && first.data == ["step": "gate", "note": "ä"])
  }

  @Test("The id of a message that was taken isn't used again", arguments: StoreKind.allCases)
  func ids(kind: StoreKind) throws {
    let store = kind.make().open()
    let run = sampleRun(1)
    let started = try store.start(run)
    let first = try store.post("stop", data: nil, actor: "cid", to: run)
    _ = try store.append(
      [sampleDraft()], to: run, after: started.head, lease: started.lease, summary: nil, locks: .none,
      attachments: [], taken: first.id)
    #expect(try store.post("stop", data: nil, actor: "cid", to: run).id > first.id)
  }
}
