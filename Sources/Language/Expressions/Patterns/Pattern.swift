// Regular expressions in the syntax of RE2: no back references, no look-around, and therefore matched in time linear in
// the text, whatever the pattern. Compiled to a small program that is run with all its threads at once (Thompson, Pike).

import Diagnostics

/// A compiled regular expression (RE2 syntax), as `matches` and the `pattern` of an input use it.
public struct Pattern: Sendable {
  /// Why a pattern doesn't compile.
  public struct SyntaxError: Error, Sendable, Hashable {
    /// What is wrong, in a few words.
    public var reason: String
    /// UTF-8 offset in the pattern.
    public var offset: Int
  }

  let program: [PatternInstruction]

  /// Compiles a pattern. Refused are what RE2 refuses, nesting beyond 250, and patterns whose counted repetitions
  /// make a program of more than 20,000 instructions.
  public init(_ text: String) throws(SyntaxError) {
    var parser = PatternParser(text)
    let tree = try parser.parse()
    var compiler = PatternCompiler()
    program = try compiler.compile(tree)
  }

  /// Whether the pattern is found anywhere in a text; `^` and `$` tie it to the ends.
  public func isFound(in text: String) -> Bool {
    var work = Work(EvaluationLimits(cost: .max))
    return (try? isFound(in: text, &work)) ?? false
  }

  /// Like ``isFound(in:)``, paying for every thread that a step moves.
  func isFound(in text: String, _ work: inout Work) throws(ExpressionProblem) -> Bool {
    try work.spend(bytes: text.utf8.count)
    var machine = PatternMachine(program: program, scalars: text.unicodeScalars.map(\.value))
    return try machine.run(&work)
  }
}

/// One instruction of a compiled pattern.
enum PatternInstruction: Sendable {
  case scalar(UInt32)
  case set(ScalarSet)
  case assertion(PatternAssertion)
  /// Go on at both places.
  case split(Int, Int)
  case jump(Int)
  case found
}

enum PatternAssertion: Sendable {
  case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary

  /// Whether it holds between two scalars; nil stands for an end of the text.
  func holds(before: UInt32?, after: UInt32?) -> Bool {
    switch self {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == 0x0A
    case .lineEnd: after == nil || after == 0x0A
    case .wordBoundary: isWord(before) != isWord(after)
    case .noWordBoundary: isWord(before) == isWord(after)
    }
  }

  private func isWord(_ scalar: UInt32?) -> Bool {
    guard let scalar, scalar < 0x80 else { return false }
    return UInt8(scalar).isLetterOrDigit
  }
}

/// Runs a program over a text with all threads in step.
private struct PatternMachine {
  let program: [PatternInstruction]
  let scalars: [UInt32]
  private var current: [Int] = []
  private var next: [Int] = []
  /// The step in which an instruction was last added, so that none is added twice.
  private var added: [Int]
  private var pending: [Int] = []
  private var reached: [Int] = []

  init(program: [PatternInstruction], scalars: [UInt32]) {
    self.program = program
    self.scalars = scalars
    added = Array(repeating: -1, count: program.count)
  }

  mutating func run(_ work: inout Work) throws(ExpressionProblem) -> Bool {
    for place in 0...scalars.count {
      // A match may begin anywhere, so that a thread starts at every place.
      if reach(0, at: place) { return true }
      current.append(contentsOf: reached)
      guard place < scalars.count else { return false }
      try work.spend(1 + current.count / 4)
      let scalar = scalars[place]
      next.removeAll(keepingCapacity: true)
      for thread in current {
        let moves =
          switch program[thread] {
          case .scalar(let expected): expected == scalar
          case .set(let set): set.contains(scalar)
          default: false
          }
        guard moves else { continue }
        if reach(thread + 1, at: place + 1) { return true }
        next.append(contentsOf: reached)
      }
      swap(&current, &next)
    }
    return false
  }

  /// Finds what a thread reaches without reading; true when the end of the pattern is there.
  private mutating func reach(_ start: Int, at place: Int) -> Bool {
    reached.removeAll(keepingCapacity: true)
    pending.append(start)
    while let instruction = pending.popLast() {
      guard added[instruction] != place else { continue }
      added[instruction] = place
      switch program[instruction] {
      case .jump(let target): pending.append(target)
      case .split(let first, let second):
        pending.append(second)
        pending.append(first)
      case .assertion(let assertion):
        let before = place > 0 ? scalars[place - 1] : nil
        let after = place < scalars.count ? scalars[place] : nil
        if assertion.holds(before: before, after: after) { pending.append(instruction + 1) }
      case .found:
        pending.removeAll()
        return true
      default: reached.append(instruction)
      }
    }
    return false
  }
}
