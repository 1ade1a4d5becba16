// Syntax errors in lists and maps: brackets, colons, indentation.

import Diagnostics

extension Reading {
  mutating func reportBracket(_ failure: YAMLFailure, problem: Int, context: Int?) -> Bool {
    guard
      failure.problem == "did not find expected ',' or ']'" || failure.problem == "did not find expected ',' or '}'",
      let context, context < bytes.count
    else { return false }
    if problem > 0, problem < bytes.count, bytes[problem] == UInt8(ascii: "{"), bytes[problem - 1] == UInt8(ascii: "$")
    {
      reportInterpolation(at: problem - 1)
      return true
    }
    let isOnSameLine = lineStart(of: problem) == lineStart(of: context)
    let isAtEnd = problem >= bytes.count || bytes[problem...].allSatisfy(isBlank)
    if isAtEnd || !isOnSameLine {
      reportUnclosedBracket(at: context, stoppedAt: isAtEnd ? nil : problem)
      return true
    }
    let closing = bytes[context] == UInt8(ascii: "{") ? "}" : "]"
    let colon = problem < bytes.count && bytes[problem] == UInt8(ascii: ":")
    reportSyntax(
      colon
        ? "a value within brackets that holds ': ' needs quotes"
        : "',' or '\(closing)' is expected here; text with brackets, braces or commas in it needs quotes",
      at: problem)
    return true
  }

  mutating func reportUnclosedBracket(at start: Int, stoppedAt stop: Int? = nil) {
    let bracket: Character = bytes[start] == UInt8(ascii: "{") ? "{" : "["
    let note = stop.map {
      DiagnosticNote("reading on stopped here", in: file, at: SourceRange(contentOfLine(from: $0)))
    }
    report(
      .unclosedBracket(bracket: bracket), SourceRange(start: start, end: start + 1), notes: note.map { [$0] } ?? [])
  }

  private mutating func reportInterpolation(at start: Int) {
    var first = start
    while first > textStart, !isBlank(bytes[first - 1]),
      ![UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ",")].contains(bytes[first - 1])
    {
      first -= 1
    }
    let line = contentOfLine(from: start)
    var end = start
    for offset in line.dropFirst(1) where bytes[offset] == UInt8(ascii: "}") && bytes[offset - 1] == UInt8(ascii: "}") {
      end = offset + 1
      break
    }
    guard end > start else {
      report(.interpolationInFlow, SourceRange(line))
      return
    }
    while end < line.upperBound, !isBlank(bytes[end]),
      ![UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ",")].contains(bytes[end])
    {
      end += 1
    }
    let range = SourceRange(start: first, end: end)
    report(.interpolationInFlow, range, fix: FixIt("quote it", replace: range, with: quoted(file.text(range))))
  }

  /// A colon where no key can stand: within a value, or on a line that continues the value above it.
  mutating func reportColon(at colon: Int) {
    let line = contentOfLine(from: lineStart(of: colon))
    let key = keyStart(of: line)
    let firstColon = (key..<line.upperBound).first { isKeyColon($0) }
    guard let firstColon, firstColon < colon else {
      if let previous = lineWithoutColon(before: line, indent: key - line.lowerBound) {
        return reportMissingColon(in: previous)
      }
      let range = SourceRange(start: key, end: min(colon + 1, bytes.count))
      report(.indentation, range, label: "belongs to the value on the line before")
      return
    }
    var valueStart = firstColon + 1
    while valueStart < line.upperBound, isBlank(bytes[valueStart]) { valueStart += 1 }
    let value = SourceRange(valueOnLine(from: valueStart))
    let isQuotable =
      valueStart < colon && bytes[valueStart] != UInt8(ascii: "'") && bytes[valueStart] != UInt8(ascii: "\"")
    let fix = isQuotable ? FixIt("quote the value", replace: value, with: quoted(file.text(value))) : nil
    report(
      .colonInValue, SourceRange(start: colon, end: colon + 1), label: "read as the end of another key", fix: fix)
  }

  mutating func reportReservedStart(at start: Int) {
    guard start < bytes.count else { return reportSyntax("something is missing at the end", at: start) }
    if bytes[start] == UInt8(ascii: "%"), start == lineStart(of: start) { return reportDirective(at: start) }
    let value = SourceRange(valueOnLine(from: start))
    let character = Character(Unicode.Scalar(bytes[start]))
    let fix = FixIt("quote the value", replace: value, with: quoted(file.text(value)))
    report(.reservedStart(character: character), SourceRange(start: start, end: start + 1), fix: fix)
  }

  /// Something stands where an entry of a list or map should start.
  mutating func reportEntry(at problem: Int, context: Int?, isList: Bool) {
    let line = lineStart(of: problem)
    var before = problem
    while before > line, isBlank(bytes[before - 1]) { before -= 1 }
    if problem < bytes.count, bytes[problem] == UInt8(ascii: "]") || bytes[problem] == UInt8(ascii: "}") {
      return reportSyntax("this bracket closes nothing", at: problem)
    }
    if before > line {
      let previous = bytes[before - 1]
      if previous == UInt8(ascii: "'") || previous == UInt8(ascii: "\"") {
        return reportTextAfterQuote(at: problem, quoteEnd: before)
      }
      if previous == UInt8(ascii: "]") || previous == UInt8(ascii: "}") {
        return reportTextAfterBracket(at: problem, bracketEnd: before)
      }
    }
    let range = contentOfLine(from: min(problem, bytes.count))
    let startedAt = context.map {
      let what = isList ? "an item of the list" : "a key of the map"
      return [
        DiagnosticNote("\(what) that starts here is expected", in: file, at: SourceRange(contentOfLine(from: $0)))
      ]
    }
    report(.indentation, SourceRange(range), notes: startedAt ?? [])
  }

  /// `[1, 2].exists(…)`: what starts with a bracket is a list or a map to YAML, and ends with the bracket.
  private mutating func reportTextAfterBracket(at problem: Int, bracketEnd: Int) {
    let line = contentOfLine(from: lineStart(of: problem))
    var valueStart = keyStart(of: line)
    if valueStart < bracketEnd, bytes[valueStart] != UInt8(ascii: "["), bytes[valueStart] != UInt8(ascii: "{"),
      let colon = (valueStart..<bracketEnd).first(where: { isKeyColon($0) })
    {
      valueStart = colon + 1
    }
    while valueStart < bracketEnd, isBlank(bytes[valueStart]) { valueStart += 1 }
    guard bytes[valueStart] == UInt8(ascii: "[") || bytes[valueStart] == UInt8(ascii: "{") else {
      return reportSyntax(
        "there is text after the closing bracket", at: problem, label: "put the whole value in quotes")
    }
    let value = SourceRange(valueOnLine(from: valueStart))
    report(
      .valueReadAsCollection(bracket: Character(Unicode.Scalar(bytes[valueStart]))), value,
      label: "the \(bytes[valueStart] == UInt8(ascii: "[") ? "list" : "map") ends before the end of the value",
      fix: FixIt("quote the whole value", replace: value, with: quoted(file.text(value))))
  }

  private mutating func reportTextAfterQuote(at problem: Int, quoteEnd: Int) {
    let quote: Character = bytes[quoteEnd - 1] == UInt8(ascii: "'") ? "'" : "\""
    let line = contentOfLine(from: lineStart(of: problem))
    var valueStart = keyStart(of: line)
    if let colon = (valueStart..<quoteEnd).first(where: { isKeyColon($0) }) { valueStart = colon + 1 }
    while valueStart < quoteEnd, isBlank(bytes[valueStart]) { valueStart += 1 }
    let value = SourceRange(valueOnLine(from: valueStart))
    // Glued to the quote it is an apostrophe, and what was meant can't be known; apart from it, more of a value.
    let isApart = problem > quoteEnd && bytes[valueStart] == bytes[quoteEnd - 1]
    let fix = isApart ? FixIt("quote the whole value", replace: value, with: quoted(file.text(value))) : nil
    report(.textAfterQuote(quote: quote), SourceRange(contentOfLine(from: problem)), fix: fix)
  }

  mutating func reportMissingColon(key: Int, problem: Int) {
    let range = contentOfLine(from: key)
    if range.first.map({ bytes[$0] == UInt8(ascii: "\"") || bytes[$0] == UInt8(ascii: "'") }) ?? false {
      return reportSyntax("a key in quotes has no ':' after it, or a quote is not closed", at: key)
    }
    reportMissingColon(in: range)
  }

  private mutating func reportMissingColon(in line: Range<Int>) {
    let isCrowded = line.contains { offset in
      bytes[offset] == UInt8(ascii: ":") && offset + 1 < line.upperBound && !isBlank(bytes[offset + 1])
    }
    report(.missingColon(isCrowded: isCrowded), SourceRange(line))
  }

  /// The content of the line before, when it starts in the same column and has no key.
  private func lineWithoutColon(before line: Range<Int>, indent: Int) -> Range<Int>? {
    var end = line.lowerBound
    while end > textStart, isBlank(bytes[end - 1]) { end -= 1 }
    guard end > textStart else { return nil }
    let start = lineStart(of: end - 1)
    let content = keyStart(of: start..<end)..<end
    guard content.lowerBound - start == indent, !content.contains(where: { isKeyColon($0) }) else { return nil }
    return bytes[content.lowerBound] == UInt8(ascii: "#") ? nil : content
  }

  mutating func reportAfterEnd(at problem: Int) {
    let line = SourceRange(contentOfLine(from: min(problem, bytes.count)))
    let start = arena.records.first.map { Int($0.start) } ?? textStart
    let isLessIndented = line.start - lineStart(of: line.start) < start - lineStart(of: start)
    if isLessIndented {
      report(.indentation, line, label: "starts before the first line of the plan does")
    } else {
      reportSyntax("the plan has ended before this line", at: problem)
    }
  }

  /// The first byte of a line after its indentation and `- `.
  func keyStart(of line: Range<Int>) -> Int {
    var start = line.lowerBound
    while start < line.upperBound {
      if isBlank(bytes[start]) {
        start += 1
      } else if bytes[start] == UInt8(ascii: "-"), start + 1 < line.upperBound, isBlank(bytes[start + 1]) {
        start += 2
      } else {
        break
      }
    }
    return start
  }

  /// Whether a colon ends a key: white space or the line's end follows.
  func isKeyColon(_ offset: Int) -> Bool {
    bytes[offset] == UInt8(ascii: ":") && (offset + 1 >= bytes.count || isBlank(bytes[offset + 1]))
  }
}
