// Diagnostics for programs: the `check` JSON of DESIGN §7.

import JSONText

/// Renders diagnostics as JSON. Columns count Unicode scalars from 1; a diagnostic without a file has null places.
public struct JSONRenderer: Sendable {
  public init() {}

  /// `{"ok", "diagnostics": […]}`; ok means that there is no error.
  public func render(_ diagnostics: some Sequence<Diagnostic>) -> JSON {
    let all = Array(diagnostics)
    return [
      "ok": .bool(!all.contains { $0.severity == .error }),
      "diagnostics": .array(all.map(render)),
    ]
  }

  /// One diagnostic as an object.
  public func render(_ diagnostic: Diagnostic) -> JSON {
    var object: JSONObject = [
      "id": .string(diagnostic.id),
      "severity": .string(diagnostic.severity.rawValue),
      "message": .string(diagnostic.message),
    ]
    addPlace(diagnostic.file, diagnostic.range, to: &object)
    if let help = diagnostic.help { object["help"] = .string(help) }
    if let fix = diagnostic.fix { object["fix"] = render(fix, in: diagnostic.file) }
    var notes: [JSON] = []
    // The label belongs to the carets, which JSON doesn't show; what only it says must not be lost.
    if let label = diagnostic.label, !saysAlready(diagnostic, label) { notes.append(["message": .string(label)]) }
    for note in diagnostic.notes {
      var noteObject: JSONObject = ["message": .string(note.message)]
      if note.file != nil { addPlace(note.file, note.range, to: &noteObject) }
      notes.append(.object(noteObject))
    }
    object["notes"] = .array(notes)
    return .object(object)
  }

  private func saysAlready(_ diagnostic: Diagnostic, _ label: String) -> Bool {
    diagnostic.message.containsText(label) || (diagnostic.help?.containsText(label) ?? false)
  }

  private func addPlace(_ file: SourceFile?, _ range: SourceRange?, to object: inout JSONObject) {
    object["file"] = file.map { .string($0.path) } ?? .null
    let start = file.map { $0.place(of: range?.start ?? 0) }
    let end = file.map { $0.place(of: range?.end ?? 0) }
    object["line"] = start.map { .int(Int64($0.line)) } ?? .null
    object["column"] = start.map { .int(Int64($0.column)) } ?? .null
    object["endLine"] = end.map { .int(Int64($0.line)) } ?? .null
    object["endColumn"] = end.map { .int(Int64($0.column)) } ?? .null
  }

  private func render(_ fix: FixIt, in file: SourceFile?) -> JSON {
    let edits = fix.edits.map { edit -> JSON in
      var object = JSONObject()
      addPlace(file, edit.range, to: &object)
      object["file"] = nil
      object["replacement"] = .string(edit.replacement)
      return .object(object)
    }
    return ["message": .string(fix.message), "automatic": .bool(fix.isAutomatic), "edits": .array(edits)]
  }
}

extension String {
  /// Whether a piece of text occurs, byte for byte.
  fileprivate func containsText(_ piece: String) -> Bool {
    let wanted = Array(piece.utf8)
    let all = Array(utf8)
    guard !wanted.isEmpty, wanted.count <= all.count else { return wanted.isEmpty }
    return (0...all.count - wanted.count).contains { all[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
