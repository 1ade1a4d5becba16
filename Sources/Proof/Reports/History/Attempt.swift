// One attempt of one thing that a run did, put together from the events that speak of it.

import Engine
import JSONText

/// An attempt of a step, of an action of its rollback, or a question to people.
struct Attempt: Sendable {
  enum Kind: Sendable, Hashable { case step, undo, gate }

  enum Result: Sendable, Hashable {
    case open, succeeded, failed
    /// Nobody can know whether its effect happened.
    case inDoubt
  }

  var work: WorkID
  var kind: Kind
  var uses: String
  /// In journal form.
  var inputs: JSONObject
  var key: String?
  var hasUndoRecord = false
  var startedAt: Int64
  /// Nil while it runs; of one in doubt, when that was found.
  var endedAt: Int64?
  var result = Result.open
  var evidenceBefore: [Evidence] = []
  var evidenceAfter: [Evidence] = []
  var outputs: JSONObject = [:]
  var error: RecordedError?
  /// Another attempt was due at this time.
  var retryAt: Int64?
  var learned: String?
  var log: LogReference?
  /// It belongs to `finally`.
  var isFinal = false

  /// How long it took. Of one in doubt nobody knows.
  var length: Int64? { result == .inDoubt ? nil : endedAt.map { max(0, $0 - startedAt) } }

  var word: StatusWord {
    switch (result, kind) {
    case (.open, .gate): StepStatus.waiting.word
    case (.open, .step): StepStatus.running.word
    case (.open, .undo): StepStatus.undoing.word
    case (.succeeded, .undo): StepStatus.undone.word
    case (.succeeded, .gate): StatusWord(words: "agreed", sign: "✓", tone: .good)
    case (.succeeded, .step): StepStatus.succeeded.word
    case (.failed, .undo): StepStatus.undoFailed.word
    case (.failed, .gate): StatusWord(words: "not agreed", sign: "✗", tone: .bad)
    case (.failed, .step): StepStatus.failed.word
    case (.inDoubt, _): StepStatus.inDoubt.word
    }
  }
}

/// Something that was said of a step without an attempt.
struct StepMark: Sendable {
  enum Kind: Sendable, Hashable { case skipped, satisfied, refused, undone, kept, undoFailed }
  var kind: Kind
  var at: Int64
  var reason: String?
  var error: RecordedError?
  var evidence: [Evidence] = []
  var outputs: JSONObject = [:]
}

/// All that the events say about one step.
struct StepHistory: Sendable {
  /// In order of start; those of its undo included.
  var attempts: [Attempt] = []
  var marks: [StepMark] = []
  var doubts: [(at: Int64, reason: String)] = []

  var forward: [Attempt] { attempts.filter { $0.kind != .undo } }
  var undo: [Attempt] { attempts.filter { $0.kind == .undo } }

  /// Milliseconds that its attempts took together, undo and pauses not counted. Nil: none has ended.
  var workingTime: Int64? {
    let lengths = forward.compactMap(\.length)
    return lengths.isEmpty ? nil : lengths.reduce(0, +)
  }

  var startedAt: Int64? { forward.first?.startedAt }
  var endedAt: Int64? {
    guard let last = forward.last else { return marks.first?.at }
    return last.result == .inDoubt ? nil : last.endedAt
  }
}
