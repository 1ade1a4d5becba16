// What `run`, `resume` and `rollback` have in common: an executor with a view and signals, and the last words.

import Engine
import Foundation
import Journal
import Presentation
import Runner

/// Runs an executor to its end.
struct ExecutorSession {
  var workspace: Workspace
  var format: Format
  var noColor: Bool
  var person: String
  /// Wait at gates for people.
  var waits: Bool

  /// Carries a verb out and gives the state in which it left the run.
  func execute(
    _ loaded: LoadedRun, _ lease: Lease, _ verb: Verb, to: String? = nil, orphans: OrphanPolicy = .wait,
    acceptedDrift: [String] = []
  ) async throws -> RunStatus {
    let view = makeView(loaded)
    let executor = Executor(workspace, loaded, lease: lease, observer: view)
    let signals = Signals(executor.interrupt, person: person)
    defer { signals.cancel() }
    view.begin(loaded)
    let opened = RunVerbs(workspace).opened(
      verb, loaded, acceptedDrift: acceptedDrift, waits: waits, orphans: orphans)
    let request = OpenRequest(opened: opened, actor: person, waits: waits, orphans: orphans, to: to)
    let status: RunStatus
    do {
      status = try await executor.execute(request)
    } catch {
      view.finish()
      throw error
    }
    view.finish()
    return status
  }

  private func makeView(_ loaded: LoadedRun) -> any RunView {
    if format == .json { return EventStream() }
    if Terminal.isInteractive {
      return LiveView(usesColor: Terminal.usesColor(STDOUT_FILENO, disabled: noColor), workspace: workspace)
    }
    return LineView(usesColor: Terminal.usesColor(STDOUT_FILENO, disabled: noColor))
  }

  /// Says how it ended, and what to do next.
  func conclude(_ run: RunID, _ status: RunStatus, code: Int32) throws {
    if format == .json {
      Output.jsonLine(ResultLine(run: run.text, status: status, exitStatus: code).json)
    }
    let state = try RunLoader(workspace).load(run).state
    let text = LastWords(state: state, status: status).text
    if format == .json || code != ExitStatus.done { Output.error(text) } else { Output.line(text) }
    if code != ExitStatus.done { throw Failure.silent(code) }
  }
}

/// Watches a run and shows it.
protocol RunView: RunObserver {
  func begin(_ loaded: LoadedRun)
  func finish()
}

extension RunView {
  func troubled(_ problem: JournalError) {
    Output.error("trying again: \(problem.message)" + (problem.help.map { "\n  = help: \($0)" } ?? ""))
  }
}

/// SIGINT and SIGTERM stop the run gracefully; never a rollback.
final class Signals {
  private var sources: [any DispatchSourceSignal] = []

  init(_ interrupt: @escaping @Sendable (String) -> Void, person: String) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interrupt(person) }
      source.resume()
      sources.append(source)
    }
  }

  func cancel() { for source in sources { source.cancel() } }
}
