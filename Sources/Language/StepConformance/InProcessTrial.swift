// A step that is carried out in the executor: all its powers, in the order in which a run uses them.

import Expressions
import JSONText
import StepKit

struct InProcessTrial {
  let trial: Trial
  let step: any InProcessStep
  let sandbox: Sandbox
  let context: StepContext

  private var now: TreePicture { TreePicture(of: sandbox.workingDirectory) }

  func faults() async -> [ConformanceFault] {
    let before = now
    var faults: [ConformanceFault] = []
    let (prediction, predictionFaults) = await predict(before)
    let (record, recordFaults) = await takeRecord(now)
    faults += predictionFaults + recordFaults
    if trial.fixture.failure == nil { faults += await probe(now, whenDone: nil) }
    faults += await undo(record, back: before, .undoBefore)
    var first = context
    first.recorded = record
    do throws(StepFailure) {
      let outputs = try await step.apply(first)
      if let code = trial.fixture.failure {
        faults.append(trial.fault(.outcome, "it should fail with \(code), but succeeds"))
      }
      faults += await after(outputs, before: before, prediction, record)
    } catch {
      faults += trial.failureFaults(error)
      faults += await undo(record, back: before, .undo)
      return faults
    }
    faults += await undo(record, back: before, .undo)
    faults += await undo(record, back: before, .undoTwice)
    faults += await NewerWorkTrial(trial: trial, step: step).faults()
    return faults
  }

  /// Everything that can be asked once the step has succeeded.
  private func after(
    _ outputs: [String: Value], before: TreePicture, _ prediction: Prediction?, _ record: JSON?
  ) async -> [ConformanceFault] {
    let after = now
    var faults = trial.outputFaults(outputs)
    if context.effect == .read {
      let changed = after.differences(from: before, traces: true)
      if !changed.isEmpty { faults.append(trial.fault(.readOnly, "it changed \(changed)")) }
    }
    if let prediction { faults += predictionFaults(prediction, outputs, before: before, after: after) }
    faults += await probe(after, whenDone: (outputs, record))
    if trial.type.declaration.idempotent { faults += await again(outputs, after: after, record) }
    return faults
  }

  // MARK: - Predicting

  private func predict(_ before: TreePicture) async -> (Prediction?, [ConformanceFault]) {
    guard let predicting = step.predicting else { return (nil, []) }
    var dry = context
    dry.predicted = PredictedFiles()
    var prediction: Prediction?
    var faults: [ConformanceFault] = []
    do throws(StepFailure) {
      prediction = try await predicting.predict(dry)
    } catch {
      faults += trial.failureFaults(error)
    }
    let changed = now.differences(from: before, traces: true)
    if !changed.isEmpty { faults.append(trial.fault(.predictReadOnly, "predicting changed \(changed)")) }
    return (prediction, faults)
  }

  private func predictionFaults(
    _ prediction: Prediction, _ outputs: [String: Value], before: TreePicture, after: TreePicture
  ) -> [ConformanceFault] {
    var details: [String] = []
    for (name, value) in prediction.outputs.sorted(by: { $0.key < $1.key })
    where outputs[name] != value && !trial.fixture.volatileOutputs.contains(name) {
      details.append("output '\(name)' came out otherwise")
    }
    let isChange = prediction.changes.contains { $0.kind != "none" }
    let changed = after.differences(from: before, traces: false)
    if isChange, changed.isEmpty { details.append("changes were predicted, but nothing changed") }
    if !isChange, !changed.isEmpty { details.append("no change was predicted, but these changed: \(changed)") }
    for (path, file) in prediction.files.sorted(by: { $0.key < $1.key }) {
      let found = TreePicture.Entry(at: path)
      switch file {
      case .absent: if found != nil { details.append("'\(path)' is still there") }
      case .file(let bytes, let mode):
        if found?.bytes != bytes || found.map({ $0.mode & 0o7777 }) != mode {
          details.append("'\(path)' came out otherwise")
        }
      case .unknown: break
      }
    }
    return details.map { trial.fault(.prediction, $0) }
  }

  // MARK: - Probing

  /// `whenDone`: the outputs of the success that the probe should confirm, and the undo record; nil: before the step.
  private func probe(_ before: TreePicture, whenDone: ([String: Value], JSON?)?) async -> [ConformanceFault] {
    guard let probing = step.probing else { return [] }
    var asked = context
    asked.recorded = whenDone?.1
    var faults: [ConformanceFault] = []
    do throws(StepFailure) {
      switch (try await probing.probe(asked), whenDone) {
      case (.done(let outputs), (let expected, _)?):
        faults += trial.outputFaults(outputs)
        let different = trial.differences(outputs, expected)
        if !different.isEmpty {
          faults.append(trial.fault(.probe, "it gives other outputs than the step: \(different)"))
        }
      case (.notDone, _?): faults.append(trial.fault(.probe, "it says not done after the step succeeded"))
      case (.done(let outputs), nil): faults += await doneBefore(outputs, before)
      case (.notDone, nil), (.cannotTell, _): break
      }
    } catch {
      faults.append(trial.fault(.probe, "it failed with \(error.code): \(error.message)"))
    }
    let changed = now.differences(from: before, traces: true)
    if !changed.isEmpty { faults.append(trial.fault(.probeReadOnly, "probing changed \(changed)")) }
    return faults
  }

  /// A probe may say done before the step only where the step has nothing left to do.
  private func doneBefore(_ outputs: [String: Value], _ before: TreePicture) async -> [ConformanceFault] {
    guard let other = try? trial.sandbox() else { return [] }
    let start = TreePicture(of: other.workingDirectory)
    _ = try? await step.apply(other.context(trial.type, trial.fixture))
    let changed = TreePicture(of: other.workingDirectory).differences(from: start, traces: false)
    if changed.isEmpty { return [] }
    return [trial.fault(.probe, "it says done before the step, which then changes \(changed)")]
  }

  // MARK: - Idempotence

  private func again(_ outputs: [String: Value], after: TreePicture, _ record: JSON?) async -> [ConformanceFault] {
    var second = context
    second.attempt = 2
    second.recorded = record
    do throws(StepFailure) {
      let repeated = try await step.apply(second)
      var faults: [ConformanceFault] = []
      let changed = now.differences(from: after, traces: false)
      if !changed.isEmpty { faults.append(trial.fault(.idempotence, "the second time it changed \(changed)")) }
      let different = trial.differences(repeated, outputs)
      if !different.isEmpty {
        faults.append(trial.fault(.idempotence, "the second time it gave other outputs: \(different)"))
      }
      return faults
    } catch {
      return [trial.fault(.idempotence, "the second time it failed with \(error.code): \(error.message)")]
    }
  }

  // MARK: - Undoing

  private func takeRecord(_ before: TreePicture) async -> (JSON?, [ConformanceFault]) {
    guard let undoing = step.undoing else { return (nil, []) }
    var faults: [ConformanceFault] = []
    var record: JSON?
    do throws(StepFailure) {
      let taken = try await undoing.record(context)
      if !JournalNumbers.areKept(taken) {
        faults.append(trial.fault(.record, "it holds numbers that the journal can't keep: integers within 2^53 only"))
      }
      record = try? JSON(parsing: taken.canonicalBytes())
      if record == nil { faults.append(trial.fault(.record, "it can't be written as JSON and read again")) }
    } catch {
      // What can't be done needn't be recorded.
      faults += trial.failureFaults(error)
    }
    _ = undoing.describeUndo(context)
    let changed = now.differences(from: before, traces: true)
    if !changed.isEmpty { faults.append(trial.fault(.recordReadOnly, "taking the record changed \(changed)")) }
    return (record, faults)
  }

  private func undo(_ record: JSON?, back before: TreePicture, _ rule: ConformanceFault.Rule) async
    -> [ConformanceFault]
  {
    guard let undoing = step.undoing, let record else { return [] }
    do throws(StepFailure) {
      try await undoing.undo(context, record: record)
    } catch {
      return [trial.fault(rule, "the undo failed with \(error.code): \(error.message)")]
    }
    let different = now.differences(from: before, traces: false)
    return different.isEmpty ? [] : [trial.fault(rule, "these are not as they were: \(different)")]
  }
}

/// Numbers in journal events are integers within ±2^53 (DESIGN §6).
enum JournalNumbers {
  static func areKept(_ json: JSON) -> Bool {
    switch json {
    case .int(let number): number.magnitude <= 1 << 53
    case .number: false
    case .array(let items): items.allSatisfy(areKept)
    case .object(let object): object.values.allSatisfy(areKept)
    case .null, .bool, .string: true
    }
  }
}
