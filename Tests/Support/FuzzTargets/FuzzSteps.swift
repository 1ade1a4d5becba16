// The step types of fuzzed plans.

import ApprovalSteps
import FileSteps
import HostSteps
import ShellSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum FuzzSteps {
  static let all =
    ShellSteps.all + FileSteps.all + HostSteps.all + WaitSteps.all + ApprovalSteps.all + SubPlanSteps.all
}
