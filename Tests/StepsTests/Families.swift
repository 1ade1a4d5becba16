// The families under test.

import ApprovalSteps
import ArchiveSteps
import FileSteps
import HTTPSteps
import HostSteps
import NotifySteps
import ShellSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum Families {
  static let all: [StepFamily] = [
    ApprovalSteps.family, ArchiveSteps.family, FileSteps.family, HTTPSteps.family, HostSteps.family,
    NotifySteps.family, ShellSteps.family, SubPlanSteps.family, WaitSteps.family,
  ]
}
