// Times in events: milliseconds since 1970 inside, RFC 3339 in UTC with three decimals in the journal.

import Expressions

extension Timestamp {
  public init(milliseconds: Int64) {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    self.init(seconds: seconds, nanos: Int32(milliseconds - seconds * 1000) * 1_000_000)
  }

  public var milliseconds: Int64 { seconds * 1000 + Int64(nanos) / 1_000_000 }
}

/// `2026-11-24T14:30:05.120Z`
public func journalTime(_ milliseconds: Int64) -> String {
  let time = Timestamp(milliseconds: milliseconds)
  let whole = Timestamp(seconds: time.seconds).text.dropLast()
  let thousandths = String(time.nanos / 1_000_000)
  return whole + "." + String(repeating: "0", count: 3 - thousandths.count) + thousandths + "Z"
}

/// Milliseconds since 1970 of a time as `journalTime` writes it.
public func milliseconds(ofJournalTime text: String) -> Int64? {
  Timestamp(parsing: text)?.milliseconds
}
