// The report as one HTML file that can be mailed, filed and printed: styles and pictures inside, no scripts, nothing
// loaded from anywhere.

/// A report of a run as a self-contained HTML page (`belay report RUN -o FILE.html`, DESIGN §7).
public struct HTMLReport {
  private let document: ReportDocument

  public init(_ input: ReportInput) { document = ReportDocument(input) }

  /// The whole file. The same input gives the same bytes.
  public func render() -> String {
    var html = HTMLText()
    html.literal("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      head(&html)
      html.element("body", [:]) { html in
        html.newline()
        HTMLOutcome(document).write(into: &html)
        html.element("main", [:]) { html in
          let blocks = HTMLBlocks(document)
          for section in document.sections {
            html.newline()
            html.element("section", ["id": section.id]) { html in
              html.element("h2", [:]) { $0.text(section.title) }
              blocks.write(section.blocks, into: &html)
            }
          }
        }
        html.newline()
        html.element("footer", [:]) { HTMLBlocks(document).write(document.footer, into: &$0) }
      }
    }
    html.newline()
    return html.written
  }

  private func head(_ html: inout HTMLText) {
    html.element("head", [:]) { html in
      html.empty("meta", ["charset": "utf-8"])
      html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      html.empty("meta", ["name": "color-scheme", "content": "light dark"])
      // Even if some text found a way to be markup, nothing would run and nothing would be loaded.
      html.empty(
        "meta",
        ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"])
      html.element("title", [:]) { $0.text(document.title) }
      html.element("style", [:]) { html in
        html.literal(Stylesheet.colours)
        html.literal(Stylesheet.page)
        html.literal(Stylesheet.timeline)
        html.literal(Stylesheet.print)
      }
    }
  }
}
