// The executor: the loop that takes what happened, asks the engine, makes its decisions durable, and then
// carries them out. One executor a run, for as long as it holds the lease.

import Diagnostics
import Engine
import Expressions
import Glibc
import JSONText
import Journal
import PlanModel
import ProcessHost
import StepKit

/// Carries one verb out on one run.
public final class Executor {
  let workspace: Workspace
  let run: RunID
  let lease: Lease
  let observer: (any RunObserver)?
  let mailbox = Mailbox()
  let effects: Effects
  let vault: FileVault
  let secretReader: SecretReader
  var engine: Engine
  var head: Head
  /// What is being carried out, until it has ended.
  var undertakings: [Undertaking.Subject: Undertaking] = [:]
  /// What nobody waits for any more, and hasn't ended.
  var dropped: [Undertaking] = []
  var lastStatus: RunStatus?
  /// The last inbox message that was taken in; the next append removes it and those before.
  var takenMessage: Int64?
  var lastSeenMessage: Int64 = 0
  var ended: RunStatus?
  /// What was said to stand in the way of writing.
  var lastTrouble: JournalError?
  var orphans = OrphanPolicy.wait
  /// How many looks there were; each has a name of its own.
  var looks = 0

  /// Begins to execute a run whose lease is held.
  public init(_ workspace: Workspace, _ loaded: LoadedRun, lease: Lease, observer: (any RunObserver)?) {
    self.workspace = workspace
    run = loaded.id
    self.lease = lease
    self.observer = observer
    engine = Engine(state: loaded.state)
    head = loaded.head
    let folder = workspace.runFolder(loaded.id)
    effects = Effects(
      host: ProcessHost(runFolder: folder, token: lease.token, supervisor: workspace.supervisor),
      environment: workspace.environment, folder: folder)
    vault = FileVault(folder: folder + "/undo")
    secretReader = SecretReader(
      secrets: loaded.state.plan.secrets, environment: workspace.environment,
      workingDirectory: loaded.state.created.workingDirectory)
  }

  /// What can be posted from elsewhere in this process, such as a signal handler.
  public var interrupt: @Sendable (String) -> Void {
    let mailbox = mailbox
    return { person in
      mailbox.post(.message(InboxMessage(person: person, content: .stop(reason: "interrupted"))))
    }
  }

  /// Carries the verb out and gives the status with which the run ended for this executor.
  public func execute(_ request: OpenRequest) async throws(RunnerError) -> RunStatus {
    orphans = request.opened.verb == .stop ? .stop : request.orphans
    makeRunFolder()
    await effects.host.endLooks(graceMilliseconds: Effects.grace)
    try dropOldStops()
    let inbox = watchInbox()
    defer { inbox.cancel() }
    do throws(RunnerError) {
      try await process([Mail(stimulus: .open(request))])
      while ended == nil { try await process(await mailbox.take()) }
    } catch {
      await leave(after: error)
      throw error
    }
    await endUndertakings()
    await effects.host.close()
    lease.close()
    return ended ?? engine.state.status
  }

  private func makeRunFolder() {
    mkdir(workspace.folder + "/runs", 0o700)
    mkdir(workspace.runFolder(run), 0o700)
  }

  /// Takes in everything that has happened, writes it down in one commit, then carries out what follows. What comes
  /// after the end of the run isn't taken in: a message stays in the inbox.
  private func process(_ mail: [Mail]) async throws(RunnerError) {
    var records: [RecordedEvent] = []
    var commands: [Command] = []
    var fault: EventFault?
    for item in mail where fault == nil && !commands.contains(where: \.isEnd) {
      forget(item.stimulus)
      do throws(EventFault) {
        for command in try engine.handle(item.stimulus, at: SystemClock.now()) {
          if case .record(let events) = command { records += events } else { commands.append(command) }
        }
        takenMessage = item.message ?? takenMessage
      } catch { fault = error }
    }
    if !records.isEmpty { try await append(records) }
    if let fault { throw .engine(fault) }
    for command in commands { carryOut(command) }
  }

  /// What has ended needs no owner any more.
  private func forget(_ stimulus: Stimulus) {
    switch stimulus {
    case .finished(let work, _): undertakings[.attempt(work)] = nil
    case .recovered(let work, let finding): if !finding.isAdoption { undertakings[.attempt(work)] = nil }
    case .prepared(let work, _): undertakings[.record(work)] = nil
    case .observed(let ticket, _), .probed(let ticket, _): undertakings[.question(ticket)] = nil
    default: break
    }
  }

  private func carryOut(_ command: Command) {
    switch command {
    case .record: break
    case .observe(let ticket, let request): observe(ticket, request)
    case .probe(let ticket, let work): probe(ticket, work)
    case .prepare(let work): prepare(work)
    case .begin(let work): begin(work)
    case .recover(let work, let intent): recover(work, intent)
    case .stop(let work): stop(work)
    case .cancel(let ticket): drop(.question(ticket))
    case .wake(let ticket, let delay): wake(ticket, after: delay)
    case .end(let status): ended = status
    }
  }

  private func wake(_ ticket: Ticket, after delay: Int64) {
    let mailbox = mailbox
    Task {
      if delay > 0 { try? await Task.sleep(for: .milliseconds(delay)) }
      mailbox.post(.woke(ticket))
    }
  }

  /// The executor can't go on. What it carries out itself is ended and waited for before the lease is given up;
  /// attempts that are processes go on under their supervisor, whose records keep the truth (ANCHORS §2, rows 9, 10).
  /// After a lost lease they are the new executor's, who has adopted them (row 16).
  private func leave(after error: RunnerError) async {
    undertakings = undertakings.filter { !$0.value.outlivesExecutor }
    await endUndertakings()
    await effects.host.close()
    lease.close()
  }
}

extension Command {
  /// The run has ended for this executor.
  var isEnd: Bool { if case .end = self { true } else { false } }
}
