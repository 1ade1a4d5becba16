// What messages call a value: built only when a message needs it, since 100,000 steps have a million values.

/// The name of a value within a plan.
indirect enum ValueName {
  /// Words that stand for themselves: "timeout", "a lock".
  case words(String)
  /// A name in quotes.
  case quoted(String)
  case item(of: ValueName)
  case key(of: ValueName)
  case entry(String, of: ValueName)

  var text: String {
    switch self {
    case .words(let words): words
    case .quoted(let name): "'\(name)'"
    case .item(let whole): "an item of \(whole.text)"
    case .key(let whole): "a key of \(whole.text)"
    case .entry(let name, let whole): "'\(name)' of \(whole.text)"
    }
  }
}

extension ValueName: ExpressibleByStringLiteral {
  init(stringLiteral words: String) { self = .words(words) }
}
