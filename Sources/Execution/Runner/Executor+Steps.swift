// The executor's hands: each command becomes a task whose result comes back as a stimulus.

import Diagnostics
import Engine
import Expressions
import JSONText
import PlanModel
import ProcessHost
import StepKit

extension Executor {
  /// The context of an attempt, with secrets, vault and all; or why it can't be had.
  private func context(of work: WorkID) -> Result<StepContext, StepFailure> {
    do throws(StepFailure) {
      let secrets = try secretReader.fetch(engine.secretNames(of: work))
      switch engine.context(of: work, secrets: secrets) {
      case .failure(let error): return .failure(StepFailure(error))
      case .success(var context):
        context.vault = vault
        context.secrets = secrets.values.compactMap { $0.text() }
        return .success(context)
      }
    } catch {
      return .failure(error)
    }
  }

  func begin(_ work: WorkID) {
    guard let type = engine.type(of: work) else { return }
    switch context(of: work) {
    case .failure(let failure): mailbox.post(.finished(work, WorkReport(result: .failure(failure))))
    case .success(let context):
      let effects = effects
      let operation = Operation(attempt: Effects.unit(work), context, timeout: timeout(of: work))
      let record = engine.undoRecord(of: work)
      undertake(.attempt(work), outlives: isProcess(work)) { _ in
        if let record, let type = type.undoing {
          return .finished(work, await effects.undo(type, operation, record: record).report)
        }
        return .finished(work, await effects.carryOut(type, operation).report)
      }
    }
  }

  func prepare(_ work: WorkID) {
    guard let type = engine.type(of: work)?.undoing else { return mailbox.post(.prepared(work, .success(nil))) }
    switch context(of: work) {
    case .failure(let failure): mailbox.post(.prepared(work, .failure(failure)))
    case .success(let context):
      let effects = effects
      let operation = look(.record, Effects.unit(work), context, timeout: timeout(of: work))
      undertake(.record(work)) { _ in
        .prepared(work, await effects.record(type, operation).result.map(Optional.some))
      }
    }
  }

  func probe(_ ticket: Ticket, _ work: WorkID) {
    guard let type = engine.type(of: work)?.probing else {
      return mailbox.post(.probed(ticket, .success(.cannotTell("it has no probe"))))
    }
    switch context(of: work) {
    case .failure(let failure): mailbox.post(.probed(ticket, .failure(failure)))
    case .success(let context):
      let effects = effects
      let operation = look(.probe, Effects.unit(work), context, timeout: timeout(of: work))
      undertake(.question(ticket), about: work) { _ in
        .probed(ticket, await effects.probe(type, operation).result)
      }
    }
  }

  func observe(_ ticket: Ticket, _ request: ObservationRequest) {
    guard let type = engine.state.plan.types[request.uses] else { return }
    switch context(of: request) {
    case .failure(let failure): mailbox.post(.observed(ticket, WorkReport(result: .failure(failure))))
    case .success(let context):
      let effects = effects
      let operation = look(.observe, request.step.isEmpty ? "run" : request.step, context, timeout: request.timeout)
      undertake(.question(ticket)) { _ in
        let answer = await effects.carryOut(type, operation)
        // A look that nobody knows the end of has failed: it may be taken again.
        guard let reason = answer.unknown else { return .observed(ticket, answer.report) }
        return .observed(ticket, WorkReport(result: .failure(effects.hostFailure(lost: reason))))
      }
    }
  }

  private func look(
    _ look: Operation.Look, _ unit: String, _ context: StepContext, timeout: Int64?
  ) -> Operation {
    looks += 1
    return Operation(look, unit, mark: Operation.Mark(token: lease.token, number: looks), context, timeout: timeout)
  }

  /// Undoing by what was recorded may take as long as the step.
  private func timeout(of work: WorkID) -> Int64? {
    engine.timeout(of: work)
      ?? (engine.undoRecord(of: work) == nil ? nil : engine.state.planStep(work.step)?.timeout)
  }

  private func context(of request: ObservationRequest) -> Result<StepContext, StepFailure> {
    do throws(StepFailure) {
      let secrets = try secretReader.fetch(request.with.reduce(into: []) { $0.formUnion($1.secrets) })
      switch engine.context(of: request, secrets: secrets) {
      case .failure(let error): return .failure(StepFailure(error))
      case .success(var context):
        context.vault = vault
        context.secrets = secrets.values.compactMap { $0.text() }
        return .success(context)
      }
    } catch {
      return .failure(error)
    }
  }

  /// Ends an attempt, or what is asked about it.
  func stop(_ work: WorkID) {
    for undertaking in undertakings.values where undertaking.work == work { undertaking.task.cancel() }
  }

  /// It is carried out by a process, which has an owner of its own.
  func isProcess(_ work: WorkID) -> Bool {
    engine.type(of: work) is any ProcessStep && engine.undoRecord(of: work) == nil
  }

  func recover(_ work: WorkID, _ intent: StepIntent) {
    guard let type = engine.type(of: work) else { return }
    let effects = effects
    let orphans = orphans
    let bootID = intent.bootID
    let unit = Effects.unit(work)
    guard isProcess(work), let type = type as? any ProcessStep else {
      // To wait for what a dead executor left is no work of this one: another may wait on.
      return undertake(.attempt(work), outlives: true) { _ in
        .recovered(work, await effects.recoverInProcess(unit, bootID: bootID, orphans: orphans))
      }
    }
    let operation = Operation(attempt: unit, contextForJudging(work), timeout: nil)
    undertake(.attempt(work), outlives: true) { mailbox in
      switch await effects.recover(type, operation, bootID: bootID, orphans: orphans) {
      case .known(let finding): return .recovered(work, finding)
      case .adopted(let handle):
        mailbox.post(.recovered(work, .adopted))
        return .finished(work, effects.judge(await effects.end(of: handle, orphans), type, operation).report)
      }
    }
  }

  /// Enough of a context to judge how a process ended: its secrets, if they can't be had any more, aren't needed; see
  /// ProcessStep.
  private func contextForJudging(_ work: WorkID) -> StepContext {
    if case .success(let context) = context(of: work) { return context }
    let step = engine.state.planStep(work.step)
    return StepContext(
      run: run.text, step: work.step, attempt: work.attempt, idempotencyKey: "", inputs: [:],
      effect: step?.effect ?? .write, declaredOutputs: step?.declaredOutputs ?? [:],
      workingDirectory: engine.state.created.workingDirectory, runStartedAt: engine.state.startedAt,
      runOperator: engine.state.created.starter, vault: vault)
  }
}

extension StepFailure {
  init(_ error: RecordedError) {
    self.init(code: error.code, message: error.message, help: error.help)
  }
}

extension Executor {
  /// The name under which an attempt's log and records lie in the run's folder.
  public static func unit(of work: WorkID) -> String { Effects.unit(work) }
}
