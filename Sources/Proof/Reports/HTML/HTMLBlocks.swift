// Paragraphs, tables, facts and steps as HTML.

struct HTMLBlocks {
  /// Where each step is found on the page.
  private let anchors: [String: String]

  init(_ document: ReportDocument) {
    var anchors: [String: String] = [:]
    for section in document.sections {
      for case .step(let entry) in section.blocks where anchors[entry.id] == nil { anchors[entry.id] = entry.anchor }
    }
    self.anchors = anchors
  }

  // MARK: Words

  func write(_ words: Words, into html: inout HTMLText) {
    for span in words.spans {
      switch span {
      case .text(let text): html.text(text)
      case .code(let text): html.element("code", [:]) { $0.text(text) }
      case .strong(let text): html.element("strong", [:]) { $0.text(text) }
      case .status(let word): status(word, into: &html)
      case .fixed(let text): html.element("span", ["class": "fixed"]) { $0.text(text) }
      case .step(let id):
        guard let anchor = anchors[id] else {
          html.element("code", [:]) { $0.text(id) }
          continue
        }
        html.element("a", ["href": "#" + anchor]) { html in html.element("code", [:]) { $0.text(id) } }
      }
    }
  }

  private func status(_ word: StatusWord, into html: inout HTMLText) {
    html.element("span", ["class": "status \(word.tone.rawValue)"]) { html in
      html.element("span", ["class": "sign", "aria-hidden": "true"]) { $0.text(word.sign) }
      html.text(" " + word.words)
    }
  }

  // MARK: Blocks

  func write(_ blocks: [Block], into html: inout HTMLText) {
    for block in blocks {
      html.newline()
      write(block, into: &html)
    }
  }

  func write(_ block: Block, into html: inout HTMLText) {
    switch block {
    case .paragraph(let words): html.element("p", [:]) { write(words, into: &$0) }
    case .heading(let title): html.element("h3", [:]) { $0.text(title) }
    case .facts(let facts): write(facts, into: &html)
    case .table(let headings, let rows): table(headings, rows, into: &html)
    case .list(let items):
      html.element("ul", [:]) { html in
        for item in items { html.element("li", [:]) { write(item, into: &$0) } }
      }
    case .note(let tone, let lines):
      html.element("div", ["class": "note \(tone.rawValue)"]) { html in
        for line in lines { html.element("p", [:]) { write(line, into: &$0) } }
      }
    case .verbatim(let text): html.element("pre", [:]) { $0.text(text) }
    case .commands(let lines): html.element("pre", ["class": "commands"]) { $0.text(lines.joined(separator: "\n")) }
    case .folded(let title, let content):
      html.element("details", [:]) { html in
        html.element("summary", [:]) { write(title, into: &$0) }
        write(content, into: &html)
      }
    case .step(let entry): write(entry, into: &html)
    case .timeline(let timeline): TimelineDrawing(timeline).draw(into: &html)
    }
  }

  private func write(_ facts: [Fact], into html: inout HTMLText) {
    html.element("dl", [:]) { html in
      for fact in facts {
        html.element("dt", [:]) { $0.text(fact.name) }
        html.element("dd", [:]) { html in
          switch fact.value {
          case .words(let words): write(words, into: &html)
          case .verbatim(let text): html.element("span", ["class": "verbatim"]) { $0.text(text) }
          }
        }
      }
    }
  }

  private func table(_ headings: [String], _ rows: [[Words]], into html: inout HTMLText) {
    html.element("div", ["class": "table"]) { html in
      html.element("table", [:]) { html in
        html.element("thead", [:]) { html in
          html.element("tr", [:]) { html in
            for heading in headings { html.element("th", ["scope": "col"]) { $0.text(heading) } }
          }
        }
        html.element("tbody", [:]) { html in
          for row in rows {
            html.element("tr", [:]) { html in
              for cell in row { html.element("td", [:]) { write(cell, into: &$0) } }
            }
          }
        }
      }
    }
  }

  private func write(_ entry: StepEntry, into html: inout HTMLText) {
    let content = { (html: inout HTMLText) in
      html.element("summary", [:]) { html in
        status(entry.status, into: &html)
        html.text(" ")
        html.element("code", ["class": "id"]) { $0.text(entry.id) }
        if let title = entry.title {
          html.text(" ")
          html.element("span", ["class": "title"]) { $0.text(title) }
        }
        html.element("span", ["class": "aside"]) {
          $0.text([entry.uses, entry.length].compactMap { $0 }.joined(separator: " · "))
        }
      }
      html.element("div", ["class": "body"]) { write(entry.blocks, into: &$0) }
    }
    if entry.needsAttention {
      html.element("details", ["class": "step", "id": entry.anchor, "open": ""], content)
    } else {
      html.element("details", ["class": "step", "id": entry.anchor], content)
    }
  }
}
