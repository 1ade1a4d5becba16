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
    let mailbox = mailbox
    let effects = effects
    guard let type = engine.type(of: work) else { return }
    switch context(of: work) {
    case .failure(let failure): mailbox.post(.finished(work, WorkReport(result: .failure(failure))))
    case .success(let context):
      let unit = Effects.unit(work)
      let timeout = engine.timeout(of: work)
      let record = engine.undoRecord(of: work)
      tasks[work] = Task {
        let report =
          if let record, let type = type.undoing {
            await effects.undo(type, unit, context, record: record)
          } else {
            await effects.carryOut(type, unit, context, timeout: timeout)
          }
        mailbox.post(.finished(work, report))
      }
    }
  }

  func prepare(_ work: WorkID) {
    let mailbox = mailbox
    guard let type = engine.type(of: work)?.undoing else { return mailbox.post(.prepared(work, .success(nil))) }
    switch context(of: work) {
    case .failure(let failure): mailbox.post(.prepared(work, .failure(failure)))
    case .success(let context):
      Task {
        do throws(StepFailure) {
          let record = try await type.record(context)
          mailbox.post(.prepared(work, .success(record)))
        } catch {
          mailbox.post(.prepared(work, .failure(error)))
        }
      }
    }
  }

  func probe(_ ticket: Ticket, _ work: WorkID) {
    let mailbox = mailbox
    guard let type = engine.type(of: work)?.probing else {
      return mailbox.post(.probed(ticket, .success(.cannotTell("it has no probe"))))
    }
    switch context(of: work) {
    case .failure(let failure): mailbox.post(.probed(ticket, .failure(failure)))
    case .success(let context):
      Task {
        do throws(StepFailure) {
          mailbox.post(.probed(ticket, .success(try await type.probe(context))))
        } catch {
          mailbox.post(.probed(ticket, .failure(error)))
        }
      }
    }
  }

  func observe(_ ticket: Ticket, _ request: ObservationRequest) {
    let mailbox = mailbox
    let effects = effects
    guard let type = workspace.registry[request.uses] else { return }
    let unit = "observation.\(lease.token).\(observations)"
    observations += 1
    if type is any ProcessStep { observed[ticket] = unit }
    let timeout = request.timeout
    switch context(of: request) {
    case .failure(let failure): mailbox.post(.observed(ticket, WorkReport(result: .failure(failure))))
    case .success(let context):
      Task {
        let report = await effects.carryOut(type, unit, context, timeout: timeout)
        mailbox.post(.observed(ticket, report))
      }
    }
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

  /// Ends an attempt: a process through its supervisor, a step of this process by cancelling its task.
  func stop(_ work: WorkID) {
    guard isProcess(work) else { return tasks[work]?.cancel() ?? () }
    let unit = Effects.unit(work)
    effects.stops.insert(unit)
    stopUnit(unit)
  }

  func stopUnit(_ unit: String) {
    let effects = effects
    stopping.append(Task { await effects.host.stop(unit, graceMilliseconds: Effects.grace) })
  }

  /// It is carried out by a process, which has an owner of its own.
  func isProcess(_ work: WorkID) -> Bool {
    engine.type(of: work) is any ProcessStep && engine.undoRecord(of: work) == nil
  }

  func recover(_ work: WorkID, _ intent: StepIntent) {
    let mailbox = mailbox
    let effects = effects
    let orphans = orphans
    guard let type = engine.type(of: work) else { return }
    let unit = Effects.unit(work)
    let isAutoUndo = engine.undoRecord(of: work) != nil
    let context = contextForJudging(work)
    tasks[work] = Task {
      let recovery = await effects.recover(
        type, unit, context, bootID: intent.bootID, orphans: orphans, isAutoUndo: isAutoUndo)
      switch recovery {
      case .known(let finding): mailbox.post(.recovered(work, finding))
      case .adopted(let handle):
        mailbox.post(.recovered(work, .adopted))
        guard let type = type as? any ProcessStep else { return }
        mailbox.post(.finished(work, await effects.report(of: handle, type, context)))
      }
    }
  }

  /// Enough of a context to judge how a process ended: its secrets, if they can't be had any more, aren't needed.
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
