// The verbs that work on runs: create one, open one again, record what people say. Each makes sure of the lease
// before it touches anything.

import Diagnostics
import Digests
import Engine
import Expressions
import Glibc
import JSONText
import Journal
import PlanModel
import ProcessHost
import StepKit

/// Creates and opens runs.
public struct RunVerbs: Sendable {
  let workspace: Workspace

  public init(_ workspace: Workspace) { self.workspace = workspace }

  // MARK: Creating

  /// What a run is made from.
  public struct Order: Sendable {
    public var plan: CheckedPlan
    public var inputs: [String: Value]
    public var starter: String
    public var workingDirectory: String

    public init(plan: CheckedPlan, inputs: [String: Value], starter: String, workingDirectory: String) {
      self.plan = plan
      self.inputs = inputs
      self.starter = starter
      self.workingDirectory = workingDirectory
    }
  }

  /// Creates a run and takes its lease and its locks, all or nothing.
  public func create(_ order: Order) throws(RunnerError) -> (LoadedRun, Lease) {
    let now = SystemClock.now().wall
    let id = RunID.make(milliseconds: now, random: UInt64.random(in: .min ... .max))
    var created = describe(order)
    let plan = order.plan
    do {
      var state = try RunState(run: id.text, plan: plan, created: created, at: now)
      if let (step, key) = state.itemsNotDistinct { throw RunnerError.itemsNotDistinct(step: step, key: key) }
      created.locks = try lockNames(plan, state)
      state = try RunState(run: id.text, plan: plan, created: created, at: now)
      let first = RecordedEvent(event: .created(created), at: now, actor: order.starter)
      let (lease, entries, head) = try workspace.store.createRun(
        id, summary: RunSummary(state, run: id, status: .running), first: [first.draft],
        attachments: plan.files.map { Attachment(bytes: $0.bytes) }, locks: created.locks,
        holder: .thisProcess(executor: "belay \(workspace.version) run"))
      return (LoadedRun(id: id, state: state, head: head, entries: entries), lease)
    } catch let error as JournalError {
      throw .journal(error)
    } catch let error as RunnerError {
      throw error
    } catch let fault as EventFault {
      throw .engine(fault)
    } catch { throw .engine(EventFault("\(error)")) }
  }

  private func describe(_ order: Order) -> RunCreated {
    let plan = order.plan
    var inputs: JSONObject = [:]
    for input in plan.body.inputs {
      if let value = order.inputs[input.name] { inputs[input.name] = value.journaled(as: input.type) }
    }
    let environment = environment(of: plan)
    let basis = basis(of: plan, inputs: inputs, environment: environment, locks: [])
    return RunCreated(
      planName: plan.name, basis: basis, binaryVersion: workspace.version, starter: order.starter,
      workingDirectory: order.workingDirectory)
  }

  /// What a run of a plan builds on.
  func basis(
    of plan: CheckedPlan, inputs: JSONObject, environment: JSONObject, locks: [String]
  ) -> RunBasis {
    RunBasis(
      planVersion: plan.version, planTitle: plan.title, planDigest: plan.digest, files: Self.references(plan),
      inputs: inputs, inputsDigest: sha256Text(of: JSON.object(inputs).canonicalBytes()), environment: environment,
      stepTypes: plan.typeDigests, registryDigest: plan.types.digest, locks: locks)
  }

  /// The declared variables, as they are now.
  func environment(of plan: CheckedPlan) -> JSONObject {
    var environment: JSONObject = [:]
    for name in plan.environment {
      if let value = workspace.environment[name] { environment[name] = .string(value) }
    }
    return environment
  }

  private static func references(_ plan: CheckedPlan) -> [FileReference] {
    plan.files.map { FileReference(name: $0.name, sha256: sha256Text(of: $0.bytes)) }
  }

  func lockNames(_ plan: CheckedPlan, _ state: RunState) throws(RunnerError) -> [String] {
    var names: [String] = []
    for lock in plan.locks {
      guard case .value(let value) = lock.evaluate(state.planActivation), let name = value.text() else {
        throw .engine(EventFault("a lock's name has no value before the run"))
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}

extension RunVerbs {
  /// A run that exists only for a dry run.
  public func draft(_ order: Order) throws(RunnerError) -> RunState {
    let now = SystemClock.now().wall
    do {
      return try RunState(
        run: RunID.make(milliseconds: now, random: 0).text, plan: order.plan, created: describe(order), at: now)
    } catch { throw .engine(error) }
  }
}
