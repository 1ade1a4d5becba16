// The suite that every step type must pass, those of outside authors included. It tries a type in real folders and
// reports each promise that it doesn't keep; it never trusts a claim that it can test.

import StepKit

/// Tries step types out.
public enum StepConformance {
  /// The promises that a type breaks; empty: it conforms. Trials leave their folders in `folder`, which must exist.
  /// With `means` the processes of process steps really run; without, only what they ask for is looked at.
  public static func faults(
    of type: any StepType, fixtures: [StepFixture], in folder: String, means: TrialMeans? = nil
  ) async -> [ConformanceFault] {
    let step = type.declaration.name
    var faults = DeclarationRules.faults(of: type)
    if fixtures.isEmpty { faults.append(ConformanceFault(.fixtures, step: step, "it has no fixtures")) }
    for fixture in fixtures {
      let trial = Trial(type: type, fixture: fixture, parent: folder, means: means)
      faults += await trial.faults()
    }
    return faults
  }

  /// The same for every type of a family, by the family's own fixtures.
  public static func faults(of family: StepFamily, in folder: String) async -> [ConformanceFault] {
    var faults: [ConformanceFault] = []
    for type in family.types {
      let name = type.declaration.name
      faults += await Self.faults(of: type, fixtures: family.fixtures[name] ?? [], in: folder)
    }
    let names = Set(family.types.map(\.declaration.name))
    for name in family.fixtures.keys.sorted() where !names.contains(name) {
      faults.append(ConformanceFault(.fixtures, step: name, "there are fixtures for it, but no such type"))
    }
    return faults
  }
}
