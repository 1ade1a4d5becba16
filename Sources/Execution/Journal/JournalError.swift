// Why a store refused or failed, with the words for the person who reads it. Ids BLY0700–BLY0749.

/// What a store refuses or can't do. Every case says by ``message`` what is the matter and by ``help`` what to do next.
public enum JournalError: Error, Hashable, Sendable {
  /// A lock that the run needs belongs to another run.
  case lockHeld(name: String, by: RunID)
  /// A living executor has the lease of the run; nil when it hasn't introduced itself yet.
  case leaseHeld(Holder?)
  /// An executor of another host had the lease and never gave it back; it is never assumed dead.
  case leaseHeldElsewhere(run: RunID, Holder)
  /// The lease was closed, or another executor has taken it over: nothing was written.
  case leaseLost(run: RunID, token: Int64)
  /// The run doesn't end where the caller thinks: nothing was written.
  case headMoved(run: RunID, expected: Head, found: Head)
  case runExists(RunID)
  case noRuns
  case runNotFound(String)
  case runAmbiguous(prefix: String, runs: [RunID])
  /// The anchor knows a run that the journal doesn't have.
  case runMissing(run: String, anchor: Int64)
  case journalShorterThanAnchor(run: RunID, journal: Int64, anchor: Int64)
  /// The journal has another entry where the anchor says which one it was.
  case journalDiffersFromAnchor(run: RunID, count: Int64)
  /// A line of the anchor about this run can't be read.
  case anchorDamaged(path: String, line: Int)
  case anchorUnwritable(path: String, reason: String)
  /// An entry of the run isn't what was written.
  case entryDamaged(run: RunID, seq: Int64?, fault: RecordFault)
  case attachmentChanged(digest: String)
  case attachmentMissing(digest: String)
  case notADatabase(path: String)
  /// A database of another program.
  case foreignDatabase(path: String)
  case newerFormat(path: String, found: Int64, supported: Int64)
  case databaseDamaged(path: String, detail: String)
  case readOnly(path: String)
  case ownedByAnother(path: String, owner: String)
  case unreadable(path: String, reason: String)
  case uncreatable(path: String, reason: String)
  case busy(path: String)
  case diskFull(path: String)
  case writeFailed(path: String, reason: String)
  /// SQLite doesn't sync each commit although it was told to.
  case notDurable(path: String, synchronous: Int64)
  /// A write failed and can't be read back: it may have happened.
  case outcomeUnknown(run: RunID, seq: Int64, hash: String)
  /// A draft holds a number that isn't an integer within ±2^53.
  case numberNotPortable(type: String, place: String)
  case closed
}

extension JournalError {
  /// What kind of trouble it is; a front end chooses its exit code by it.
  public enum Category: Sendable {
    /// Another executor or a lock is in the way.
    case held
    /// The caller named something that isn't there, or used the store wrongly.
    case usage
    /// The record isn't what was written.
    case damaged
    /// The journal can't be opened, read or written.
    case unavailable
  }

  public var category: Category {
    switch self {
    case .lockHeld, .leaseHeld, .leaseHeldElsewhere, .leaseLost, .headMoved: .held
    case .runExists, .noRuns, .runNotFound, .runAmbiguous, .numberNotPortable: .usage
    case .runMissing, .journalShorterThanAnchor, .journalDiffersFromAnchor, .anchorDamaged, .entryDamaged,
      .attachmentChanged, .attachmentMissing, .notADatabase, .databaseDamaged:
      .damaged
    case .anchorUnwritable, .foreignDatabase, .newerFormat, .readOnly, .ownedByAnother, .unreadable, .uncreatable,
      .busy, .diskFull, .writeFailed, .notDurable, .outcomeUnknown, .closed:
      .unavailable
    }
  }

  /// The stable id that `belay error` explains.
  public var id: String {
    switch self {
    case .lockHeld: "BLY0701"
    case .leaseHeld: "BLY0702"
    case .leaseHeldElsewhere: "BLY0703"
    case .leaseLost: "BLY0704"
    case .headMoved: "BLY0705"
    case .runExists: "BLY0706"
    case .noRuns: "BLY0707"
    case .runNotFound: "BLY0708"
    case .runAmbiguous: "BLY0709"
    case .runMissing: "BLY0710"
    case .journalShorterThanAnchor: "BLY0711"
    case .journalDiffersFromAnchor: "BLY0712"
    case .anchorDamaged: "BLY0713"
    case .anchorUnwritable: "BLY0714"
    case .entryDamaged: "BLY0715"
    case .attachmentChanged: "BLY0716"
    case .notADatabase: "BLY0717"
    case .foreignDatabase: "BLY0718"
    case .newerFormat: "BLY0719"
    case .databaseDamaged: "BLY0720"
    case .readOnly: "BLY0721"
    case .ownedByAnother: "BLY0722"
    case .unreadable: "BLY0723"
    case .uncreatable: "BLY0724"
    case .busy: "BLY0725"
    case .diskFull: "BLY0726"
    case .writeFailed: "BLY0727"
    case .notDurable: "BLY0728"
    case .outcomeUnknown: "BLY0729"
    case .numberNotPortable: "BLY0730"
    case .closed: "BLY0731"
    case .attachmentMissing: "BLY0732"
    }
  }

  /// What is the matter.
  public var message: String {
    switch self {
    case .lockHeld(let name, let run): "lock '\(name)' is held by run \(run)"
    case .leaseHeld(nil): "another executor is starting on this run"
    case .leaseHeld(let holder?): "the run is executed by \(describe(holder))"
    case .leaseHeldElsewhere(_, let holder):
      "the run was executed by \(describe(holder)), another host, and hasn't been given back"
    case .leaseLost(let run, let token): "the lease of run \(run) with token \(token) is lost; nothing was written"
    case .headMoved(let run, let expected, let found):
      "run \(run) has \(found.count) events, not the \(expected.count) expected, or others; nothing was written"
    case .runExists(let run): "run \(run) exists already"
    case .noRuns: "there are no runs yet"
    case .runNotFound(let name): "no run is called '\(name)'"
    case .runAmbiguous(let prefix, let runs): "'\(prefix)' may be any of \(list(runs))"
    case .runMissing(let run, let anchor):
      "the anchor knows run \(run) with \(anchor) events, but the journal doesn't have it"
    case .journalShorterThanAnchor(let run, let journal, let anchor):
      "journal shorter than its anchor: run \(run) has \(journal) events, but its anchor says \(anchor)"
    case .journalDiffersFromAnchor(let run, let count):
      "run \(run) isn't the one that its anchor knows: event \(count) has another hash"
    case .anchorDamaged(let path, let line): "line \(line) of the anchor \(path) can't be read"
    case .anchorUnwritable(let path, let reason): "the anchor \(path) can't be written: \(reason)"
    case .entryDamaged(let run, let seq?, let fault): "event \(seq) of run \(run): \(fault.message)"
    case .entryDamaged(let run, nil, let fault): "run \(run): \(fault.message)"
    case .attachmentChanged(let digest): "the text stored under \(digest) isn't the one that was stored"
    case .attachmentMissing(let digest): "the text \(digest) that an event names is missing"
    case .notADatabase(let path): "\(path) isn't a journal: it isn't an SQLite database"
    case .foreignDatabase(let path): "\(path) isn't a journal: it is a database of another program"
    case .newerFormat(let path, let found, let supported):
      "\(path) has journal format \(found); this version of Belay reads up to \(supported)"
    case .databaseDamaged(let path, let detail): "\(path) is damaged: \(detail)"
    case .readOnly(let path): "\(path) can't be written: it is read-only"
    case .ownedByAnother(let path, let owner): "\(path) belongs to \(owner)"
    case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
    case .uncreatable(let path, let reason): "\(path) can't be created: \(reason)"
    case .busy(let path): "\(path) is busy: another process has been writing to it for too long"
    case .diskFull(let path): "\(path) can't be written: the disk is full"
    case .writeFailed(let path, let reason): "\(path) can't be written: \(reason)"
    case .notDurable(let path, let level): "\(path) isn't synced at each commit (PRAGMA synchronous is \(level), not 2)"
    case .outcomeUnknown(let run, let seq, _): "whether event \(seq) of run \(run) was written isn't known"
    case .numberNotPortable(let type, let place):
      "an event '\(type)' can't hold the number at '\(place)': only integers within ±2^53 are exact everywhere"
    case .closed: "the journal is closed"
    }
  }

  /// What to do next; nil when the message says it.
  public var help: String? {
    switch self {
    case .lockHeld(_, let run):
      "it is free when that run has succeeded, is rolled back or abandoned: belay status \(run)"
    case .leaseHeld: "wait for it, or stop it with 'belay stop'"
    case .leaseHeldElsewhere(let run, _):
      "resume it on that host; only if that host is gone for good: sqlite3 .belay/journal.db "
        + "\"UPDATE leases SET holder = NULL WHERE run = '\(run)'\""
    case .leaseLost, .headMoved: "another executor goes on with the run; look at it with 'belay status'"
    case .runExists: "start again to get a new id"
    case .noRuns: "start one with 'belay run PLAN'"
    case .runNotFound, .runAmbiguous: "'belay runs' lists the runs"
    case .runMissing, .journalShorterThanAnchor, .journalDiffersFromAnchor:
      "the journal was cut or replaced by an older copy: put back the newest one, with its '-wal' file if there is one"
    case .anchorDamaged: "put back the anchor from a copy; 'belay audit verify' says what else is damaged"
    case .anchorUnwritable(let path, _): "make \(path) a file that you can write"
    case .entryDamaged, .attachmentChanged, .attachmentMissing, .databaseDamaged:
      "keep it as evidence and put back the journal from a backup; to begin anew move the whole folder away"
    case .notADatabase, .foreignDatabase: "name another folder with --state, or move the file away"
    case .newerFormat: "use the newer version of Belay"
    case .readOnly: "make it writable, or name another folder with --state"
    case .ownedByAnother(_, let owner): "work as \(owner), or name a folder of your own with --state"
    case .unreadable, .uncreatable: "mend that, or name another folder with --state"
    case .busy: "try again; if it stays so, look for a process that keeps the file open"
    case .diskFull: "make room, then resume the run"
    case .writeFailed: "look after the disk, then resume the run: it goes on from what was written"
    case .notDurable: "this SQLite can't keep a journal safe; use another build of it"
    case .outcomeUnknown: "open the journal again: resume goes on from what was written"
    case .numberNotPortable: "store a number with a fraction as a string"
    case .closed: nil
    }
  }
}

extension JournalError: CustomStringConvertible {
  public var description: String { help.map { "\(id): \(message); \($0)" } ?? "\(id): \(message)" }
}

private func describe(_ holder: Holder) -> String {
  "\(holder.executor) (process \(holder.pid) on \(holder.host), since \(holder.startedAt))"
}

private func list(_ runs: [RunID]) -> String {
  let names = runs.prefix(5).map(\.text).joined(separator: ", ")
  return runs.count > 5 ? "\(names) and \(runs.count - 5) more" : names
}
