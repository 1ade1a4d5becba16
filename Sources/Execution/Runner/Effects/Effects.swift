// Carrying out what the engine decides: everything that a step type is asked goes through here, with a deadline, a
// log, masking and cancellation. All of it are async functions from a prepared context to an answer; the executor posts
// the answers to its loop. Cancelling the task is stopping the operation: it ends when all that it runs has ended.

import Diagnostics
import Engine
import Expressions
import JSONText
import ProcessHost
import StepKit

/// The means to carry out the steps of one run.
struct Effects: Sendable {
  let host: ProcessHost
  let environment: [String: String]
  /// Nothing may change: a process that should be confined and can't be isn't started (a dry run).
  var mustConfine = false
  /// Where the programs of outside step types are laid out.
  let layout: RunLayout

  /// `folder` is the run's own.
  init(host: ProcessHost, environment: [String: String], folder: String, mustConfine: Bool = false) {
    self.host = host
    self.environment = environment
    self.mustConfine = mustConfine
    layout = RunLayout(folder: folder + "/types")
  }

  /// The name of an attempt in the run's folder; unique for ever.
  static func unit(_ work: WorkID) -> String {
    let undo = work.undo.map { ".undo\($0)" } ?? ""
    return "\(work.step)\(undo).\(work.attempt)"
  }

  /// Carries an attempt out.
  func carryOut(_ type: any StepType, _ operation: Operation) async -> Answer<[String: Value]> {
    switch type {
    case let type as any ProcessStep: await process(type, operation)
    case let type as any InProcessStep:
      await inProcess(
        operation, { context throws(StepFailure) in try await type.apply(context) },
        { mask, outputs in mask.refuse(outputs: outputs) })
    default: Answer(result: .failure(notCarriedOut(type.declaration.name)))
    }
  }

  private func notCarriedOut(_ name: String) -> StepFailure {
    StepFailure(code: "BLY0998", message: "'\(name)' can't be carried out: this is a bug of Belay")
  }

  // MARK: Powers

  /// Takes what `undo` will need.
  func record(_ type: any Undoing, _ operation: Operation) async -> Answer<JSON> {
    await inProcess(
      operation, { context throws(StepFailure) in try await type.record(context) },
      { mask, record in mask.refuse(record: record) })
  }

  /// Restores what was recorded.
  func undo(_ type: any Undoing, _ operation: Operation, record: JSON) async -> Answer<[String: Value]> {
    await inProcess(
      operation,
      { context throws(StepFailure) in
        try await type.undo(context, record: record)
        return [:]
      }, { _, _ in nil })
  }

  /// Asks whether the effect is there.
  func probe(_ type: any Probing, _ operation: Operation) async -> Answer<ProbeResult> {
    var answer = await inProcess(
      operation, { context throws(StepFailure) in try await type.probe(context) },
      { mask, answer in
        if case .done(let outputs) = answer { mask.refuse(outputs: outputs) } else { nil }
      })
    if case .success(.cannotTell(let reason)) = answer.result {
      answer.result = .success(.cannotTell(operation.mask(reason)))
    }
    return answer
  }

  /// Asks what would change.
  func predict(_ type: any Predicting, _ operation: Operation) async -> Answer<Prediction> {
    var answer = await inProcess(
      operation, { context throws(StepFailure) in try await type.predict(context) },
      { mask, prediction in mask.refuse(outputs: prediction.outputs) })
    if case .success(let prediction) = answer.result { answer.result = .success(operation.mask(prediction)) }
    return answer
  }
}

/// What an operation gave.
struct Answer<Value: Sendable>: Sendable {
  var result: Result<Value, StepFailure>
  var log: LogReference?
  /// It was ended because somebody asked for that.
  var wasStopped = false
  /// Nobody can know how it ended, whatever `result` says.
  var unknown: String?
}

extension Answer<[String: Value]> {
  var report: WorkReport {
    var report = WorkReport(result: result, log: log, wasStopped: wasStopped)
    report.unknown = unknown
    return report
  }

  /// It didn't run, or was ended, because a person asked for that.
  static var stopped: Self {
    Answer(
      result: .failure(StepFailure(code: RunProblem.stopped.id, message: RunProblem.stopped.message)), wasStopped: true)
  }

  static func unknown(_ reason: String) -> Self { Answer(result: .success([:]), unknown: reason) }
}
