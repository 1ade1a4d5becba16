// What trials need in order to run real processes: for step types that are carried out by a program of their own.

import Expressions
import StepKit

/// The means to run processes in trials.
public struct TrialMeans: Sendable {
  /// Lays the programs of outside step types out.
  public var layout: any FileLaying
  /// Runs processes for a step. Confined: they can't write; nil where the kernel can't see to that.
  public var processes: @Sendable (_ context: StepContext, _ confined: Bool) -> (any ProcessRunning)?
  /// What else is asked in every fixture, before the step is carried out; a text says what is wrong with the answer.
  public var questions: [@Sendable (StepContext) async -> String?]

  public init(
    layout: any FileLaying, processes: @escaping @Sendable (StepContext, Bool) -> (any ProcessRunning)?,
    questions: [@Sendable (StepContext) async -> String?] = []
  ) {
    self.layout = layout
    self.processes = processes
    self.questions = questions
  }

  /// The context with all that is needed.
  func equip(_ context: StepContext, confined: Bool = false) -> StepContext? {
    var equipped = context
    equipped.layout = layout
    guard let processes = processes(context, confined) else { return nil }
    equipped.processes = processes
    return equipped
  }
}

/// A process step whose process really runs, so that it can be tried like one that is carried out in the executor.
struct CarriedOutStep: InProcessStep {
  let step: any ProcessStep

  var declaration: StepDeclaration { step.declaration }
  var predicting: (any Predicting)? { step.predicting }
  var probing: (any Probing)? { step.probing }
  var undoing: (any Undoing)? { step.undoing }
  var filesDigest: String? { step.filesDigest }

  func check(_ inputs: [String: KnownInput]) -> [InputIssue] { step.check(inputs) }

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    try step.outputs(of: try await context.run(try step.process(context)), context)
  }
}
