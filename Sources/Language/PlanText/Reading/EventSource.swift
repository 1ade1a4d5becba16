// libyaml's event reader in allocated memory: its structures must not move, and every event is deleted.

import CLibYAML

/// Where libyaml stumbled, in characters from the start of the text.
struct YAMLFailure {
  var isMemory: Bool
  var problem: String
  var problemIndex: Int
  var context: String
  /// Where the construct starts that it was reading.
  var contextIndex: Int?
}

/// Reads events from a buffer that outlives it.
struct EventSource: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var holdsEvent = false

  /// Nil when there is no memory.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    event = .allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      event.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    if holdsEvent { yaml_event_delete(event) }
    yaml_parser_delete(parser)
    parser.deallocate()
    event.deallocate()
  }

  /// The next event, valid until the next call; nil after a failure.
  @inline(__always)
  mutating func next() -> UnsafePointer<yaml_event_t>? {
    if holdsEvent {
      yaml_event_delete(event)
      holdsEvent = false
    }
    guard yaml_parser_parse(parser, event) == 1 else { return nil }
    holdsEvent = true
    return UnsafePointer(event)
  }

  /// What went wrong, after `next` returned nil.
  var failure: YAMLFailure {
    let state = parser.pointee
    return YAMLFailure(
      isMemory: state.error == YAML_MEMORY_ERROR,
      problem: state.problem.map { String(cString: $0) } ?? "",
      problemIndex: Int(state.problem_mark.index),
      context: state.context.map { String(cString: $0) } ?? "",
      contextIndex: state.context == nil ? nil : Int(state.context_mark.index))
  }
}
