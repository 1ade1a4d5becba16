// What an undo does when somebody has worked on what the step left.

import Glibc
import JSONText
import StepKit

/// For every path that a step changes: lets somebody else change it too, and sees whether the undo keeps its hands
/// off.
struct NewerWorkTrial {
  let trial: Trial
  let step: any InProcessStep

  func faults() async -> [ConformanceFault] {
    guard let undoing = step.undoing, let probe = await sandboxAfterStep(undoing) else { return [] }
    var faults: [ConformanceFault] = []
    for path in probe.changed {
      guard let (sandbox, record, _) = await sandboxAfterStep(undoing) else { continue }
      guard change(sandbox.workingDirectory + "/" + path) else { continue }
      let newer = TreePicture(of: sandbox.workingDirectory)
      do throws(StepFailure) {
        try await undoing.undo(sandbox.context(trial.type, trial.fixture), record: record)
        faults.append(trial.fault(.newerWork, "the undo takes somebody's newer '\(path)' for its own"))
      } catch {
        let destroyed = TreePicture(of: sandbox.workingDirectory).differences(from: newer, traces: false)
        if destroyed.contains(path) {
          faults.append(trial.fault(.newerWork, "the undo fails on somebody's newer '\(path)', but changes it"))
        }
      }
    }
    return faults
  }

  /// A sandbox in which the step has run, its record, and the paths that it changed.
  private func sandboxAfterStep(
    _ undoing: any Undoing
  ) async -> (sandbox: Sandbox, record: JSON, changed: [String])? {
    guard let sandbox = try? trial.sandbox() else { return nil }
    let before = TreePicture(of: sandbox.workingDirectory)
    var context = sandbox.context(trial.type, trial.fixture)
    guard let record = try? await undoing.record(context) else { return nil }
    context.recorded = record
    guard (try? await step.apply(context)) != nil else { return nil }
    let after = TreePicture(of: sandbox.workingDirectory)
    return (sandbox, record, after.differences(from: before, traces: false).filter { !$0.isEmpty })
  }

  /// Somebody's work: a file with more in it, or a file where there is none now. False: not possible here.
  private func change(_ path: String) -> Bool {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return false }
    let before = (try? PlainFile.read(path)) ?? []
    return (try? PlainFile.write(before + Array("newer work\n".utf8), to: path, mode: 0o644)) != nil
  }
}
