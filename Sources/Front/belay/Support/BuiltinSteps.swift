// The step types that come with Belay: every family of Sources/Steps and Sources/State is named here.

import ApprovalSteps
import FileSteps
import HostSteps
import ShellSteps
import StateSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum BuiltinSteps {
  static func registry() throws -> Registry {
    do {
      return try Registry(
        ShellSteps.all + FileSteps.all + HostSteps.all + WaitSteps.all + ApprovalSteps.all + SubPlanSteps.all
          + StateSteps.all)
    } catch {
      throw Failure(code: Code.bug, message: "the built-in step types contradict each other: \(error)")
    }
  }
}
