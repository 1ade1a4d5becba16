// Turns libyaml's events into a document, refusing on the way what plans refuse (DESIGN §2).

import CLibYAML
import Diagnostics

/// Reads one file whose characters have been inspected.
struct DocumentReader {
  let file: SourceFile
  /// Where the text starts: after a byte order mark.
  let textStart: Int
  let isASCII: Bool
  let limits: TextLimits

  func read() -> (document: PlanDocument?, diagnostics: [Diagnostic]) {
    file.bytes.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[textStart...])
      guard let events = EventSource(text) else {
        let problem = TextProblem.syntax(what: "there is no memory to read it")
        return (nil, [Diagnostic(problem, in: file, at: SourceRange(start: 0, end: 0))])
      }
      var reading = Reading(
        file: file, bytes: bytes, textStart: textStart, limits: limits,
        cursor: CharacterCursor(text, isASCII: isASCII))
      return reading.run(events)
    }
  }
}

/// The state of one reading.
struct Reading {
  let file: SourceFile
  let bytes: UnsafeBufferPointer<UInt8>
  let textStart: Int
  let limits: TextLimits
  var cursor: CharacterCursor
  var arena: ArenaBuilder
  var diagnostics: [Diagnostic] = []
  /// Whether what was read so far can be used, diagnostics or not.
  var isTrusted = true
  var isFinished = false
  /// The value that a tag was read from, which is no tag but an expression.
  var expressionAsTag: Range<Int>?
  private var documents = 0

  init(
    file: SourceFile, bytes: UnsafeBufferPointer<UInt8>, textStart: Int, limits: TextLimits, cursor: CharacterCursor
  ) {
    self.file = file
    self.bytes = bytes
    self.textStart = textStart
    self.limits = limits
    self.cursor = cursor
    arena = ArenaBuilder(bytes: bytes)
  }

  mutating func run(_ source: consuming EventSource) -> (document: PlanDocument?, diagnostics: [Diagnostic]) {
    var events = source
    while !isFinished {
      guard let event = events.next() else {
        reportFailure(events.failure)
        dropEchoOfAlias()
        break
      }
      take(event)
    }
    diagnostics.sort { ($0.range?.start ?? 0) < ($1.range?.start ?? 0) }
    guard isTrusted else { return (nil, diagnostics) }
    let document = PlanDocument(
      file: file, records: arena.records, cooked: arena.cooked, keyIndexes: arena.keyIndexes)
    return (document, diagnostics)
  }

  /// Text after an alias breaks the syntax; the alias is the one mistake of that line.
  private mutating func dropEchoOfAlias() {
    guard let last = diagnostics.last, let place = last.range?.start else { return }
    let line = lineStart(of: place)
    let isEcho = diagnostics.dropLast().contains { other in
      other.id == TextProblem.alias(name: "").id && (other.range?.start ?? -1) >= line
    }
    if isEcho { diagnostics.removeLast() }
  }

  private mutating func take(_ event: UnsafePointer<yaml_event_t>) {
    switch event.pointee.type {
    case YAML_SCALAR_EVENT: takeScalar(event)
    case YAML_MAPPING_START_EVENT:
      let style = event.pointee.data.mapping_start.style
      open(
        .mapping, event, isFlow: style == YAML_FLOW_MAPPING_STYLE, anchor: event.pointee.data.mapping_start.anchor,
        tag: event.pointee.data.mapping_start.tag)
    case YAML_SEQUENCE_START_EVENT:
      let style = event.pointee.data.sequence_start.style
      open(
        .sequence, event, isFlow: style == YAML_FLOW_SEQUENCE_STYLE, anchor: event.pointee.data.sequence_start.anchor,
        tag: event.pointee.data.sequence_start.tag)
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: close(event)
    case YAML_ALIAS_EVENT: takeAlias(event)
    case YAML_DOCUMENT_START_EVENT: takeDocumentStart(event)
    case YAML_STREAM_END_EVENT: isFinished = true
    default: break
    }
  }

  private mutating func takeScalar(_ event: UnsafePointer<yaml_event_t>) {
    var start = offset(event.pointee.start_mark)
    var end = offset(event.pointee.end_mark)
    let style = Node.Style(event.pointee.data.scalar.style)
    let value = UnsafeBufferPointer(start: event.pointee.data.scalar.value, count: event.pointee.data.scalar.length)
    if event.pointee.data.scalar.anchor != nil || event.pointee.data.scalar.tag != nil {
      let isAbsent = value.isEmpty && style == .plain
      expressionAsTag = nil
      start = refuseProperties(from: start, to: isAbsent ? end : bytes.count)
      if let line = expressionAsTag, mayAddNode(at: line.lowerBound) {
        // Read as what was meant, so that the expression is checked too.
        return arena.addScalar(
          UnsafeBufferPointer(rebasing: bytes[line]), style: .plain, start: line.lowerBound, end: line.upperBound)
      }
      // What libyaml reads as a value may begin within what looks like the rest of a name: `&a:b`.
      start = isAbsent ? end : min(start, end)
    }
    if start == end, value.isEmpty {
      start = placeOfAbsentValue(default: start)
      end = start
    }
    if style == .literal || style == .folded {
      while end > start + 1, isBlank(bytes[end - 1]) { end -= 1 }
    }
    if value.count > limits.scalar {
      report(
        .scalarTooLong(limit: limits.scalar, length: value.count), SourceRange(start: start, end: end), fatal: true)
    }
    if style == .plain {
      if arena.expectsKey, value.count == 2, value[0] == UInt8(ascii: "<"), value[1] == UInt8(ascii: "<") {
        report(.mergeKey, SourceRange(start: start, end: end), fatal: true)
      }
      warnOfComment(after: start..<end)
    }
    guard mayAddNode(at: start) else { return }
    arena.addScalar(value, style: style, start: start, end: end)
  }

  /// Where a value would stand that isn't there: after the colon of its key, or after the key when it has no colon.
  private func placeOfAbsentValue(default place: Int) -> Int {
    guard let key = arena.currentKey else { return place }
    var position = Int(key.end)
    while position < place, isBlank(bytes[position]) { position += 1 }
    return position < place && bytes[position] == UInt8(ascii: ":") ? position + 1 : Int(key.end)
  }

  private mutating func open(
    _ kind: Node.Kind, _ event: UnsafePointer<yaml_event_t>, isFlow: Bool, anchor: UnsafeMutablePointer<UInt8>?,
    tag: UnsafeMutablePointer<UInt8>?
  ) {
    var start = offset(event.pointee.start_mark)
    if anchor != nil || tag != nil { start = refuseProperties(from: start, to: bytes.count) }
    let firstByte = start < bytes.count ? bytes[start] : 0
    if arena.open.count >= limits.depth {
      report(.tooDeep(limit: limits.depth), SourceRange(start: start, end: min(start + 1, bytes.count)), fatal: true)
      isFinished = true
      return
    }
    if arena.expectsKey { refuseKey(kind, start: start) }
    guard mayAddNode(at: start) else { return }
    // A pair within a list (`[a: 1]`) is a flow map without brackets.
    let hasBracket = firstByte == UInt8(ascii: "{") || firstByte == UInt8(ascii: "[")
    arena.openCollection(kind, isFlow: isFlow && hasBracket, start: start)
  }

  private mutating func close(_ event: UnsafePointer<yaml_event_t>) {
    guard let closing = arena.open.last else { return }
    let isFlow = arena.records[closing.index].isFlow
    let end = isFlow ? offset(event.pointee.end_mark) : 0
    for duplicate in arena.closeCollection(end: end) where !isFinished {
      let key = arena.records[Int(duplicate.later)]
      let first = arena.records[Int(duplicate.first)]
      report(
        .duplicateKey(key: arena.textString(of: key)), range(of: key),
        notes: [DiagnosticNote("the first one is here", in: file, at: range(of: first))])
    }
  }

  private mutating func takeAlias(_ event: UnsafePointer<yaml_event_t>) {
    let range = SourceRange(start: offset(event.pointee.start_mark), end: offset(event.pointee.end_mark))
    let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    report(.alias(name: name), range, fix: quoting(from: range.start, isMeant: true), fatal: true)
    guard mayAddNode(at: range.start) else { return }
    arena.addScalar(UnsafeBufferPointer(start: nil, count: 0), style: .plain, start: range.start, end: range.start)
  }

  private mutating func takeDocumentStart(_ event: UnsafePointer<yaml_event_t>) {
    documents += 1
    let start = offset(event.pointee.start_mark)
    let data = event.pointee.data.document_start
    if data.version_directive != nil || data.tag_directives.start != data.tag_directives.end {
      let range = contentOfLine(from: start)
      report(
        .directive(name: String(decoding: bytes[range].dropFirst().prefix { $0 > 0x20 }, as: UTF8.self)),
        SourceRange(range))
    }
    if documents == 2 {
      report(.severalDocuments, SourceRange(contentOfLine(from: start)))
      isFinished = true
    }
  }

  /// Whether another node fits; reports the limit once.
  private mutating func mayAddNode(at start: Int) -> Bool {
    if isFinished { return false }
    if arena.records.count < limits.nodes { return true }
    report(.tooManyNodes(limit: limits.nodes), SourceRange(start: start, end: start), fatal: true)
    isFinished = true
    return false
  }

  /// Reports a problem; a fatal one makes the document unusable.
  mutating func report(
    _ problem: TextProblem, _ range: SourceRange, label: String? = nil, fix: FixIt? = nil, notes: [DiagnosticNote] = [],
    fatal: Bool = false
  ) {
    if fatal { isTrusted = false }
    diagnostics.append(Diagnostic(problem, in: file, at: range, label: label, fix: fix, notes: notes))
    if diagnostics.count >= limits.problems {
      isTrusted = false
      isFinished = true
    }
  }

  @inline(__always)
  mutating func offset(_ mark: yaml_mark_t) -> Int {
    textStart + cursor.byteOffset(ofCharacter: Int(mark.index))
  }

  func range(of record: NodeRecord) -> SourceRange {
    SourceRange(start: Int(record.start), end: Int(record.end))
  }

  /// The rest of a line from an offset on, without trailing white space.
  func contentOfLine(from start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

/// Space, tab or a line end.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

extension Node.Style {
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
