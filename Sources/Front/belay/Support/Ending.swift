// How the process ends: the exit codes of DESIGN §7, and every error in words on stderr.

import ArgumentParser
import Diagnostics
import Engine
import Foundation
import Journal
import Runner
import StepKit

/// Exit codes.
enum Code {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let rolledBack: Int32 = 3
  static let blocked: Int32 = 4
  static let waiting: Int32 = 5
  static let inDoubt: Int32 = 6
  static let held: Int32 = 7
  static let drift: Int32 = 8
  static let audit: Int32 = 9
  static let bug: Int32 = 70
  static let journal: Int32 = 74

  /// What `run` and `resume` end with.
  static func of(_ status: RunStatus) -> Int32 {
    switch status {
    case .succeeded: done
    case .halted, .abandoned, .running, .rollingBack: failed
    case .rolledBack: rolledBack
    case .rollbackBlocked: blocked
    case .waiting: waiting
    case .inDoubt: inDoubt
    }
  }
}

/// An error whose words have been said, or that carries them.
struct Failure: Error {
  var code: Int32
  var id: String?
  var message: String?
  var help: String?

  /// Already said.
  static func silent(_ code: Int32) -> Failure { Failure(code: code) }

  init(code: Int32, id: String? = nil, message: String? = nil, help: String? = nil) {
    self.code = code
    self.id = id
    self.message = message
    self.help = help
  }

  init(_ problem: any Problem, code: Int32 = Code.usage) {
    self.init(code: code, id: problem.id, message: problem.message, help: problem.help)
  }

  init(_ error: JournalError) {
    let code =
      switch error.category {
      case .held: Code.held
      case .usage: Code.usage
      case .damaged: Code.audit
      case .unavailable: Code.journal
      }
    self.init(code: code, id: error.id, message: error.message, help: error.help)
  }

  init(_ error: RegistryError) {
    self.init(code: Code.bug, message: "the built-in step types contradict each other: \(error)")
  }

  init(_ error: RunnerError) {
    switch error {
    case .journal(let error): self.init(error)
    case .refused(let problem), .unknownTarget(let problem): self.init(problem)
    case .engine(let fault):
      self.init(
        code: Code.bug, id: "BLY0999", message: fault.message,
        help: "please report it, with: belay audit export RUN -o FILE")
    case .unreadableEvent, .planMissing: self.init(error, code: Code.audit)
    case .newerEvent, .notRollbackable, .noScratchFolder: self.init(error, code: Code.usage)
    case .planDoesNotCheck, .changedPlan, .inFlight, .drift: self.init(error, code: Code.drift)
    }
  }
}

enum Ending {
  /// Says what is left to say, and ends the process.
  static func exit(_ error: any Error) -> Never {
    let failure: Failure
    switch error {
    case let known as Failure: failure = known
    case let error as RunnerError: failure = Failure(error)
    case let problem as PersonProblem: failure = Failure(problem)
    case let error as JournalError: failure = Failure(error)
    case let error as RegistryError: failure = Failure(error)
    default: endParsing(error)
    }
    if let message = failure.message {
      let id = failure.id.map { "[\($0)]" } ?? ""
      Output.error("error\(id): \(message)" + (failure.help.map { "\n  = help: \($0)" } ?? ""))
    }
    Foundation.exit(failure.code)
  }

  /// Help and version go to stdout with 0; wrong usage to stderr with 2.
  private static func endParsing(_ error: any Error) -> Never {
    let text = Belay.fullMessage(for: error) + UnknownVerb.suggestion()
    if Belay.exitCode(for: error).isSuccess {
      Output.line(text)
      Foundation.exit(Code.done)
    }
    Output.error(text)
    Foundation.exit(Code.usage)
  }
}
