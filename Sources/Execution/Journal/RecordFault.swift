// What can be wrong with a record, found by verification. Ids BLY0750–BLY0799.

/// One way in which a stored or exported record isn't what was written.
public enum RecordFault: Error, Hashable, Sendable {
  /// It doesn't have the parts of an entry.
  case notAnEntry(String)
  /// Its data isn't JSON.
  case dataNotJSON(String)
  /// It is JSON, but not in RFC 8785 form: not what was hashed.
  case notCanonical
  case numberNotPortable(place: String)
  case foreignRun(String)
  /// The sequence number isn't one more than the one before.
  case outOfSequence(expected: Int64, found: Int64)
  case prevMismatch
  case hashMismatch
  /// The fencing token is lower than one before.
  case tokenFell(from: Int64, to: Int64)
  case empty

  case anchorMissing
  case anchorUnknowsRun
  case anchorLineDamaged(line: Int)
  case shorterThanAnchor(journal: Int64, anchor: Int64)
  case differsFromAnchor(count: Int64)
  case runMissing(run: String, anchor: Int64)
  case otherRunShorter(run: String, journal: Int64, anchor: Int64)

  case attachmentMissing(digest: String)
  case attachmentChanged(digest: String)
  /// The database can't be read to the end.
  case unreadable(String)

  /// The list of runs, which nothing protects, says something else than the events.
  case summaryDiffers(fact: String, listed: String, recorded: String)

  case lineNotJSON(line: Int, String)
  case lineUnknown(line: Int)
  case lineAfterHead(line: Int)
  case lastLineCut
  case headMissing
  case headMismatch
  case lineOutOfPlace(line: Int)
}

extension RecordFault {
  /// The stable id that `belay error` explains.
  public var id: String {
    switch self {
    case .notAnEntry: "BLY0750"
    case .dataNotJSON: "BLY0751"
    case .notCanonical: "BLY0752"
    case .numberNotPortable: "BLY0753"
    case .foreignRun: "BLY0754"
    case .outOfSequence: "BLY0755"
    case .prevMismatch: "BLY0756"
    case .hashMismatch: "BLY0757"
    case .tokenFell: "BLY0758"
    case .empty: "BLY0759"
    case .anchorMissing: "BLY0760"
    case .anchorUnknowsRun: "BLY0761"
    case .anchorLineDamaged: "BLY0762"
    case .shorterThanAnchor: "BLY0763"
    case .differsFromAnchor: "BLY0764"
    case .runMissing: "BLY0765"
    case .attachmentMissing: "BLY0766"
    case .attachmentChanged: "BLY0767"
    case .unreadable: "BLY0768"
    case .summaryDiffers: "BLY0777"
    case .lineNotJSON: "BLY0769"
    case .lineUnknown: "BLY0770"
    case .lineAfterHead: "BLY0771"
    case .lastLineCut: "BLY0772"
    case .headMissing: "BLY0773"
    case .headMismatch: "BLY0774"
    case .lineOutOfPlace: "BLY0775"
    case .otherRunShorter: "BLY0776"
    }
  }

  /// What is wrong.
  public var message: String {
    switch self {
    case .notAnEntry(let detail): "it isn't an event: \(detail)"
    case .dataNotJSON(let detail): "its data isn't JSON: \(detail)"
    case .notCanonical: "it isn't in canonical form (RFC 8785), so it isn't what was written"
    case .numberNotPortable(let place): "the number at '\(place)' isn't an integer within ±2^53"
    case .foreignRun(let run): "it belongs to run '\(run)'"
    case .outOfSequence(let expected, let found) where found > expected + 1:
      "events \(expected) to \(found - 1) are missing"
    case .outOfSequence(let expected, let found) where found == expected + 1: "event \(expected) is missing"
    case .outOfSequence(let expected, let found): "event \(found) stands where event \(expected) belongs"
    case .prevMismatch: "its 'prev' isn't the hash of the event before it"
    case .hashMismatch: "its hash doesn't fit its content"
    case .tokenFell(let from, let to): "its lease token \(to) is lower than \(from) before it"
    case .empty: "there is no event"
    case .anchorMissing: "the anchor is missing, so nothing shows that the end of the run is whole"
    case .anchorUnknowsRun: "the anchor has no line about the run, so nothing shows that its end is whole"
    case .anchorLineDamaged(let line): "line \(line) of the anchor can't be read"
    case .shorterThanAnchor(let journal, let anchor):
      "journal shorter than its anchor: \(journal) events, but the anchor says \(anchor)"
    case .differsFromAnchor(let count): "event \(count) isn't the one that the anchor knows"
    case .runMissing(let run, let anchor):
      "the anchor knows run \(run) with \(anchor) events, but the journal doesn't have it"
    case .otherRunShorter(let run, let journal, let anchor):
      "another run, \(run), is shorter than its anchor: \(journal) events, but the anchor says \(anchor)"
    case .attachmentMissing(let digest): "the text \(digest) that an event names is missing"
    case .attachmentChanged(let digest): "the text stored under \(digest) isn't the one that was stored"
    case .unreadable(let detail): detail
    case .summaryDiffers(let fact, let listed, let recorded):
      "the list of runs says \(fact) '\(listed)', and the events say '\(recorded)'"
    case .lineNotJSON(let line, let detail): "line \(line) isn't JSON: \(detail)"
    case .lineUnknown(let line): "line \(line) is neither an event nor an attachment nor the head"
    case .lineAfterHead(let line): "line \(line) comes after the head, which ends an export"
    case .lastLineCut: "the last line doesn't end: the file was cut"
    case .headMissing: "the line with the head, which ends an export, is missing: the file was cut"
    case .headMismatch: "the head isn't the end of the events above it"
    case .lineOutOfPlace(let line):
      "line \(line) is out of place: events come first, then each text once, by digest"
    }
  }
}
