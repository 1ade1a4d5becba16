// The top of the page: how it ended, in words and colour, what to do next, and the facts.

struct HTMLOutcome {
  private let document: ReportDocument
  private let blocks: HTMLBlocks

  init(_ document: ReportDocument) {
    self.document = document
    blocks = HTMLBlocks(document)
  }

  func write(into html: inout HTMLText) {
    let outcome = document.outcome
    html.element("header", ["class": "outcome \(outcome.tone.rawValue)"]) { html in
      html.element("p", ["class": "kicker"]) { $0.text(outcome.plan) }
      html.element("h1", [:]) { $0.text(outcome.headline) }
      for sentence in outcome.summary { html.element("p", ["class": "summary"]) { blocks.write(sentence, into: &$0) } }
      if let failure = outcome.failure { write(failure, into: &html) }
      if !outcome.next.isEmpty { writeNext(into: &html) }
      blocks.write(.facts(outcome.facts), into: &html)
      contents(into: &html)
    }
  }

  private func write(_ failure: FailureNote, into html: inout HTMLText) {
    html.element("div", ["class": "failure"]) { html in
      html.element("p", ["class": "what"]) { blocks.write(failure.title, into: &$0) }
      if let cause = failure.cause { html.element("p", [:]) { $0.text("Cause: " + cause) } }
      guard !failure.resolution.isEmpty else { return }
      html.element("p", [:]) { $0.text("What to do:") }
      html.element("ul", [:]) { html in
        for line in failure.resolution { html.element("li", [:]) { blocks.write(.prose(line), into: &$0) } }
      }
    }
  }

  private func writeNext(into html: inout HTMLText) {
    html.element("div", ["class": "next"]) { html in
      html.element("p", [:]) { $0.text("Next:") }
      html.element("ul", [:]) { html in
        for (command, purpose) in document.outcome.next {
          html.element("li", [:]) { html in
            html.element("code", [:]) { $0.text(command) }
            html.text(" " + purpose)
          }
        }
      }
    }
  }

  private func contents(into html: inout HTMLText) {
    html.element("nav", ["aria-label": "Contents"]) { html in
      for section in document.sections {
        html.element("a", ["href": "#" + section.id]) { $0.text(section.title) }
        html.text(" ")
      }
    }
  }
}
