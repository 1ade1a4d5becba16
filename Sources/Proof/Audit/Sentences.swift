// Sentences that say what a verification proves.

enum Sentences {
  static func chain(_ events: Int64) -> String {
    "Each of the \(events) events holds the hash of the one before: none was changed, removed, added or moved."
  }

  static let listAgrees = "The list of runs says what the events say."
  static let listNotCompared =
    "Not compared: the list of runs with the events, since this belay can't read all that the events mean."

  static func texts(_ count: Int, unnamed: Int) -> String {
    let whole = count == 1 ? "The stored text is whole." : "All \(count) stored texts are whole."
    guard unnamed > 0 else { return whole }
    return whole + " No event names \(unnamed) of them, so nothing proves that they belong to the run."
  }
}
