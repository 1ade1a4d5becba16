// How the process ends: every error in words on stderr, with the exit status that goes with it.

import ArgumentParser
import Diagnostics
import Foundation
import Journal
import Presentation
import Runner
import StepKit

enum Ending {
  /// Says what is left to say, and ends the process.
  static func exit(_ error: any Error) -> Never {
    let failure: Failure
    switch error {
    case let known as Failure: failure = known
    case let error as RunnerError: failure = Failure(error)
    case let problem as PersonProblem: failure = Failure(problem: problem)
    case let error as JournalError: failure = Failure(error)
    case let error as RegistryError: failure = Failure(error)
    default: endParsing(error)
    }
    if let text = failure.text { Output.error(text) }
    Foundation.exit(failure.code)
  }

  /// Help and version go to stdout with 0; wrong usage to stderr with 2.
  private static func endParsing(_ error: any Error) -> Never {
    let text = Belay.fullMessage(for: error) + UnknownVerb.suggestion()
    if Belay.exitCode(for: error).isSuccess {
      Output.line(text)
      Foundation.exit(ExitStatus.done)
    }
    Output.error(text)
    Foundation.exit(ExitStatus.usage)
  }
}
