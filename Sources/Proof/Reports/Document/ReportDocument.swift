// A report as a document without a format: what it says, in order. HTML and Markdown are two ways to write it down,
// so that neither says more or less than the other.

/// A whole report.
struct ReportDocument: Sendable {
  var title: String
  var outcome: Outcome
  var sections: [Section]
  var footer: Words
}

/// A part with a heading.
struct Section: Sendable {
  /// Unique in the document; the target of links.
  var id: String
  var title: String
  var blocks: [Block]
}

/// A paragraph, a table, …
indirect enum Block: Sendable {
  case paragraph(Words)
  case heading(String)
  case facts([Fact])
  case table([String], [[Words]])
  case list([Words])
  case note(Tone, [Words])
  /// Text as it was printed or stored.
  case verbatim(String)
  /// Commands to type.
  case commands([String])
  /// Closed at first unless it needs attention.
  case folded(Words, [Block])
  case step(StepEntry)
  case timeline(Timeline)
}

/// A line of a list of facts.
struct Fact: Sendable {
  var name: String
  var value: Value

  enum Value: Sendable {
    case words(Words)
    /// Possibly of several lines.
    case verbatim(String)
  }

  init(_ name: String, _ words: Words) {
    self.name = name
    value = .words(words)
  }

  init(_ name: String, verbatim: String) {
    self.name = name
    value = .verbatim(verbatim)
  }
}

/// A step in the list of steps.
struct StepEntry: Sendable {
  var id: String
  /// The target of links; made from its position, never from its id.
  var anchor: String
  var title: String?
  var uses: String
  var status: StatusWord
  /// How long it took.
  var length: String?
  var needsAttention: Bool
  var blocks: [Block]
}
