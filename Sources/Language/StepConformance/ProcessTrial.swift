// A step that is carried out by a process: what it asks for, and what it makes of each way in which one can end.

import Expressions
import StepKit

struct ProcessTrial {
  let trial: Trial
  let step: any ProcessStep
  let sandbox: Sandbox
  let context: StepContext

  func faults() -> [ConformanceFault] {
    let before = TreePicture(of: sandbox.workingDirectory)
    var faults: [ConformanceFault] = []
    do throws(StepFailure) {
      let request = try step.process(context)
      faults += requestFaults(request)
      if try step.process(context) != request {
        faults.append(trial.fault(.process, "it asks for another process each time"))
      }
      let good = ProcessResult(
        ending: .exited(0), stdout: "out\n", stderr: "err\n", output: trial.fixture.processOutput)
      faults += trial.outputFaults(try step.outputs(of: good, context))
      if let code = trial.fixture.failure {
        faults.append(trial.fault(.outcome, "it should fail with \(code), but succeeds"))
      } else {
        faults += endingFaults()
      }
    } catch {
      faults += trial.failureFaults(error)
    }
    let changed = TreePicture(of: sandbox.workingDirectory).differences(from: before, traces: true)
    if !changed.isEmpty { faults.append(trial.fault(.process, "asking for the process changed \(changed)")) }
    return faults
  }

  private func requestFaults(_ request: ProcessRequest) -> [ConformanceFault] {
    var faults: [ConformanceFault] = []
    if request.argv.first?.isEmpty ?? true { faults.append(trial.fault(.process, "it names no program")) }
    if let folder = request.workingDirectory, !folder.hasPrefix("/") {
      faults.append(trial.fault(.process, "its folder '\(folder)' is not absolute"))
    }
    return faults
  }

  /// Nothing but an exit with 0 is a success.
  private func endingFaults() -> [ConformanceFault] {
    let endings: [ProcessResult.Ending] = [
      .exited(1), .exited(255), .signaled(9), .failedToStart("no such file or directory"), .timedOut, .stopped,
    ]
    var results = endings.map { ProcessResult(ending: $0, output: trial.fixture.processOutput) }
    results.append(ProcessResult(ending: .exited(0), outputHeldSecret: true))
    var faults: [ConformanceFault] = []
    for result in results {
      do throws(StepFailure) {
        _ = try step.outputs(of: result, context)
        let words = result.outputHeldSecret ? "a secret in its output" : "\(result.ending)"
        faults.append(trial.fault(.process, "it takes this for a success: \(words)"))
      } catch {
        if error.code.isEmpty || error.message.isEmpty {
          faults.append(trial.fault(.process, "a failure without code or message: \(result.ending)"))
        }
      }
    }
    return faults
  }
}
