// The `belay` command: verbs and what they share. Parsing and wiring, nothing else (DESIGN §8).

import ArgumentParser
import Presentation

@main
struct Belay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "belay",
    abstract: "Runbooks as code: be sure before, safe during, certain after.",
    discussion: """
      A plan is a YAML file of steps with preconditions, success criteria and rollback actions. A first look:
        belay check plan.yaml     every mistake, with its place and its cure
        belay plan plan.yaml      what would happen; changes nothing
        belay run plan.yaml       do it, with a durable checkpoint at every step
        belay resume last         go on after any failure
        belay rollback last       undo it
        belay report last -o r.html
      RUN is a run's id, a unique prefix of it, or `last`. State is kept in .belay (--state, $BELAY_STATE).
      """,
    version: BelayVersion.text,
    groupedSubcommands: [
      CommandGroup(name: "Before", subcommands: [Check.self, Plan.self]),
      CommandGroup(
        name: "During", subcommands: [Run.self, Resume.self, Rollback.self, Stop.self, Resolve.self, Abandon.self]),
      CommandGroup(name: "People", subcommands: [Approve.self, Reject.self, Confirm.self]),
      CommandGroup(name: "Looking", subcommands: [Runs.self, Status.self, Log.self, Explain.self]),
      CommandGroup(name: "After", subcommands: [AuditCommand.self, Report.self]),
      CommandGroup(
        name: "For authors",
        subcommands: [Init.self, Fmt.self, Graph.self, Steps.self, Schema.self, ErrorCommand.self]),
    ])

  /// Parses, runs, and ends with the exit codes of DESIGN §7: wrong usage is 2.
  static func main() async {
    Terminal.prepare()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Ending.exit(error)
    }
  }
}
