// Runs, drafts and holders for the tests of this folder.

import Glibc
import JSONText
import Journal

func sampleRun(_ number: UInt64) -> RunID { RunID.make(milliseconds: 1_795_530_605_000, random: number) }

func sampleSummary(_ run: RunID, status: String = "running") -> RunSummary {
  RunSummary(
    run: run, plan: "demo", planVersion: "1.2.0", title: "Demo", status: status, operator: "ann",
    startedAt: "2026-11-24T14:30:05.000Z", planDigest: String(repeating: "a", count: 64))
}

func sampleDraft(_ type: String = "step.intent", _ data: JSON = ["step": "a"]) -> EntryDraft {
  EntryDraft(type: type, at: "2026-11-24T14:30:05.120Z", actor: "ann", data: data)
}

func sampleHolder(host: String = "edge-1", bootID: String = "boot-1", pid: Int32 = getpid()) -> Holder {
  Holder(host: host, pid: pid, bootID: bootID, startedAt: "2026-11-24T14:30:05.000Z", executor: "belay run")
}

extension JournalStore {
  /// Starts a run with one entry.
  func start(
    _ run: RunID, first: [EntryDraft] = [sampleDraft("run.started")], attachments: [Attachment] = [],
    locks: [String] = [], holder: Holder = sampleHolder()
  ) throws(JournalError) -> (lease: Lease, entries: [Entry], head: Head) {
    try createRun(
      run, summary: sampleSummary(run), first: first, attachments: attachments, locks: locks, holder: holder)
  }
}
