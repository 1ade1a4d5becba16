// `belay approve`, `belay reject`, `belay confirm`

import ArgumentParser
import Engine
import Foundation
import Runner

/// What the three have in common.
struct GateOptions: ParsableArguments {
  @OptionGroup var argument: RunArgument

  @Argument(help: "The step that waits, by full id or the unique end of it.")
  var step: String

  @OptionGroup var person: PersonOption
  @OptionGroup var options: StateOptions

  @Option(name: .long, help: "Why; goes into the record.")
  var reason: String?

  func answer(_ decision: GateDecision) throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    try RunVerbs(workspace).say(
      InboxMessage(
        person: person.person,
        content: .answer(GateAnswer(step: step, decision: decision, reason: reason))), to: id)
    Output.line(
      "\(step)  \(decision.rawValue) by \(person.person)\n  next: belay resume \(id), unless it is still running")
  }
}

struct Approve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve a step that waits for approval.")
  @OptionGroup var gate: GateOptions
  mutating func run() throws { try gate.answer(.approve) }
}

struct Reject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Refuse a step that waits for approval or confirmation.")
  @OptionGroup var gate: GateOptions
  mutating func run() throws { try gate.answer(.reject) }
}

struct Confirm: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "confirm", abstract: "Say that a manual step is done.")
  @OptionGroup var gate: GateOptions
  mutating func run() throws { try gate.answer(.confirm) }
}
