// `belay rollback`

import ArgumentParser
import Engine
import Foundation
import Journal
import Presentation
import Runner

struct Rollback: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Undo a run in reverse order of start, wholly or down to a step that stays done.")

  @OptionGroup var argument: RunArgument
  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "The step that stays done, with all that started before it.")
  var to: String?

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @Option(name: .long, help: "What to do with steps that a dead executor left running: wait or stop.")
  var orphans = OrphanPolicy.wait

  @Flag(name: .long, help: "Wait at gates for people, also without a terminal.")
  var wait = false

  @Flag(name: .customLong("accept-changes"), help: "Accept that step types or the binary differ.")
  var acceptChanges = false

  mutating func run() async throws {
    let workspace = try options.workspace()
    let verbs = RunVerbs(workspace)
    let id = try argument.find(in: workspace)
    let (loaded, lease) = try verbs.open(id, for: .rollback)
    let session = ExecutorSession(
      workspace: workspace, format: format, noColor: options.noColor, person: person.person,
      waits: wait || Terminal.isInteractive)
    let target: String?
    let drift: [String]
    do {
      drift = try verbs.drift(loaded, accepted: acceptChanges)
      // Before anything else: a name that means nothing is a mistake, whatever the run's status.
      if loaded.state.status == .rolledBack, let to, loaded.state.find(to).isEmpty {
        _ = try loaded.state.rollbackTarget(to)
      }
      if loaded.state.status == .rolledBack {
        lease.close()
        return try session.conclude(id, .rolledBack, code: ExitStatus.done)
      }
      target = try loaded.state.rollbackTarget(to)
    } catch {
      lease.close()
      throw error
    }
    let status = try await session.execute(loaded, lease, .rollback, to: target, orphans: orphans, acceptedDrift: drift)
    let isDone = status == .rolledBack || (to != nil && status == .halted)
    try session.conclude(id, status, code: isDone ? ExitStatus.done : ExitStatus.of(status))
  }
}
