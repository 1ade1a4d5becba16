// Runs for the tests of this folder: a few events, texts, several commits.

import Foundation
import JSONText
import Journal
import JournalSQLite

let sampleRun = RunID.make(milliseconds: 1_795_530_605_000, random: 1)
let otherRun = RunID.make(milliseconds: 1_795_530_606_000, random: 2)
let samplePlan = Attachment(bytes: Array("belay: 1\nname: demo # ü\n".utf8))
let sampleBinary = Attachment(bytes: [0, 255, 10])

func draft(_ type: String, _ data: JSON) -> EntryDraft {
  EntryDraft(type: type, at: "2026-11-24T14:30:05.120Z", actor: "ann", data: data)
}

let sampleHolder = Holder(
  host: "edge-1", pid: 1, bootID: "boot-1", startedAt: "2026-11-24T14:30:05.000Z", executor: "belay run")

/// Records a run of eight events in four commits and gives its lease.
func record(_ run: RunID, in store: any JournalStore) throws -> Lease {
  let summary = RunSummary(
    run: run, plan: "demo", planVersion: "1.2.0", status: "running", operator: "ann",
    startedAt: "2026-11-24T14:30:05.000Z", planDigest: samplePlan.digest)
  let attachments: JSON = [.string(samplePlan.digest), .string("sha256:" + sampleBinary.digest)]
  var (lease, _, head) = try store.createRun(
    run, summary: summary,
    first: [draft("run.started", ["attachments": attachments]), draft("step.intent", ["step": "a", "n": 1])],
    attachments: [samplePlan, sampleBinary], locks: [], holder: sampleHolder)
  for number in 2...4 as ClosedRange<Int64> {
    let entries = try store.append(
      [draft("step.outcome", ["text": "canary-alpha ü \"\u{1}"]), draft("step.intent", ["n": .int(number)])], to: run,
      after: head, lease: lease)
    head = Head(count: entries[1].seq, hash: entries[1].hash)
  }
  return lease
}

/// A folder that ends with the test.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "/belay-audit-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
