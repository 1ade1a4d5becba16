// The step types that come with Belay: every family of Sources/Steps and Sources/State is named here.

import ApprovalSteps
import ArchiveSteps
import FilesSteps
import HTTPSteps
import HostSteps
import NotifySteps
import OutsideSteps
import ShellSteps
import StateSteps
import StepKit
import SubPlanSteps
import WaitSteps

/// The built-in step types. A new family is a line here, and one in `families` of Package.swift.
public enum BuiltinSteps {
  public static let families: [StepFamily] = [
    ShellSteps.family, FilesSteps.family, ArchiveSteps.family, HTTPSteps.family, HostSteps.family, WaitSteps.family,
    ApprovalSteps.family, NotifySteps.family, SubPlanSteps.family, StateSteps.family,
    OutsideSteps.family,
  ]

  /// All types of all families, with what makes step types of the folders beside a plan. An error is a bug of Belay: two of them have one name, or a declaration contradicts
  /// itself.
  public static func registry() throws(RegistryError) -> Registry {
    try Registry(families.flatMap(\.types), outside: OutsideSteps.maker)
  }

  /// What the code of a step's failure means; nil: no built-in step type fails with it.
  public static func failure(_ code: String) -> FailureExplanation? {
    families.lazy.flatMap(\.failures).first { $0.code == code }
  }
}
