// Diagnostics for a terminal, in the form of DESIGN §7.

/// Renders diagnostics as text.
public struct TextRenderer: Sendable {
  /// Whether ANSI colours are used.
  public var usesColor: Bool

  public init(usesColor: Bool = false) { self.usesColor = usesColor }

  /// Diagnostics one after another, each followed by an empty line, in the order given.
  public func render(_ diagnostics: some Sequence<Diagnostic>) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  /// One diagnostic; ends with a newline.
  public func render(_ diagnostic: Diagnostic) -> String {
    let colour = Colour(of: diagnostic.severity)
    let heading = paint("\(diagnostic.severity.rawValue)[\(diagnostic.id)]", colour)
    var lines = [heading + paint(": \(displaySafe(diagnostic.message))", .bold)]
    var gutter = " "
    if let file = diagnostic.file {
      if let range = diagnostic.range {
        let excerpt = SourceExcerpt(of: range, in: file)
        gutter = String(repeating: " ", count: String(excerpt.line).utf8.count)
        let place = file.place(of: range.start)
        lines.append("\(gutter)\(paint("-->", .gutter)) \(displaySafe(file.path)):\(place.line):\(place.column)")
        lines += snippet(excerpt, gutter: gutter, label: diagnostic.label, colour: colour)
      } else {
        lines.append("\(gutter)\(paint("-->", .gutter)) \(displaySafe(file.path))")
        if let label = diagnostic.label { lines += remark("note", label, gutter: gutter) }
      }
    }
    if let help = diagnostic.help { lines += remark("help", help, gutter: gutter) }
    if let fix = diagnostic.fix {
      lines += remark(fix.isAutomatic ? "fix" : "offer", described(fix), gutter: gutter)
    }
    for note in diagnostic.notes { lines += remark("note", described(note), gutter: gutter) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func snippet(_ excerpt: SourceExcerpt, gutter: String, label: String?, colour: Colour) -> [String] {
    let bar = paint("|", .gutter)
    let carets = String(repeating: "^", count: excerpt.caretCount)
    let marks = label.map { "\(carets) \(displaySafe($0))" } ?? carets
    let source = excerpt.text.isEmpty ? "" : " \(excerpt.text)"
    return [
      "\(gutter) \(bar)",
      "\(paint(String(excerpt.line), .gutter)) \(bar)\(source)",
      "\(gutter) \(bar) \(String(repeating: " ", count: excerpt.caretIndent))\(paint(marks, colour))",
    ]
  }

  /// `= kind: text`; further lines of the text are aligned with its first.
  private func remark(_ kind: String, _ text: String, gutter: String) -> [String] {
    let parts = displaySafe(text).split(separator: "\n", omittingEmptySubsequences: false)
    let indent = String(repeating: " ", count: gutter.utf8.count + kind.utf8.count + 5)
    return parts.enumerated().map { index, part in
      index == 0 ? "\(gutter) \(paint("=", .gutter)) \(paint(kind, .bold)): \(part)" : indent + part
    }
  }

  private func described(_ note: DiagnosticNote) -> String {
    guard let file = note.file else { return note.message }
    guard let range = note.range else { return "\(note.message) (\(file.path))" }
    let place = file.place(of: range.start)
    return "\(note.message) (\(file.path):\(place.line):\(place.column))"
  }

  /// A fix with its text, where that is short enough to be read at a glance.
  private func described(_ fix: FixIt) -> String {
    guard fix.edits.count == 1, let replacement = fix.edits.first?.replacement else { return fix.message }
    let isShort = replacement.utf8.count <= 120 && !replacement.contains("\n")
    let isVisible = replacement.utf8.contains { $0 > 0x20 }
    if fix.message == "write \(replacement)" || fix.message == "write '\(replacement)'" { return fix.message }
    return isShort && isVisible ? "\(fix.message): \(replacement)" : fix.message
  }

  private enum Colour: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case gutter = "1;34"
    case bold = "1"

    init(of severity: Severity) {
      switch severity {
      case .error: self = .error
      case .warning: self = .warning
      case .note: self = .note
      }
    }
  }

  private func paint(_ text: String, _ colour: Colour) -> String {
    usesColor ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
