// The extension library of text: charAt, indexOf, join, replace, split, substring and the like. Places are counted in
// code points.

import Diagnostics

extension Library {
  mutating func addStringExtensions() {
    addPlaces()
    addCases()
    addParts()
    add("format", [Overload(isMember: true, [.string, .list(.dyn)], .string)]) {
      (format, arguments, work) throws(ExpressionProblem) in
      guard case .string(let format) = format, case .list(let arguments) = arguments else {
        throw noOverload("format", format, arguments)
      }
      return .string(try formatted(format, arguments, &work))
    }
  }

  private mutating func addPlaces() {
    add("charAt", [Overload(isMember: true, [.string, .int], .string)]) {
      (text, place, work) throws(ExpressionProblem) in
      guard case .string(let text) = text, case .int(let place) = place else { throw noOverload("charAt", text, place) }
      let scalars = try scalars(of: text, &work)
      let index = try checked(place, upTo: scalars.count)
      return .string(index < scalars.count ? String(scalars[index]) : "")
    }
    let search = [
      Overload(isMember: true, [.string, .string], .int), Overload(isMember: true, [.string, .string, .int], .int),
    ]
    add("indexOf", argumentCounts: 2...3, search) { (arguments, work) throws(ExpressionProblem) in
      let (whole, part, start) = try searchArguments("indexOf", arguments, &work)
      let place = Searcher(part).firstPlace(in: whole, from: try checked(start ?? 0, upTo: whole.count))
      return .int(Int64(place ?? -1))
    }
    add("lastIndexOf", argumentCounts: 2...3, search) { (arguments, work) throws(ExpressionProblem) in
      let (whole, part, start) = try searchArguments("lastIndexOf", arguments, &work)
      let last = try checked(start ?? Int64(whole.count), upTo: whole.count)
      // The last place of a part is the first one in the reversed text.
      let end = min(whole.count, last + part.count)
      guard end >= part.count else { return .int(-1) }
      let place = Searcher(part.reversed()).firstPlace(in: whole[..<end].reversed())
      return .int(place.map { Int64(end - $0 - part.count) } ?? -1)
    }
    let substrings = [
      Overload(isMember: true, [.string, .int], .string), Overload(isMember: true, [.string, .int, .int], .string),
    ]
    add("substring", argumentCounts: 2...3, substrings) { (arguments, work) throws(ExpressionProblem) in
      guard case .string(let text) = arguments[0], case .int(let start) = arguments[1] else {
        throw noOverload("substring", arguments)
      }
      let scalars = try scalars(of: text, &work)
      var end = Int64(scalars.count)
      if arguments.count == 3 {
        guard case .int(let given) = arguments[2] else { throw noOverload("substring", arguments) }
        end = given
      }
      let (first, last) = (try checked(start, upTo: scalars.count), try checked(end, upTo: scalars.count))
      guard first <= last else { throw .invalidArgument("a substring from \(first) to \(last) ends before it begins") }
      return .string(String(String.UnicodeScalarView(scalars[first..<last])))
    }
  }

  private mutating func addCases() {
    let change = [Overload(isMember: true, [.string], .string)]
    add("lowerAscii", change) { (text, work) throws(ExpressionProblem) in
      try changed("lowerAscii", text, &work) { byte in byte &- 0x41 < 26 ? byte | 0x20 : byte }
    }
    add("upperAscii", change) { (text, work) throws(ExpressionProblem) in
      try changed("upperAscii", text, &work) { byte in byte &- 0x61 < 26 ? byte & 0xDF : byte }
    }
    add("trim", change) { (text, work) throws(ExpressionProblem) in
      guard case .string(let text) = text else { throw noOverload("trim", text) }
      var scalars = try scalars(of: text, &work)[...]
      while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
      while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
      return .string(String(String.UnicodeScalarView(scalars)))
    }
    add("reverse", change) { (text, work) throws(ExpressionProblem) in
      guard case .string(let text) = text else { throw noOverload("reverse", text) }
      return .string(String(String.UnicodeScalarView(try scalars(of: text, &work).reversed())))
    }
    add("strings.quote", [Overload([.string], .string)]) { (text, work) throws(ExpressionProblem) in
      guard case .string(let text) = text else { throw noOverload("strings.quote", text) }
      return .string(quoted(try scalars(of: text, &work)))
    }
  }

  private mutating func addParts() {
    let joined = [
      Overload(isMember: true, [.list(.string)], .string),
      Overload(isMember: true, [.list(.string), .string], .string),
    ]
    add("join", argumentCounts: 1...2, joined, variadic: join)
    let replacement = [
      Overload(isMember: true, [.string, .string, .string], .string),
      Overload(isMember: true, [.string, .string, .string, .int], .string),
    ]
    add("replace", argumentCounts: 3...4, replacement, variadic: replace)
    let pieces = [
      Overload(isMember: true, [.string, .string], .list(.string)),
      Overload(isMember: true, [.string, .string, .int], .list(.string)),
    ]
    add("split", argumentCounts: 2...3, pieces, variadic: split)
  }
}

func noOverload(_ function: String, _ arguments: [Value]) -> ExpressionProblem {
  .noMatchingOverload(function: "'\(function)'", arguments: arguments.map(\.shownType))
}

private func scalars(of text: String, _ work: inout Work) throws(ExpressionProblem) -> [Unicode.Scalar] {
  try work.spend(bytes: text.utf8.count)
  return Array(text.unicodeScalars)
}

/// A place in a text, or an error when it is outside.
private func checked(_ place: Int64, upTo count: Int) throws(ExpressionProblem) -> Int {
  guard place >= 0, place <= count else { throw .indexOutOfRange(place, count: count) }
  return Int(place)
}

private func searchArguments(
  _ function: String, _ arguments: [Value], _ work: inout Work
) throws(ExpressionProblem) -> (whole: [Unicode.Scalar], part: [Unicode.Scalar], start: Int64?) {
  guard case .string(let whole) = arguments[0], case .string(let part) = arguments[1] else {
    throw noOverload(function, arguments)
  }
  var start: Int64?
  if arguments.count == 3 {
    guard case .int(let given) = arguments[2] else { throw noOverload(function, arguments) }
    start = given
  }
  return (try scalars(of: whole, &work), try scalars(of: part, &work), start)
}

private func changed(
  _ function: String, _ text: Value, _ work: inout Work, _ change: (UInt8) -> UInt8
) throws(ExpressionProblem) -> Value {
  guard case .string(let text) = text else { throw noOverload(function, text) }
  try work.spend(bytes: text.utf8.count)
  return .string(String(decoding: text.utf8.map(change), as: UTF8.self))
}

private func join(_ arguments: [Value], _ work: inout Work) throws(ExpressionProblem) -> Value {
  guard case .list(let items) = arguments[0] else { throw noOverload("join", arguments) }
  var separator = ""
  if arguments.count == 2 {
    guard case .string(let given) = arguments[1] else { throw noOverload("join", arguments) }
    separator = given
  }
  var result = ""
  for (place, item) in items.enumerated() {
    guard case .string(let text) = item else { throw noOverload("join", arguments) }
    try work.spend(bytes: text.utf8.count + separator.utf8.count)
    if place > 0 { result += separator }
    result += text
  }
  return .string(result)
}

private func replace(_ arguments: [Value], _ work: inout Work) throws(ExpressionProblem) -> Value {
  guard case .string(let text) = arguments[0], case .string(let part) = arguments[1],
    case .string(let replacement) = arguments[2]
  else { throw noOverload("replace", arguments) }
  var limit = try pieceLimit("replace", arguments, at: 3)
  try work.spend(bytes: text.utf8.count + part.utf8.count)
  // A part that is UTF-8 is never found inside of a code point, so that bytes can be compared.
  let (whole, wanted, new) = (Array(text.utf8), Array(part.utf8), Array(replacement.utf8))
  let searcher = Searcher(wanted)
  var result: [UInt8] = []
  var place = 0
  while limit > 0, let found = searcher.firstPlace(in: whole, from: place) {
    try work.spend(bytes: found - place + new.count)
    result += whole[place..<found]
    result += new
    limit -= 1
    place = found + wanted.count
    guard wanted.isEmpty else { continue }
    // An empty part is found before every code point and at the end.
    guard place < whole.count else { break }
    let next = codePointEnd(in: whole, from: place)
    result += whole[place..<next]
    place = next
  }
  result += whole[min(place, whole.count)...]
  return .string(String(decoding: result, as: UTF8.self))
}

private func split(_ arguments: [Value], _ work: inout Work) throws(ExpressionProblem) -> Value {
  guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1] else {
    throw noOverload("split", arguments)
  }
  let limit = try pieceLimit("split", arguments, at: 2)
  if limit == 0 { return .list([]) }
  try work.spend(bytes: text.utf8.count + separator.utf8.count)
  let (whole, wanted) = (Array(text.utf8), Array(separator.utf8))
  let searcher = Searcher(wanted)
  var pieces: [Value] = []
  let piece = { (range: Range<Int>) in Value.string(String(decoding: whole[range], as: UTF8.self)) }
  var place = 0
  while pieces.count < limit - 1 {
    let end: Int
    if wanted.isEmpty {
      end = codePointEnd(in: whole, from: place)
      if end >= whole.count { break }
    } else if let found = searcher.firstPlace(in: whole, from: place) {
      end = found
    } else {
      break
    }
    try work.spend(1)
    pieces.append(piece(place..<end))
    place = end + wanted.count
  }
  if !wanted.isEmpty || place < whole.count { pieces.append(piece(place..<whole.count)) }
  return .list(pieces)
}

/// How many pieces a function may take apart: the argument at a place, unlimited without or below zero.
private func pieceLimit(_ function: String, _ arguments: [Value], at place: Int) throws(ExpressionProblem) -> Int {
  guard arguments.count > place else { return .max }
  guard case .int(let limit) = arguments[place] else { throw noOverload(function, arguments) }
  return limit < 0 ? .max : Int(limit)
}

/// Where the code point at a place ends.
private func codePointEnd(in bytes: [UInt8], from start: Int) -> Int {
  var end = start + 1
  while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
  return min(end, bytes.count)
}

/// A text in double quotes, with escapes for quotes, backslashes and controls.
private func quoted(_ scalars: [Unicode.Scalar]) -> String {
  var result = "\""
  for scalar in scalars {
    switch scalar {
    case "\u{07}": result += #"\a"#
    case "\u{08}": result += #"\b"#
    case "\u{0C}": result += #"\f"#
    case "\n": result += #"\n"#
    case "\r": result += #"\r"#
    case "\t": result += #"\t"#
    case "\u{0B}": result += #"\v"#
    case "\\": result += #"\\"#
    case "\"": result += "\\\""
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
