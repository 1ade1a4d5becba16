// Why a verb ends otherwise than well: words for a person, an exit status for a script.

import Diagnostics
import Engine
import Journal
import Runner
import StepKit

/// An error whose words have been said, or that carries them.
public struct Failure: Error, Sendable, Hashable {
  /// An ``ExitStatus``.
  public var code: Int32
  /// `BLY####`
  public var id: String?
  /// Nil: the words have been said.
  public var message: String?
  /// What to do next.
  public var help: String?

  /// One whose words have been said.
  public static func silent(_ code: Int32) -> Failure { Failure(code: code) }

  public init(code: Int32, id: String? = nil, message: String? = nil, help: String? = nil) {
    self.code = code
    self.id = id
    self.message = message
    self.help = help
  }

  public init(problem: any Problem, code: Int32 = ExitStatus.usage) {
    self.init(code: code, id: problem.id, message: problem.message, help: problem.help)
  }

  public init(_ error: JournalError) {
    let code =
      switch error.category {
      case .held: ExitStatus.held
      case .usage: ExitStatus.usage
      case .damaged: ExitStatus.audit
      case .unavailable: ExitStatus.journal
      }
    self.init(code: code, id: error.id, message: error.message, help: error.help)
  }

  public init(_ error: RegistryError) {
    self.init(code: ExitStatus.bug, message: "the built-in step types contradict each other: \(error)")
  }

  public init(_ error: RunnerError) {
    switch error {
    case .journal(let error): self.init(error)
    case .refused(let problem), .unknownTarget(let problem): self.init(problem: problem)
    case .engine(let fault):
      self.init(
        code: ExitStatus.bug, id: "BLY0999", message: fault.message,
        help: "please report it, with: belay audit export RUN -o FILE")
    case .unreadableEvent, .planMissing: self.init(problem: error, code: ExitStatus.audit)
    case .newerEvent, .notRollbackable, .noScratchFolder: self.init(problem: error, code: ExitStatus.usage)
    case .otherPlan, .inputsDontFit, .itemsNotDistinct: self.init(problem: error, code: ExitStatus.usage)
    case .planDoesNotCheck, .changedPlan, .inFlight, .drift: self.init(problem: error, code: ExitStatus.drift)
    }
  }

  /// What a person reads on stderr; nil: it has been said.
  public var text: String? {
    guard let message else { return nil }
    let id = id.map { "[\($0)]" } ?? ""
    return "error\(id): \(message)" + (help.map { "\n  = help: \($0)" } ?? "")
  }
}
