// libyaml's errors in words that help. It says which rule broke and where; what the author most likely did is read off
// the line.

import Diagnostics

extension Reading {
  /// Reports why libyaml stopped.
  mutating func reportFailure(_ failure: YAMLFailure) {
    isTrusted = false
    let problem = textStart + cursor.byteOffset(ofCharacter: failure.problemIndex)
    let context = failure.contextIndex.map { textStart + cursor.byteOffset(ofCharacter: $0) }
    if failure.isMemory { return reportSyntax("there is no memory to read it", at: problem) }
    if reportTab(near: problem) { return }
    if reportQuote(failure, problem: problem, context: context) { return }
    if reportExpression(near: problem) { return }
    if reportProperty(failure, problem: problem, context: context) { return }
    if reportBracket(failure, problem: problem, context: context) { return }
    switch failure.problem {
    case "mapping values are not allowed in this context": reportColon(at: problem)
    case "found character that cannot start any token": reportReservedStart(at: problem)
    case "did not find expected key": reportEntry(at: problem, context: context, isList: false)
    case "did not find expected '-' indicator": reportEntry(at: problem, context: context, isList: true)
    case "could not find expected ':'": reportMissingColon(key: context ?? problem, problem: problem)
    case "did not find expected <document start>": reportAfterEnd(at: problem)
    default: reportOther(failure, problem: problem)
    }
  }

  mutating func reportSyntax(_ what: String, at offset: Int, label: String? = nil) {
    var start = min(offset, bytes.count)
    var end = contentOfLine(from: start).upperBound
    if end == start {
      // Nothing is left on the line: show what stands before.
      while start > textStart, isBlank(bytes[start - 1]) { start -= 1 }
      end = start
      start = max(textStart, start - (start > textStart ? 1 : 0))
      while start > textStart, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    }
    report(.syntax(what: what), SourceRange(start: start, end: end), label: label)
  }

  // MARK: Tabs

  /// A tab among the white space that the line starts with.
  private mutating func reportTab(near problem: Int) -> Bool {
    let start = lineStart(of: problem)
    var offset = start
    while offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
    guard offset < bytes.count, bytes[offset] == 0x09 else { return false }
    var end = offset
    while end < bytes.count, bytes[end] == 0x09 || bytes[end] == 0x20 { end += 1 }
    guard problem <= end else { return false }
    while end > offset, bytes[end - 1] == 0x20 { end -= 1 }
    let tabs = bytes[offset..<end].count { $0 == 0x09 }
    let spaces = bytes[offset..<end].map { $0 == 0x09 ? "  " : " " }.joined()
    let range = SourceRange(start: offset, end: end)
    let fix = FixIt("indent with spaces", replace: range, with: spaces)
    report(.tabIndentation, range, label: tabs == 1 ? "a tab" : "\(tabs) tabs", fix: fix)
    return true
  }

  private mutating func reportOther(_ failure: YAMLFailure, problem: Int) {
    switch failure.problem {
    case "block sequence entries are not allowed in this context":
      reportSyntax("a list item ('- ') can't start here; begin it on a line of its own", at: problem)
    case "mapping keys are not allowed in this context": reportSyntax("a key ('? ') can't start here", at: problem)
    case "did not find expected node content": reportMissingValue(at: problem)
    case "did not find expected comment or line break":
      reportSyntax("after '|' or '>' the text starts on the next line", at: problem)
    case "found an indentation indicator equal to 0": reportSyntax("a block's indentation is at least 1", at: problem)
    case "found invalid Unicode character escape code":
      reportSyntax("this escape names no Unicode character", at: problem)
    default: reportSyntax(failure.problem, at: problem)
    }
  }

  private mutating func reportMissingValue(at problem: Int) {
    let isAtEnd = problem >= bytes.count || bytes[problem...].allSatisfy(isBlank)
    if isAtEnd, let top = arena.open.last, arena.records[top.index].isFlow {
      reportUnclosedBracket(at: Int(arena.records[top.index].start))
    } else {
      reportSyntax("a value is expected here", at: problem)
    }
  }
}
