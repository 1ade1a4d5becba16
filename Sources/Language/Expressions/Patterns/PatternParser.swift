// Reads the syntax of RE2.

struct PatternParser {
  private static let depthLimit = 250
  private static let repetitionLimit = 1_000

  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
  }

  let scalars: [Unicode.Scalar]
  var position = 0
  private(set) var flags = Flags()
  private var depth = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(Pattern.SyntaxError) -> PatternTree {
    let tree = try alternatives()
    guard position == scalars.count else { throw problem("')' closes nothing") }
    return tree
  }

  // MARK: Tools

  func problem(_ reason: String) -> Pattern.SyntaxError {
    let offset = scalars[..<min(position, scalars.count)].reduce(0) { $0 + $1.utf8.count }
    return Pattern.SyntaxError(reason: reason, offset: offset)
  }

  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  mutating func skip(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func take() throws(Pattern.SyntaxError) -> Unicode.Scalar {
    guard let scalar = next else { throw problem("it ends too early") }
    position += 1
    return scalar
  }

  // MARK: Structure

  private mutating func alternatives() throws(Pattern.SyntaxError) -> PatternTree {
    guard depth < PatternParser.depthLimit else { throw problem("it is nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    // Flags set in a group last to the end of the group.
    let outerFlags = flags
    defer { flags = outerFlags }
    var choices = [try sequence()]
    while skip("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .alternatives(choices)
  }

  private mutating func sequence() throws(Pattern.SyntaxError) -> PatternTree {
    var parts: [PatternTree] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if skip("\\Q") {
        while position < scalars.count, !skip("\\E") { parts.append(literal(try take())) }
        continue
      }
      guard let part = try atom() else { continue }
      parts.append(try repeated(part))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repeated(_ part: PatternTree) throws(Pattern.SyntaxError) -> PatternTree {
    var part = part
    var isRepeated = false
    while let (minimum, maximum) = try repetition() {
      guard !isRepeated else { throw problem("a repetition can't be repeated") }
      isRepeated = true
      part = .repetition(part, minimum: minimum, maximum: maximum)
      // A lazy repetition is found in the same texts.
      _ = skip("?")
    }
    return part
  }

  private mutating func repetition() throws(Pattern.SyntaxError) -> (minimum: Int, maximum: Int?)? {
    switch next {
    case "*":
      position += 1
      return (0, nil)
    case "+":
      position += 1
      return (1, nil)
    case "?":
      position += 1
      return (0, 1)
    case "{": return try countedRepetition()
    default: return nil
    }
  }

  /// `{2}`, `{2,}` or `{2,5}`; anything else in braces is literal text.
  private mutating func countedRepetition() throws(Pattern.SyntaxError) -> (minimum: Int, maximum: Int?)? {
    let start = position
    position += 1
    guard let minimum = number() else {
      position = start
      return nil
    }
    var maximum: Int? = minimum
    if skip(",") { maximum = next == "}" ? nil : number() ?? -1 }
    guard skip("}"), maximum != -1 else {
      position = start
      return nil
    }
    guard minimum <= PatternParser.repetitionLimit, maximum ?? 0 <= PatternParser.repetitionLimit else {
      throw problem("a repetition of more than \(PatternParser.repetitionLimit)")
    }
    if let maximum, maximum < minimum { throw problem("a repetition that ends before it begins") }
    return (minimum, maximum)
  }

  private mutating func number() -> Int? {
    let start = position
    while let scalar = next, ("0"..."9").contains(scalar), position - start < 6 { position += 1 }
    return Int(String(String.UnicodeScalarView(scalars[start..<position])))
  }

  // MARK: Atoms

  /// One thing that can be repeated; nil for what matches nothing itself, such as flags.
  private mutating func atom() throws(Pattern.SyntaxError) -> PatternTree? {
    let scalar = try take()
    switch scalar {
    case "(": return try group()
    case "[": return .set(try bracket())
    case ".": return .set(flags.dotMatchesNewline ? .any : .anyButNewline)
    case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    case "\\": return try escape()
    case "*", "+", "?":
      position -= 1
      throw problem("there is nothing before '\(scalar)' to repeat")
    case "{":
      position -= 1
      if try countedRepetition() != nil { throw problem("there is nothing before the repetition to repeat") }
      position += 1
      return literal(scalar)
    default: return literal(scalar)
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> PatternTree {
    guard flags.ignoresCase else { return .scalar(scalar.value) }
    return .set(ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: true))
  }

  private mutating func group() throws(Pattern.SyntaxError) -> PatternTree? {
    let outerFlags = flags
    if skip("?") {
      if skip("P<") || skip("<") {
        guard next != "=", next != "!" else { throw problem("look-behind is not supported") }
        try groupName()
      } else if try !groupFlags() {
        return nil
      }
    }
    let inner = try alternatives()
    guard skip(")") else { throw problem("a '(' is not closed") }
    flags = outerFlags
    return inner
  }

  private mutating func groupName() throws(Pattern.SyntaxError) {
    let start = position
    while let scalar = next, scalar.isASCII, UInt8(ascii: scalar).isLetterOrDigit { position += 1 }
    guard position > start, skip(">") else { throw problem("the name of a group has letters, digits and '_'") }
  }

  /// Reads `i`, `-s` and the like after `(?`. True when a group follows (`:`), false when the flags stand alone.
  private mutating func groupFlags() throws(Pattern.SyntaxError) -> Bool {
    var changed = flags
    var isOn = true
    while true {
      switch try take() {
      case "i": changed.ignoresCase = isOn
      case "m": changed.isMultiline = isOn
      case "s": changed.dotMatchesNewline = isOn
      case "U": break
      case "-" where isOn: isOn = false
      case ":":
        flags = changed
        return true
      case ")":
        flags = changed
        return false
      case "=", "!":
        throw problem("look-ahead is not supported")
      default:
        position -= 1
        throw problem("'(?' is followed by something that has no meaning")
      }
    }
  }
}
