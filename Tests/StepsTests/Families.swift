// The families under test.

import ApprovalSteps
import FileSteps
import HostSteps
import ShellSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum Families {
  static let all: [StepFamily] = [
    ApprovalSteps.family, FileSteps.family, HostSteps.family, ShellSteps.family, SubPlanSteps.family,
    WaitSteps.family,
  ]
}
