// The tree of a pattern, and its translation to instructions.

indirect enum PatternTree {
  case empty
  case scalar(UInt32)
  case set(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternTree])
  case alternatives([PatternTree])
  case repetition(PatternTree, minimum: Int, maximum: Int?)
}

struct PatternCompiler {
  private static let sizeLimit = 20_000
  private var program: [PatternInstruction] = []

  mutating func compile(_ tree: PatternTree) throws(Pattern.SyntaxError) -> [PatternInstruction] {
    try emit(tree)
    try append(.found)
    return program
  }

  private mutating func append(_ instruction: PatternInstruction) throws(Pattern.SyntaxError) {
    guard program.count < PatternCompiler.sizeLimit else {
      throw Pattern.SyntaxError(reason: "its repetitions make it too large", offset: 0)
    }
    program.append(instruction)
  }

  private mutating func emit(_ tree: PatternTree) throws(Pattern.SyntaxError) {
    switch tree {
    case .empty: break
    case .scalar(let scalar): try append(.scalar(scalar))
    case .set(let set): try append(.set(set))
    case .assertion(let assertion): try append(.assertion(assertion))
    case .sequence(let parts): for part in parts { try emit(part) }
    case .alternatives(let choices): try emit(choices: choices)
    case .repetition(let part, let minimum, let maximum): try emit(part, minimum: minimum, maximum: maximum)
    }
  }

  private mutating func emit(choices: [PatternTree]) throws(Pattern.SyntaxError) {
    var exits: [Int] = []
    for choice in choices.dropLast() {
      let split = program.count
      try append(.split(split + 1, 0))
      try emit(choice)
      exits.append(program.count)
      try append(.jump(0))
      program[split] = .split(split + 1, program.count)
    }
    if let last = choices.last { try emit(last) }
    for exit in exits { program[exit] = .jump(program.count) }
  }

  private mutating func emit(
    _ part: PatternTree, minimum: Int, maximum: Int?
  ) throws(Pattern.SyntaxError) {
    for _ in 0..<minimum {
      let size = program.count
      try emit(part)
      // What makes no instructions makes none the next time: nested repetitions of nothing would take for ever.
      if program.count == size { return }
    }
    guard let maximum else {
      let split = program.count
      try append(.split(split + 1, 0))
      try emit(part)
      try append(.jump(split))
      program[split] = .split(split + 1, program.count)
      return
    }
    var splits: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      splits.append(program.count)
      try append(.split(program.count + 1, 0))
      try emit(part)
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
  }
}
