// Syntax errors in values: open quotes, escapes, tags, anchors, directives.

import Diagnostics

extension Reading {
  mutating func reportQuote(_ failure: YAMLFailure, problem: Int, context: Int?) -> Bool {
    guard failure.context == "while scanning a quoted scalar" || failure.context == "while parsing a quoted scalar",
      let context, context < bytes.count
    else { return false }
    switch failure.problem {
    case "found unexpected end of stream", "found unexpected document indicator":
      let quote: Character = bytes[context] == UInt8(ascii: "\"") ? "\"" : "'"
      let range = contentOfLine(from: context)
      report(.unclosedQuote(quote: quote), SourceRange(range), label: "starts here")
    case "found unknown escape character": reportEscape(at: problem, quoteStart: context)
    default: reportNumericEscape(near: problem, quoteStart: context)
    }
    return true
  }

  private mutating func reportEscape(at problem: Int, quoteStart: Int) {
    let backslash = min(problem, bytes.count - 1)
    var end = min(backslash + 2, bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let escape = String(decoding: bytes[backslash..<end], as: UTF8.self)
    let fix = singleQuotes(insteadOf: quoteStart) ?? doubledBackslash(at: backslash)
    report(.unknownEscape(escape: escape), SourceRange(start: backslash, end: end), fix: fix)
  }

  private func doubledBackslash(at offset: Int) -> FixIt {
    FixIt("double the backslash", replace: SourceRange(start: offset, end: offset + 1), with: "\\\\")
  }

  /// The text in single quotes instead, when none of its backslashes is an escape.
  private func singleQuotes(insteadOf quoteStart: Int) -> FixIt? {
    let knownEscapes = Array("0abtnvfre \"/\\N_LPxuU".utf8)
    var offset = quoteStart + 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      if bytes[offset] == 0x0A || bytes[offset] == 0x0D || bytes[offset] == UInt8(ascii: "'") { return nil }
      if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count, knownEscapes.contains(bytes[offset + 1]) {
        return nil
      }
      offset += 1
    }
    guard offset < bytes.count else { return nil }
    let inner = file.text(SourceRange(start: quoteStart + 1, end: offset))
    return FixIt(
      "use single quotes", replace: SourceRange(start: quoteStart, end: offset + 1), with: "'\(inner)'")
  }

  /// `\x`, `\u` or `\U` without its digits, or with digits that name no character.
  private mutating func reportNumericEscape(near problem: Int, quoteStart: Int) {
    var backslash = min(problem, bytes.count - 1)
    while backslash > quoteStart, bytes[backslash] != UInt8(ascii: "\\") { backslash -= 1 }
    let mark = backslash + 1 < bytes.count ? bytes[backslash + 1] : 0
    let digits = mark == UInt8(ascii: "x") ? "two" : mark == UInt8(ascii: "u") ? "four" : "eight"
    let what = "'\\\(Character(Unicode.Scalar(mark)))' is followed by the \(digits) hexadecimal digits of a character"
    let fix = doubledBackslash(at: backslash)
    report(.syntax(what: what), SourceRange(start: backslash, end: min(backslash + 2, bytes.count)), fix: fix)
  }

  /// Reports a value that starts with `!` on the line of a problem and looks like an expression.
  mutating func reportExpression(near problem: Int) -> Bool {
    let line = contentOfLine(from: lineStart(of: problem))
    var start = keyStart(of: line)
    if start < line.upperBound, bytes[start] != UInt8(ascii: "!") {
      guard let colon = (start..<line.upperBound).first(where: { isKeyColon($0) }) else { return false }
      start = colon + 1
      while start < line.upperBound, isBlank(bytes[start]) { start += 1 }
    }
    guard start < line.upperBound, start < problem, bytes[start] == UInt8(ascii: "!") else { return false }
    let value = valueOnLine(from: start)
    let tagEnd = value.first { isBlank(bytes[$0]) } ?? value.upperBound
    let key = arena.currentKey.map { arena.textString(of: $0) }
    guard looksLikeExpression(tag: start..<tagEnd, line: value, key: key) else { return false }
    reportExpressionReadAsTag(value)
    return true
  }

  mutating func reportProperty(_ failure: YAMLFailure, problem: Int, context: Int?) -> Bool {
    let start = context ?? problem
    switch failure.context {
    case "while scanning a tag", "while parsing a tag", "while parsing a node":
      guard start < bytes.count else { return false }
      // The tag may stand after an anchor; and "parsing a node" also stumbles over things that aren't tags.
      guard let tagStart = contentOfLine(from: start).first(where: { bytes[$0] == UInt8(ascii: "!") }),
        failure.context != "while parsing a node" || failure.problem == "found undefined tag handle"
      else { return false }
      let line = valueOnLine(from: tagStart)
      let tagEnd = line.first { isBlank(bytes[$0]) } ?? line.upperBound
      let key = arena.currentKey.map { arena.textString(of: $0) }
      if looksLikeExpression(tag: tagStart..<tagEnd, line: line, key: key) {
        reportExpressionReadAsTag(line)
      } else {
        report(.tag(tag: String(decoding: bytes[tagStart..<tagEnd], as: UTF8.self)), SourceRange(tagStart..<tagEnd))
      }
    case "while scanning an anchor", "while scanning an alias":
      guard start < bytes.count else { return false }
      if let bang = expressionStart(before: start) {
        reportExpressionReadAsTag(valueOnLine(from: bang))
      } else {
        reportReservedStart(at: start)
      }
    case "while scanning a directive", "while scanning a %YAML directive", "while scanning a %TAG directive":
      reportDirective(at: start)
    default:
      guard failure.problem.contains("directive") || failure.problem == "found incompatible YAML document" else {
        return false
      }
      reportDirective(at: problem)
    }
    return true
  }

  mutating func reportDirective(at offset: Int) {
    let range = contentOfLine(from: lineStart(of: offset))
    let name = String(decoding: bytes[range].dropFirst().prefix { $0 > 0x20 }, as: UTF8.self)
    report(.directive(name: name), SourceRange(range))
  }

  /// In `!a && b` libyaml has read `!a` as a tag and stumbles over `&&`: the start of the expression.
  private func expressionStart(before offset: Int) -> Int? {
    var start = offset
    while start > textStart, bytes[start - 1] == 0x20 { start -= 1 }
    let line = lineStart(of: offset)
    while start > line, !isBlank(bytes[start - 1]) { start -= 1 }
    return start < offset && bytes[start] == UInt8(ascii: "!") ? start : nil
  }
}
