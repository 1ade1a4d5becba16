// What `file.write` and `file.copy` share: both put content in a place, and differ only in their inputs.

import Expressions
import FileWork
import JSONText
import StepKit

/// A step that leaves a file in the place that one of its inputs names. All powers come from its ``FilePlacement``;
/// where the content comes from another file, the input `from` names that.
protocol PlacingStep: InProcessStep, Predicting, Probing, Undoing {
  /// The name of the input with the file's path.
  var targetInput: String { get }
}

private let sourceInput = "from"

extension PlacingStep {
  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    try placement(context).apply(context)
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    try WritePrediction(context: context, target: targetInput, source: sourceInput).prediction()
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    try placement(context).probe(context)
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    try placement(context).record(context)
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    try FileUndo(record, context, planned: try? placement(context)).undo()
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    context.text(targetInput).map { UndoDescription.lines(ofWriting: $0, context) } ?? []
  }

  private func placement(_ context: StepContext) throws(StepFailure) -> FilePlacement {
    try FilePlacement(context, target: targetInput, source: sourceInput)
  }
}
