// The family of steps that look at and change files. Every change is atomic and durable, says beforehand what it
// will do, can be found out afterwards, and can be undone.

import FileWork
import StepKit

/// Steps on files.
public enum FilesSteps {
  public static let all: [any StepType] = [FileWrite(), FileCopy(), FileRemove(), FileStat()]

  public static let family = StepFamily(
    folder: "Files", types: all, failures: FileProblem.explanations, fixtures: FileFixtures.all)
}
