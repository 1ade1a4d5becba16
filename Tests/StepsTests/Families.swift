// The families under test.

import ApprovalSteps
import ArchiveSteps
import FilesSteps
import HTTPSteps
import HostSteps
import NotifySteps
import ShellSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum Families {
  static let all: [StepFamily] = [
    ApprovalSteps.family, ArchiveSteps.family, FilesSteps.family, HTTPSteps.family, HostSteps.family,
    NotifySteps.family, ShellSteps.family, SubPlanSteps.family, WaitSteps.family,
  ]
}
