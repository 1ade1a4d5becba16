// Escapes and character classes.

extension PatternParser {
  mutating func escape() throws(Pattern.SyntaxError) -> PatternTree {
    switch next {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "C": throw problem("\\C, a single byte, is not supported")
    default: break
    }
    if let set = try escapedSet() { return .set(set) }
    return literal(try escapedScalar())
  }

  private mutating func assertion(_ assertion: PatternAssertion) -> PatternTree {
    position += 1
    return .assertion(assertion)
  }

  /// `\d`, `\pL`, `\p{Lu}` and their complements; nil when the escape is a single scalar.
  private mutating func escapedSet() throws(Pattern.SyntaxError) -> ScalarSet? {
    guard let letter = next else { return nil }
    let set: ScalarSet
    switch letter {
    case "d": set = .digit
    case "D": set = ScalarSet.digit.negated()
    case "w": set = .word
    case "W": set = ScalarSet.word.negated()
    case "s": set = .space
    case "S": set = ScalarSet.space.negated()
    case "p", "P":
      position += 1
      return try category(isNegated: letter == "P")
    default: return nil
    }
    position += 1
    return set
  }

  private mutating func category(isNegated: Bool) throws(Pattern.SyntaxError) -> ScalarSet {
    var isNegated = isNegated
    var name = ""
    if skip("{") {
      if skip("^") { isNegated.toggle() }
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        position += 1
      }
      guard skip("}") else { throw problem("a '{' is not closed") }
    } else {
      name.unicodeScalars.append(try take())
    }
    if name == "Any" { return isNegated ? ScalarSet.any.negated() : .any }
    guard let category = ScalarCategory(name) else {
      throw problem("'\(name)' is not a general category of Unicode")
    }
    return ScalarSet(categories: [category], isNegated: isNegated)
  }

  private mutating func escapedScalar() throws(Pattern.SyntaxError) -> Unicode.Scalar {
    let letter = try take()
    switch letter {
    case "a": return "\u{07}"
    case "f": return "\u{0C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{0B}"
    case "x": return try hexadecimal()
    case "0": return try octal(after: letter)
    case "1"..."7":
      // Two more octal digits make a code point; a single digit would be a back reference.
      if let second = next, ("0"..."7").contains(second) { return try octal(after: letter) }
      throw problem("back references are not supported")
    default:
      guard letter.isASCII, !UInt8(ascii: letter).isLetterOrDigit else {
        position -= 1
        throw problem("'\\\(letter)' is not an escape")
      }
      return letter
    }
  }

  private mutating func octal(after first: Unicode.Scalar) throws(Pattern.SyntaxError) -> Unicode.Scalar {
    var value = first.value - 0x30
    for _ in 0..<2 {
      guard let digit = next, ("0"..."7").contains(digit) else { break }
      value = value * 8 + digit.value - 0x30
      position += 1
    }
    guard let scalar = Unicode.Scalar(value) else { throw problem("there is no such character") }
    return scalar
  }

  private mutating func hexadecimal() throws(Pattern.SyntaxError) -> Unicode.Scalar {
    var digits = ""
    if skip("{") {
      while let scalar = next, scalar != "}", digits.utf8.count < 8 {
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      guard skip("}") else { throw problem("a '{' is not closed") }
    } else {
      digits.unicodeScalars.append(try take())
      digits.unicodeScalars.append(try take())
    }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw problem("there is no such character")
    }
    return scalar
  }

  // MARK: Classes

  /// A class in brackets, behind its `[`.
  mutating func bracket() throws(Pattern.SyntaxError) -> ScalarSet {
    var set = ScalarSet(isNegated: skip("^"), ignoresCase: flags.ignoresCase)
    var isFirst = true
    while isFirst || next != "]" {
      guard next != nil else { throw problem("a '[' is not closed") }
      isFirst = false
      if skip("[:") {
        set.subsets.append(try posixClass())
        continue
      }
      if next == "\\" {
        position += 1
        if let subset = try escapedSet() {
          set.subsets.append(subset)
          continue
        }
        position -= 1
      }
      set.ranges.append(try range())
    }
    position += 1
    return set
  }

  private mutating func posixClass() throws(Pattern.SyntaxError) -> ScalarSet {
    let isNegated = skip("^")
    var name = ""
    while let scalar = next, scalar != ":", scalar != "]" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard skip(":]"), let set = ScalarSet.posix(name) else { throw problem("there is no class '[:\(name):]'") }
    return isNegated ? set.negated() : set
  }

  private mutating func range() throws(Pattern.SyntaxError) -> ClosedRange<UInt32> {
    let first = try classScalar()
    guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
      return first.value...first.value
    }
    position += 1
    let last = try classScalar()
    guard first <= last else { throw problem("the range '\(first)-\(last)' is empty") }
    return first.value...last.value
  }

  private mutating func classScalar() throws(Pattern.SyntaxError) -> Unicode.Scalar {
    skip("\\") ? try escapedScalar() : try take()
  }
}
