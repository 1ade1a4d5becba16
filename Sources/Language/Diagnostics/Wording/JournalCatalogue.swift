// What the ids of the journal (BLY0700–BLY0749) and of verification (BLY0750–BLY0799) mean, for `belay error ID`.

extension ProblemCatalogue {
  /// What is wrong with a journal, or with a record that is verified.
  static let journal: [CatalogueEntry] = [
    .running(
      "BLY0701", "a lock is held by another run",
      "`locks` keep two runs from changing the same thing. A run that halted, waits, is in doubt or crashed "
        + "keeps its locks until it succeeds, is rolled back or is abandoned.",
      "finish that run, or: belay abandon OTHER-RUN"),
    .running(
      "BLY0702", "the run is being executed",
      "One executor a run. This one has started nothing.",
      "wait for it, or: belay stop RUN"),
    .running(
      "BLY0703", "the run is held by another host",
      "A lease of another host is never assumed dead: it may still run steps.",
      "resume it on that host; the message says what to do when that host is gone for good"),
    .running(
      "BLY0704", "the lease is lost",
      "A newer executor has taken the run. What this one wanted to write was refused.",
      "look at it with: belay status RUN"),
    .running(
      "BLY0705", "the run has moved on",
      "The journal doesn't end where this executor left it. Nothing was written.",
      "look at it with: belay status RUN"),
    .running(
      "BLY0706", "the run's id exists already",
      "Ids hold the time and random digits; by chance two were the same.",
      "start again"),
    .running(
      "BLY0707", "there are no runs yet",
      "The state folder has no journal, or an empty one.",
      "belay run PLAN starts one; --state names another folder"),
    .running(
      "BLY0708", "no run has this name",
      "A run is named by its id, a unique prefix of it, or `last`.",
      "belay runs lists them"),
    .running(
      "BLY0709", "the name fits several runs",
      "A prefix is enough only while it is unique.",
      "give more of the id; belay runs lists them"),
    .running(
      "BLY0710", "the journal lacks a run that its anchor knows",
      "The database was cut, or replaced by an older copy.",
      "put back the newest copy, with its -wal file if there is one"),
    .running(
      "BLY0711", "the journal is shorter than its anchor",
      "Events at the end of the run are gone: the database was cut, or replaced by an older copy. Nothing is "
        + "executed on such a journal.",
      "put back the newest copy, with its -wal file if there is one"),
    .running(
      "BLY0712", "the journal isn't the one that its anchor knows",
      "An event has another hash than the anchor's: journal or anchor was replaced.",
      "put back journal and anchor from one copy"),
    .running(
      "BLY0713", "the anchor can't be read",
      "A line of it isn't one that Belay writes.",
      "put back the anchor from a copy; belay audit verify RUN says what else is damaged"),
    .running(
      "BLY0714", "the anchor can't be written",
      "Without it nobody could see later that the end of a journal is gone, so nothing goes on without it.",
      "make it a file that you can write"),
    .running(
      "BLY0715", "an event is damaged",
      "Its content doesn't fit its hash, or it isn't where it belongs.",
      "keep it as evidence and put back the journal from a backup"),
    .running(
      "BLY0716", "a stored text was changed",
      "Plan texts are stored under their digests; this one has another.",
      "keep it as evidence and put back the journal from a backup"),
    .running(
      "BLY0717", "the file isn't a database",
      "Where the journal should be is something else.",
      "name another folder with --state, or move the file away"),
    .running(
      "BLY0718", "the database is another program's",
      "It has an application id or tables that aren't Belay's.",
      "name another folder with --state, or move the file away"),
    .running(
      "BLY0719", "the journal has a newer format",
      "A newer version of Belay has written it.",
      "use that version"),
    .running(
      "BLY0720", "the database is damaged",
      "SQLite can't read it.",
      "keep it as evidence and put back the journal from a backup; to begin anew move the folder away"),
    .running(
      "BLY0721", "the journal is read-only",
      "It can be looked at, and nothing can be run.",
      "make it writable, or name another folder with --state"),
    .running(
      "BLY0722", "the journal belongs to somebody else",
      "Files that another user could exchange aren't trusted.",
      "work as that user, or name a folder of your own with --state"),
    .running(
      "BLY0723", "the journal can't be read",
      "The operating system says why.",
      "mend that, or name another folder with --state"),
    .running(
      "BLY0724", "the state folder can't be made",
      "The operating system says why.",
      "mend that, or name another folder with --state"),
    .running(
      "BLY0725", "the journal is busy",
      "Another process has been writing to it for too long.",
      "try again; if it stays so, look for a process that keeps the file open"),
    .running(
      "BLY0726", "the disk is full",
      "What couldn't be written didn't happen, and what happened is written again for half a minute before the "
        + "executor gives up.",
      "make room, then: belay resume RUN"),
    .running(
      "BLY0727", "the journal can't be written",
      "The operating system says why. The run goes on from what was written.",
      "look after the disk, then: belay resume RUN"),
    .running(
      "BLY0728", "the journal isn't synced",
      "This SQLite doesn't keep `synchronous=FULL`: a power cut could lose what was promised to be durable.",
      "use another build of SQLite"),
    .running(
      "BLY0729", "whether an event was written isn't known",
      "The commit failed, and reading back failed as well.",
      "belay resume RUN opens the journal anew and goes on from what was written"),
    .running(
      "BLY0730", "a number isn't exact everywhere",
      "Events hold integers within ±2^53, so that any language can recompute their hashes.",
      "store a number with a fraction as a string"),
    .running(
      "BLY0731", "the journal is closed",
      "Something was asked of it after its end: a bug of Belay.",
      "please report it"),
    .running(
      "BLY0732", "a stored text is missing",
      "An event names its digest, and the store doesn't hold it.",
      "put back the journal from a backup"),
    .running(
      "BLY0750", "a record has parts missing",
      "A stored or exported event lacks a field, or one has the wrong type.",
      evidence),
    .running(
      "BLY0751", "an event's data isn't JSON",
      "Its bytes can't be parsed.",
      evidence),
    .running(
      "BLY0752", "an event isn't in canonical form",
      "It is JSON, but not in the form of RFC 8785: not the bytes that were hashed.",
      evidence),
    .running(
      "BLY0753", "an event has a number that isn't exact everywhere",
      "Belay writes integers within ±2^53 only.",
      evidence),
    .running(
      "BLY0754", "an event belongs to another run",
      "It was copied there.",
      evidence),
    .running(
      "BLY0755", "an event is out of order",
      "Events are numbered from 1 without gaps: one is missing, doubled or moved.",
      evidence),
    .running(
      "BLY0756", "the chain is broken",
      "The event doesn't name the hash of the one before it: one was changed, removed, added or moved.",
      evidence),
    .running(
      "BLY0757", "an event was changed",
      "Its hash doesn't fit its content.",
      evidence),
    .running(
      "BLY0758", "a lease token went down",
      "Tokens only grow: an executor that had lost its lease has written, or events were moved.",
      evidence),
    .running(
      "BLY0759", "there is no event",
      "The record is empty.",
      evidence),
    .running(
      "BLY0760", "the anchor is missing",
      "Nothing shows that the end of the run is whole.",
      evidence),
    .running(
      "BLY0761", "the anchor doesn't know the run",
      "Nothing shows that the end of the run is whole.",
      evidence),
    .running(
      "BLY0762", "the anchor is damaged",
      "A line of it can't be read.",
      evidence),
    .running(
      "BLY0763", "the record is shorter than its anchor",
      "Events at its end are gone.",
      evidence),
    .running(
      "BLY0764", "the record isn't the one that its anchor knows",
      "An event has another hash than the anchor's: the record was written anew.",
      evidence),
    .running(
      "BLY0765", "the record of the run is gone",
      "The anchor knows it, and the journal doesn't.",
      evidence),
    .running(
      "BLY0766", "a text is missing",
      "An event names its digest.",
      evidence),
    .running(
      "BLY0767", "a text was changed",
      "It isn't the one that was stored under its digest.",
      evidence),
    .running(
      "BLY0768", "the database can't be read to its end",
      "SQLite says why.",
      evidence),
    .running(
      "BLY0769", "a line of the export isn't JSON",
      "The file was changed, or isn't an export.",
      evidence),
    .running(
      "BLY0770", "a line of the export is unknown",
      "It is neither an event nor a text nor the head.",
      evidence),
    .running(
      "BLY0771", "something follows the head",
      "The head ends an export: lines were added.",
      evidence),
    .running(
      "BLY0772", "the export is cut in a line",
      "The last line doesn't end.",
      evidence),
    .running(
      "BLY0773", "the export has no head",
      "The file was cut.",
      evidence),
    .running(
      "BLY0774", "the head isn't the end of the events",
      "Events were removed at the end, or the head was changed.",
      evidence),
    .running(
      "BLY0775", "a line of the export is out of place",
      "Events come first, then each text once, by digest.",
      evidence),
    .running(
      "BLY0776", "another run is shorter than its anchor",
      "The journal was replaced by an older copy, which may lack the newest events of several runs.",
      evidence),
    .running(
      "BLY0777", "the list of runs says something else than the events",
      "The list that `belay runs` shows is a cache which no hash protects. Somebody changed it by hand; the "
        + "events are the truth.",
      "belay status RUN shows what the events say; the list is right again with the next event of the run"),
  ]
}

/// What to do with a record that was harmed.
private let evidence =
  "keep the record as evidence; compare it with a copy, or put back journal and anchor from one backup"
