// A text that is refused, with what a terminal shows for it.

import Diagnostics
import PlanText
import Testing

struct RefusedText: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  /// Whether later checks get a document nevertheless.
  let isReadable: Bool
  let shown: String

  init(_ name: String, bytes: [UInt8], isReadable: Bool, _ shown: String) {
    self.name = name
    self.bytes = bytes
    self.isReadable = isReadable
    self.shown = shown
  }

  init(_ name: String, text: String, isReadable: Bool, _ shown: String) {
    self.init(name, bytes: Array(text.utf8), isReadable: isReadable, shown)
  }

  var testDescription: String { name }

  var hasFix: Bool { shown.contains("= fix: ") }

  func check() {
    let (document, diagnostics) = parse(bytes)
    #expect(rendered(diagnostics) == shown + "\n")
    #expect((document != nil) == isReadable)
  }

  /// Applying the fix removes the problem at its place and makes no other before it.
  func checkFix() {
    let file = SourceFile(path: "plan.yaml", bytes: bytes)
    let problem = PlanDocument.parse(file).diagnostics.first { $0.fix != nil }
    guard let problem, let fix = problem.fix, let place = problem.range else {
      Issue.record("no fix")
      return
    }
    let mended = applyFixes([fix], to: file)
    #expect(mended != bytes)
    for later in parse(mended).diagnostics { #expect((later.range?.start ?? 0) > place.end, "\(later.message)") }
  }
}
