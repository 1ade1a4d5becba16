// The step types of fuzzed plans.

import ApprovalSteps
import FilesSteps
import HostSteps
import ShellSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum FuzzSteps {
  static let all =
    ShellSteps.all + FilesSteps.all + HostSteps.all + WaitSteps.all + ApprovalSteps.all + SubPlanSteps.all
}
