// Where a run and a step stand, in words, with a sign that works without colour and the tone that colours it.

import Engine

/// What a colour stands for.
enum Tone: String, Sendable {
  case good, bad, warning, waiting, undone, quiet, active
}

/// A status as a page shows it.
struct StatusWord: Sendable, Hashable {
  var words: String
  /// One character.
  var sign: String
  var tone: Tone
}

extension StepStatus {
  var word: StatusWord {
    switch self {
    case .pending: StatusWord(words: "not started", sign: "·", tone: .quiet)
    case .running: StatusWord(words: "running", sign: "▶", tone: .active)
    case .waiting: StatusWord(words: "waiting for people", sign: "◔", tone: .waiting)
    case .succeeded: StatusWord(words: "succeeded", sign: "✓", tone: .good)
    case .satisfied: StatusWord(words: "nothing to do", sign: "=", tone: .good)
    case .skipped: StatusWord(words: "skipped", sign: "–", tone: .quiet)
    case .failed: StatusWord(words: "failed", sign: "✗", tone: .bad)
    case .inDoubt: StatusWord(words: "in doubt", sign: "?", tone: .warning)
    case .undoing: StatusWord(words: "being undone", sign: "↶", tone: .undone)
    case .undone: StatusWord(words: "undone", sign: "↶", tone: .undone)
    case .undoFailed: StatusWord(words: "undo failed", sign: "✗", tone: .bad)
    case .kept: StatusWord(words: "kept", sign: "⚓", tone: .warning)
    }
  }
}

extension RunStatus {
  /// What a rollback or `finally` names as the end to come.
  var words: String {
    switch self {
    case .running: "running"
    case .waiting: "waiting for a person"
    case .halted: "halted"
    case .inDoubt: "in doubt"
    case .rollingBack: "rolling back"
    case .rolledBack: "rolled back"
    case .rollbackBlocked: "rollback blocked"
    case .succeeded: "succeeded"
    case .abandoned: "abandoned"
    }
  }

  var tone: Tone {
    switch self {
    case .running: .active
    case .waiting: .waiting
    case .halted, .rollbackBlocked: .bad
    case .inDoubt, .abandoned: .warning
    case .rollingBack, .rolledBack: .undone
    case .succeeded: .good
    }
  }
}

/// `1 step`, `3 steps`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}
