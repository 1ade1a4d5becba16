// `belay stop` and `belay abandon`

import ArgumentParser
import Engine
import Foundation
import Journal
import Runner

struct Stop: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Stop a run from any shell; returns when it has stopped. Never starts a rollback.")

  @Argument(help: "A run's id, a unique prefix of it, or `last`.")
  var run: String?

  @Flag(name: .long, help: "Every run that goes on.")
  var all = false

  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  func validate() throws {
    if (run == nil) == !all { throw ValidationError("Say which run, or --all.") }
  }

  mutating func run() async throws {
    let workspace = try options.workspace()
    let verb = StopVerb(workspace)
    let runs = try run.map { [try workspace.store.find(prefix: $0)] } ?? verb.candidates()
    let name = person.person
    // All are asked before any is waited for: one that takes its time doesn't hold the others up.
    if runs.count > 1 { for run in runs { try verb.ask(run, person: name) } }
    var failures: [any Error] = []
    for run in runs {
      do {
        let status = try await verb.stop(run, person: name)
        Output.line("\(run)  \(status.rawValue)")
      } catch {
        failures.append(error)
      }
    }
    if let first = failures.first { throw first }
    if runs.isEmpty { Output.line("nothing to stop") }
  }
}

struct Abandon: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abandon", abstract: "Give a run up: what it did stays, its locks are free, it can't be resumed.")

  @OptionGroup var argument: RunArgument
  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "Why; goes into the record.")
  var reason: String?

  mutating func run() throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    try RunVerbs(workspace).sayOfIdle(
      InboxMessage(person: person.person, content: .abandon(reason: reason)), to: id)
    Output.line("\(id)  abandoned")
  }
}

struct Resolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Say what happened to a step in doubt, or that a failed one was mended by hand.",
    discussion: """
      done      it happened: the step has succeeded, without outputs
      not-done  it never ran: resume runs it, rollback skips its undo
      retry     run it again with the same idempotency key; rollback undoes it
      """)

  @OptionGroup var argument: RunArgument

  @Argument(help: "The step, by full id or the unique end of it.")
  var step: String

  @Argument(help: "done, not-done or retry.")
  var decision: StepResolved.Decision

  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "How you know; goes into the record.")
  var reason: String?

  mutating func run() throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    try RunVerbs(workspace).say(
      InboxMessage(person: person.person, content: .resolve(step: step, decision: decision, reason: reason)), to: id)
    Output.line("\(step)  resolved as \(decision.rawValue)\n  next: belay resume \(id)")
  }
}

extension StepResolved.Decision: ExpressibleByArgument {}
