// What a run of a sample plan builds on.

import PlanModel

@testable import Engine

extension RunBasis {
  /// Without inputs, environment and locks.
  init(of plan: CheckedPlan) {
    self.init(
      planVersion: "1.0.0", planTitle: "Demo", planDigest: plan.digest, files: [], inputs: [:], inputsDigest: "i",
      environment: [:], stepTypes: [:], registryDigest: "r", locks: [])
  }
}
