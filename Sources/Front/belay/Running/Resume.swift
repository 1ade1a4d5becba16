// `belay resume`

import ArgumentParser
import Diagnostics
import Engine
import Foundation
import Journal
import PlanModel
import Presentation
import Runner

struct Resume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run after any failure; a rollback that was interrupted goes on as a rollback.")

  @OptionGroup var argument: RunArgument
  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @Option(name: .long, help: "Go on over this edited plan.")
  var plan: String?

  @Flag(name: .customLong("accept-changes"), help: "Accept that finished steps, step types or the binary differ.")
  var acceptChanges = false

  @Option(name: .long, help: "What to do with steps that a dead executor left running: wait or stop.")
  var orphans = OrphanPolicy.wait

  @Flag(name: .long, help: "Wait at gates for people, also without a terminal.")
  var wait = false

  mutating func run() async throws {
    let workspace = try options.workspace()
    let verbs = RunVerbs(workspace)
    let id = try argument.find(in: workspace)
    let edited = try plan.map { try PlanLoading.checked($0, workspace, noColor: options.noColor) }
    let (opened, lease) = try verbs.open(id, for: .resume)
    let session = ExecutorSession(
      workspace: workspace, format: format, noColor: options.noColor, person: person.person,
      waits: wait || Terminal.isInteractive)
    let loaded: LoadedRun
    let drift: [String]
    do {
      drift = try verbs.drift(opened, accepted: acceptChanges)
      if opened.state.isOver {
        lease.close()
        return try session.conclude(id, opened.state.status, code: ExitStatus.of(opened.state.status))
      }
      loaded = try changed(opened, to: edited, lease, verbs)
    } catch {
      lease.close()
      throw error
    }
    let status = try await session.execute(loaded, lease, .resume, orphans: orphans, acceptedDrift: drift)
    try session.conclude(id, status, code: ExitStatus.of(status))
  }

  /// The run over the edited plan, if there is one.
  private func changed(
    _ opened: LoadedRun, to edited: CheckedPlan?, _ lease: Lease, _ verbs: RunVerbs
  ) throws -> LoadedRun {
    guard let edited else { return opened }
    var loaded = opened
    let labels = try verbs.change(&loaded, to: edited, accepted: acceptChanges, actor: person.person, lease: lease)
    for label in labels { Output.error("  \(label.label.rawValue)  \(label.step): \(label.reason)") }
    return loaded
  }
}

extension OrphanPolicy: ExpressibleByArgument {}
