// Diagnostics for code scanners: SARIF 2.1.0 (OASIS).

import JSONText

/// Renders diagnostics as one SARIF run. Columns and character offsets count Unicode scalars (`columnKind`); a byte order
/// mark counts as none.
public struct SARIFRenderer: Sendable {
  /// The version of the tool, for the log's `driver`.
  public var toolVersion: String?

  public init(toolVersion: String? = nil) { self.toolVersion = toolVersion }

  public func render(_ diagnostics: some Sequence<Diagnostic>) -> JSON {
    let all = Array(diagnostics)
    var ruleIds: [String] = []
    var ruleIndexes: [String: Int] = [:]
    for diagnostic in all where ruleIndexes[diagnostic.id] == nil {
      ruleIndexes[diagnostic.id] = ruleIds.count
      ruleIds.append(diagnostic.id)
    }
    var driver: JSONObject = ["name": "belay"]
    if let toolVersion { driver["version"] = .string(toolVersion) }
    driver["rules"] = .array(ruleIds.map(rule))
    let run: JSON = [
      "tool": ["driver": .object(driver)],
      "columnKind": "unicodeCodePoints",
      "results": .array(all.map { result($0, ruleIndex: ruleIndexes[$0.id] ?? 0) }),
    ]
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [run],
    ]
  }

  private func rule(_ id: String) -> JSON {
    guard let entry = ProblemCatalogue.entry(for: id) else { return ["id": .string(id)] }
    return [
      "id": .string(id),
      "shortDescription": ["text": .string(entry.title)],
      "fullDescription": ["text": .string(entry.explanation)],
      "help": ["text": .string(plainHelp(entry)), "markdown": .string(markdownHelp(entry))],
    ]
  }

  private func plainHelp(_ entry: CatalogueEntry) -> String {
    [entry.explanation, "For example:\n\(entry.example)", "Cure:\n\(entry.cure)"].joined(separator: "\n\n")
  }

  private func markdownHelp(_ entry: CatalogueEntry) -> String {
    let block = { (text: String) in "```yaml\n\(text)\n```" }
    return [entry.explanation, "For example:", block(entry.example), "Cure:", block(entry.cure)]
      .joined(separator: "\n\n")
  }

  private func result(_ diagnostic: Diagnostic, ruleIndex: Int) -> JSON {
    let sentences = [diagnostic.message, diagnostic.label, diagnostic.help.map { "help: \($0)" }].compactMap(\.self)
    var object: JSONObject = [
      "ruleId": .string(diagnostic.id),
      "ruleIndex": .int(Int64(ruleIndex)),
      "level": .string(diagnostic.severity.rawValue),
      "message": ["text": .string(sentences.joined(separator: "\n"))],
    ]
    if let file = diagnostic.file { object["locations"] = [location(file, diagnostic.range)] }
    let related = diagnostic.notes.enumerated().map { index, note -> JSON in
      var place = note.file.map { location($0, note.range).objectValue ?? [:] } ?? [:]
      place["id"] = .int(Int64(index + 1))
      place["message"] = ["text": .string(note.message)]
      return .object(place)
    }
    if !related.isEmpty { object["relatedLocations"] = .array(related) }
    if let fix = diagnostic.fix, let file = diagnostic.file { object["fixes"] = [sarifFix(fix, in: file)] }
    return .object(object)
  }

  private func location(_ file: SourceFile, _ range: SourceRange?) -> JSON {
    var physical: JSONObject = ["artifactLocation": ["uri": .string(uri(of: file.path))]]
    if let range { physical["region"] = region(range, in: file) }
    return ["physicalLocation": .object(physical)]
  }

  private func region(_ range: SourceRange, in file: SourceFile) -> JSON {
    let start = file.place(of: range.start)
    let end = file.place(of: range.end)
    return [
      "startLine": .int(Int64(start.line)), "startColumn": .int(Int64(start.column)),
      "endLine": .int(Int64(end.line)), "endColumn": .int(Int64(end.column)),
      "charOffset": .int(Int64(file.scalarCount(before: range.start))),
      "charLength": .int(Int64(file.scalarCount(before: range.end) - file.scalarCount(before: range.start))),
      "byteOffset": .int(Int64(range.start)), "byteLength": .int(Int64(range.length)),
    ]
  }

  private func sarifFix(_ fix: FixIt, in file: SourceFile) -> JSON {
    let replacements = fix.edits.map { edit -> JSON in
      ["deletedRegion": region(edit.range, in: file), "insertedContent": ["text": .string(edit.replacement)]]
    }
    let change: JSON = [
      "artifactLocation": ["uri": .string(uri(of: file.path))], "replacements": .array(replacements),
    ]
    return ["description": ["text": .string(fix.message)], "artifactChanges": [change]]
  }

  /// The path as a URI reference (RFC 3986): absolute paths as file URIs, the rest relative.
  private func uri(of path: String) -> String {
    var result = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
