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
    var environment: JSONObject = [:]
    for name in plan.environment {
      if let value = workspace.environment[name] { environment[name] = .string(value) }
    }
    return RunCreated(
      planName: plan.name, planVersion: plan.version, planTitle: plan.title, planDigest: plan.digest,
      files: Self.references(plan), inputs: inputs, inputsDigest: sha256Text(of: JSON.object(inputs).canonicalBytes()),
      environment: environment, registryDigest: workspace.registry.digest, binaryVersion: workspace.version,
      starter: order.starter, workingDirectory: order.workingDirectory, locks: [])
  }

  static func references(_ plan: CheckedPlan) -> [FileReference] {
    plan.files.map { FileReference(name: $0.name, sha256: sha256Text(of: $0.bytes)) }
  }

  private func lockNames(_ plan: CheckedPlan, _ state: RunState) throws(RunnerError) -> [String] {
    var names: [String] = []
    for lock in plan.locks {
      guard case .value(let value) = lock.evaluate(state.planActivation), let name = value.text() else {
        throw .engine(EventFault("a lock's name has no value before the run"))
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  // MARK: Opening

  /// Takes the lease of a run and replays its verified journal.
  public func open(_ run: RunID, for verb: Verb) throws(RunnerError) -> (LoadedRun, Lease) {
    let lease = try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.acquireLease(
        run, holder: .thisProcess(executor: "belay \(workspace.version) \(verb.rawValue)"))
    }
    do throws(RunnerError) {
      let loaded = try RunLoader(workspace).load(run, verified: true)
      if let type = loaded.state.unknownEvent { throw .newerEvent(run: run, type: type) }
      return (loaded, lease)
    } catch {
      lease.close()
      throw error
    }
  }

  /// The first thing an executor says.
  public func opened(_ verb: Verb) -> RunOpened {
    let holder = Holder.thisProcess(executor: "belay")
    return RunOpened(
      verb: verb, host: holder.host, pid: Int64(holder.pid), bootID: ProcessHost.bootID,
      binaryVersion: workspace.version, registryDigest: workspace.registry.digest,
      osUser: getpwuid(geteuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "uid-\(geteuid())")
  }

  /// Refuses to go on with another binary or registry than before, unless that is accepted (ANCHORS §2, row 21).
  public func checkDrift(_ loaded: LoadedRun, accepted: Bool) throws(RunnerError) {
    guard !accepted, !loaded.state.isOver else { return }
    let version = loaded.state.opened?.binaryVersion ?? loaded.state.created.binaryVersion
    let digest = loaded.state.opened?.registryDigest ?? loaded.state.created.registryDigest
    if version != workspace.version {
      throw .drift("the run was executed by belay \(version), this is belay \(workspace.version)")
    }
    if digest != workspace.registry.digest {
      throw .drift("the step types aren't those that the run was executed with")
    }
  }

  /// Takes an edited plan over. Changed or removed finished steps are refused unless accepted.
  public func change(
    _ loaded: inout LoadedRun, to plan: CheckedPlan, accepted: Bool, actor: String, lease: Lease
  ) throws(RunnerError) -> [StepLabel] {
    if plan.digest == loaded.state.created.planDigest { return [] }
    if !loaded.state.inFlight.isEmpty { throw .inFlight(loaded.state.inFlight) }
    var labels: [StepLabel] = []
    do { labels = try loaded.state.labels(under: plan) } catch { throw .engine(error) }
    if !accepted, labels.contains(where: { $0.label == .changed || $0.label == .removed }) {
      throw .changedPlan(labels)
    }
    var change = PlanChanged(
      planVersion: plan.version, planDigest: plan.digest, files: Self.references(plan), labels: labels,
      accepted: accepted, locks: loaded.state.created.locks)
    var edited = loaded.state
    edited.adopt(plan, change)
    change.locks = try lockNames(plan, edited)
    let locks = change.locks
    let event = RecordedEvent(event: .planChanged(change), at: SystemClock.now().wall, actor: actor)
    let head = loaded.head
    let run = loaded.id
    let entries = try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.append(
        [event.draft], to: run, after: head, lease: lease, summary: nil, locks: .acquire(locks),
        attachments: plan.files.map { Attachment(bytes: $0.bytes) }, taken: nil)
    }
    loaded.state.adopt(plan, change)
    do { try loaded.state.fold(event) } catch { throw .engine(error) }
    loaded.head = entries.last?.head ?? loaded.head
    return labels
  }

  // MARK: What people say

  /// Records what a person says: as an event if nobody executes the run, else through its inbox. Refused from the
  /// state alone.
  public func say(_ message: InboxMessage, to run: RunID) throws(RunnerError) {
    let loaded = try RunLoader(workspace).load(run)
    if let problem = Engine(state: loaded.state, registry: workspace.registry).refusal(of: message) {
      throw .refused(problem)
    }
    do throws(RunnerError) {
      let (current, lease) = try open(run, for: .record)
      defer { lease.close() }
      try record(message, current, lease)
    } catch {
      guard case .journal(.leaseHeld) = error else { throw error }
      try RunnerError.wrapping { () throws(JournalError) in
        try workspace.store.post(message.kind, data: message.data, actor: message.person, to: run)
      }
    }
  }

  /// Records what may only be said of a run that nobody executes, such as that it is abandoned; a living executor
  /// is left alone.
  public func sayOfIdle(_ message: InboxMessage, to run: RunID) throws(RunnerError) {
    let (loaded, lease) = try open(run, for: .record)
    defer { lease.close() }
    try record(message, loaded, lease)
  }

  private func record(_ message: InboxMessage, _ loaded: LoadedRun, _ lease: Lease) throws(RunnerError) {
    var engine = Engine(state: loaded.state, registry: workspace.registry)
    if let problem = engine.refusal(of: message) { throw .refused(problem) }
    var events: [RecordedEvent] = []
    do throws(EventFault) {
      let request = OpenRequest(opened: opened(.record), actor: message.person)
      for stimulus in [Stimulus.open(request), .message(message)] {
        for case .record(let recorded) in try engine.handle(stimulus, at: SystemClock.now()) { events += recorded }
      }
    } catch { throw .engine(error) }
    let state = engine.state
    let drafts = events.map(\.draft)
    _ = try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.append(
        drafts, to: loaded.id, after: loaded.head, lease: lease,
        summary: RunSummary(state, run: loaded.id, status: state.status),
        locks: state.releasesLocks ? .release : .none)
    }
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
