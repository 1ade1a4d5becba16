// The family of steps that pack files into an archive and unpack them again.

import StepKit

/// Steps on archives.
public enum ArchiveSteps {
  public static let all: [any StepType] = [ArchiveCreate(), ArchiveRestore()]

  public static let family = StepFamily(
    folder: "Archive", types: all, failures: ArchiveProblem.explanations, fixtures: ArchiveFixtures.all)
}
