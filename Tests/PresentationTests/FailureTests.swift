// Covers: every error that a verb meets ends the process with the exit code of DESIGN §7 and with its words.

import Diagnostics
import Engine
import Journal
import Presentation
import Runner
import StepKit
import Testing

@Suite struct FailureTests {
  private static let run = RunID.make(milliseconds: 0, random: 0)

  static let runnerErrors: [(error: RunnerError, code: Int32)] = [
    (.journal(.noRuns), 2), (.journal(.closed), 74), (.refused(.nothingToAbandon("succeeded")), 2),
    (.unknownTarget(.neverStarted(step: "a")), 2), (.unreadableEvent(run: run, seq: 2, reason: "odd"), 9),
    (.planMissing(run: run, file: "p.yaml"), 9), (.newerEvent(run: run, type: "step.dreamt"), 2),
    (.notRollbackable("it is over"), 2), (.noScratchFolder(parent: "/nowhere", reason: "no such file"), 2),
    (.planDoesNotCheck(run: run, []), 8), (.changedPlan([]), 8), (.inFlight(["a"]), 8), (.drift(["other binary"]), 8),
    (.otherPlan(of: "a", given: "b"), 2), (.inputsDontFit(["input 'a' is new"]), 2),
    (.itemsNotDistinct(step: "a", key: "x"), 2),
    (.engine(EventFault("impossible")), 70),
  ]

  /// An initializer that chose itself for its own case once took the process down.
  @Test(arguments: runnerErrors) func errorsOfTheRunnerKeepTheirWords(_ error: RunnerError, _ code: Int32) {
    let failure = Failure(error)
    #expect(failure.code == code)
    #expect(failure.id == error.id && failure.message == error.message)
    #expect(failure.text?.hasPrefix("error[\(error.id)]: \(error.message)") == true)
  }

  @Test func aFailureSaysWhatToDoNext() {
    let full = Failure(code: 2, id: "BLY0001", message: "no", help: "look")
    #expect(full.text == "error[BLY0001]: no\n  = help: look")
    #expect(Failure(code: 2, message: "no").text == "error: no")
    #expect(Failure.silent(4).text == nil)
    #expect(Failure(RegistryError.duplicateName("a.b")).code == 70)
  }

  static let statuses: [(status: RunStatus, code: Int32)] = [
    (.succeeded, 0), (.halted, 1), (.abandoned, 1), (.running, 1), (.rollingBack, 1), (.rolledBack, 3),
    (.rollbackBlocked, 4), (.waiting, 5), (.inDoubt, 6),
  ]

  @Test(arguments: statuses) func aRunsStatusIsAnExitCode(_ status: RunStatus, _ code: Int32) {
    #expect(ExitStatus.of(status) == code)
  }
}
