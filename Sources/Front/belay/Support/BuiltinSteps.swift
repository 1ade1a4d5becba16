// The step types that come with Belay: every family of Sources/Steps and Sources/State is named here.

import ApprovalSteps
import ArchiveSteps
import FileSteps
import HTTPSteps
import HostSteps
import NotifySteps
import ShellSteps
import StateSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum BuiltinSteps {
  static let families = [
    ShellSteps.family, FileSteps.family, ArchiveSteps.family, HTTPSteps.family, HostSteps.family, WaitSteps.family,
    ApprovalSteps.family, NotifySteps.family, SubPlanSteps.family, StateSteps.family,
  ]

  static func registry() throws -> Registry {
    do {
      return try Registry(families.flatMap(\.types))
    } catch {
      throw Failure(code: Code.bug, message: "the built-in step types contradict each other: \(error)")
    }
  }

  /// What the code of a step's failure means.
  static func failure(_ code: String) -> FailureExplanation? {
    families.lazy.flatMap(\.failures).first { $0.code == code }
  }
}
