// What only looks must also work where it can't write: in a dry run, and in a probe, the kernel sees to that. A program
// that writes outside of the trial's folder is found here, too.

import Expressions
import StepKit

/// Asks a step everything that may not write, with processes that can't.
struct ConfinedTrial {
  let trial: Trial
  let step: any InProcessStep

  func faults() async -> [ConformanceFault] {
    guard trial.fixture.failure == nil, let sandbox = try? trial.sandbox(),
      let context = trial.means?.equip(sandbox.context(trial.type, trial.fixture), confined: true)
    else { return [] }
    var faults: [ConformanceFault] = []
    if let predicting = step.predicting {
      faults += await fault(.predictReadOnly) { () throws(StepFailure) in _ = try await predicting.predict(context) }
    }
    if let probing = step.probing {
      faults += await fault(.probeReadOnly) { () throws(StepFailure) in _ = try await probing.probe(context) }
    }
    if let undoing = step.undoing {
      faults += await fault(.recordReadOnly) { () throws(StepFailure) in _ = try await undoing.record(context) }
    }
    if context.effect == .read {
      faults += await fault(.readOnly) { () throws(StepFailure) in _ = try await step.apply(context) }
    }
    return faults
  }

  private func fault(
    _ rule: ConformanceFault.Rule, _ body: () async throws(StepFailure) -> Void
  ) async -> [ConformanceFault] {
    do throws(StepFailure) {
      try await body()
      return []
    } catch {
      return [trial.fault(rule, "it fails where it can't write: \(error.message)")]
    }
  }
}
