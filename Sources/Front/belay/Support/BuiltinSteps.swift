// The step types that come with Belay: every family of Sources/Steps and Sources/State is named here.

import ApprovalSteps
import FilesSteps
import HostSteps
import ShellSteps
import StateSteps
import StepKit
import SubPlanSteps
import WaitSteps

enum BuiltinSteps {
  static let families = [
    ShellSteps.family, FilesSteps.family, HostSteps.family, WaitSteps.family, ApprovalSteps.family, SubPlanSteps.family,
    StateSteps.family,
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
