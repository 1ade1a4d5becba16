// The report as Markdown: for a ticket, a wiki, a pull request. It says what the HTML page says; the timeline is drawn
// with characters.

/// A report of a run as a Markdown document (`belay report RUN -o FILE.md`, DESIGN §7).
public struct MarkdownReport {
  private let document: ReportDocument

  public init(_ input: ReportInput) { document = ReportDocument(input) }

  /// The whole file. The same input gives the same bytes.
  public func render() -> String {
    var writer = MarkdownWriter()
    outcome(&writer)
    for section in document.sections {
      writer.heading(2, section.title)
      writer.write(section.blocks)
    }
    writer.line("---")
    writer.paragraph(document.footer)
    return writer.written
  }

  private func outcome(_ writer: inout MarkdownWriter) {
    let outcome = document.outcome
    writer.heading(1, outcome.headline)
    for sentence in outcome.summary { writer.paragraph(sentence) }
    if let failure = outcome.failure {
      var lines = [failure.title]
      if let cause = failure.cause { lines.append("Cause: \(cause)") }
      lines += failure.resolution.map { "What to do: \(Words.prose($0))" }
      writer.write(.note(.bad, lines))
    }
    if !outcome.next.isEmpty {
      writer.line("Next:")
      writer.write(.list(outcome.next.map { "\(code: $0.command) \($0.purpose)" }))
    }
    writer.write(.facts(outcome.facts))
  }
}
