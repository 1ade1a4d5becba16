// The families under test.

import ApprovalSteps
import FilesSteps
import HostSteps
import ShellSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum Families {
  static let all: [StepFamily] = [
    ApprovalSteps.family, FilesSteps.family, HostSteps.family, ShellSteps.family, SubPlanSteps.family,
    WaitSteps.family,
  ]
}
