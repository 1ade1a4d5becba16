// What a step says must not hold a secret, in any form: words are masked, values are refused.

import Expressions
import JSONText
import Secrets
import StepKit

extension SecretMask {
  func callAsFunction(_ failure: StepFailure) -> StepFailure {
    StepFailure(code: self(failure.code), message: self(failure.message), help: failure.help.map { self($0) })
  }

  /// As a person sees it; the predicted bytes of files, which nobody sees, stay.
  func callAsFunction(_ prediction: Prediction) -> Prediction {
    var masked = prediction
    masked.changes = prediction.changes.map { change in
      PredictedChange(kind: self(change.kind), target: self(change.target), diff: change.diff.map { self($0) })
    }
    return masked
  }

  /// Why outputs can't be taken, if they can't.
  func refuse(outputs: [String: Value]) -> StepFailure? {
    guard let found = outputs.sorted(by: { $0.key < $1.key }).first(where: { finds(in: $0.value) }) else { return nil }
    return StepFailure(
      code: "BLY0617", message: "output '\(self(found.key))' holds a secret", help: "keep secrets out of outputs")
  }

  /// Why an undo record can't be taken, if it can't: it is journaled.
  func refuse(record: JSON) -> StepFailure? {
    guard finds(in: record.text()) else { return nil }
    return StepFailure(
      code: "BLY0617", message: "the undo record holds a secret", help: "keep secrets in the vault, not in the record")
  }

  /// In the value as it will be journaled and shown.
  private func finds(in value: Value) -> Bool {
    finds(in: value.text() ?? "") || finds(in: value.journaled(as: .dyn).text())
  }
}
