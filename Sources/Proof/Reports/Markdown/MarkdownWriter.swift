// Paragraphs, tables, facts and steps as Markdown.

struct MarkdownWriter {
  private(set) var written = ""

  /// A line that this module wrote, with a blank one after it.
  mutating func line(_ text: String) { written += text + "\n\n" }

  mutating func heading(_ level: Int, _ title: String) {
    line(String(repeating: "#", count: level) + " " + MarkdownText.escape(title))
  }

  mutating func paragraph(_ words: Words) { line(text(words)) }

  mutating func write(_ blocks: [Block]) { for block in blocks { write(block) } }

  mutating func write(_ block: Block) {
    switch block {
    case .paragraph(let words): paragraph(words)
    case .heading(let title): heading(3, title)
    case .facts(let facts): write(facts)
    case .table(let headings, let rows): table(headings, rows)
    case .list(let items): line(items.map { "- " + text($0) }.joined(separator: "\n"))
    case .note(_, let lines): line(lines.map { "> " + text($0) }.joined(separator: "  \n"))
    case .verbatim(let text): line(String(MarkdownText.block(text).dropLast()))
    case .commands(let lines):
      line(String(MarkdownText.block(lines.joined(separator: "\n"), language: "sh").dropLast()))
    case .folded(let title, let content):
      paragraph(title)
      write(content)
    case .step(let entry): write(entry)
    case .timeline(let timeline):
      line(String(MarkdownText.block(TimelineText(timeline).text).dropLast()))
    }
  }

  // MARK: Parts

  private mutating func write(_ facts: [Fact]) {
    var long: [(String, String)] = []
    var lines: [String] = []
    for fact in facts {
      let name = "- **\(MarkdownText.escape(fact.name))**: "
      switch fact.value {
      case .words(let words): lines.append(name + text(words))
      case .verbatim(let value) where value.contains("\n"):
        lines.append(name + "below")
        long.append((fact.name, value))
      case .verbatim(let value): lines.append(name + MarkdownText.code(value, inTable: false))
      }
    }
    if !lines.isEmpty { line(lines.joined(separator: "\n")) }
    for (name, value) in long {
      line("\(MarkdownText.escape(name)):")
      line(String(MarkdownText.block(value).dropLast()))
    }
  }

  private mutating func table(_ headings: [String], _ rows: [[Words]]) {
    var lines = [
      "| " + headings.map(MarkdownText.escape).joined(separator: " | ") + " |",
      "|" + String(repeating: " --- |", count: headings.count),
    ]
    for row in rows { lines.append("| " + row.map { text($0, inTable: true) }.joined(separator: " | ") + " |") }
    line(lines.joined(separator: "\n"))
  }

  private mutating func write(_ entry: StepEntry) {
    let title: Words = entry.title.map { ": \($0)" } ?? ""
    line("#### " + text("\(Words.status(entry.status)) \(code: entry.id)\(title)"))
    let length: Words = entry.length.map { ", \($0)" } ?? ""
    paragraph("\(code: entry.uses)\(length)")
    for block in entry.blocks {
      if case .heading(let title) = block { line("**\(MarkdownText.escape(title))**") } else { write(block) }
    }
  }

  // MARK: Words

  func text(_ words: Words, inTable: Bool = false) -> String {
    words.spans.map { span in
      switch span {
      case .text(let text), .fixed(let text): MarkdownText.escape(text)
      case .code(let text), .step(let text): MarkdownText.code(text, inTable: inTable)
      case .strong(let text): text.isEmpty ? "" : "**\(MarkdownText.escape(text))**"
      case .status(let word): "\(MarkdownText.escape(word.sign)) \(MarkdownText.escape(word.words))"
      }
    }.joined()
  }
}
