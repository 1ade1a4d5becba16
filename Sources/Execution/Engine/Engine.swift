// The engine: what happens in the world comes in as a stimulus, what is to be done goes out as commands. No
// clock, no I/O, no async, no globals; the same stimuli give the same commands, so simulation, replay and
// rehearsal run this very code (DESIGN §5).
//
// The contract with whoever carries the commands out: commands are in order, and **everything that a `record`
// holds is durable before any later command is carried out.**

import Diagnostics
import Expressions
import JSONText
import PlanModel
import StepKit

/// A run's decisions.
public struct Engine: Sendable {
  public internal(set) var state: RunState
  /// What is going on right now; gone after a crash, rebuilt by `open`.
  var live: [Int: Activity] = [:]
  /// Tickets of questions and timers that are out, with what they are for.
  var tickets: [Ticket: Errand] = [:]
  var nextTicket = 1
  var session: Session?
  /// Filled while a stimulus is handled.
  var commands: [Command] = []
  var now = Moment(wall: 0, monotonic: 0)
  var watches: [GuardWatch] = []
  var isLastWord = false
  /// Attempts of an executor before this one that go on under its eyes.
  var adopted: Set<WorkID> = []

  public init(state: RunState) {
    self.state = state
  }

  /// The step types of the plan.
  var registry: Registry { state.plan.types }

  /// The executor's side of a run while it is open.
  struct Session: Sendable {
    var verb: Verb
    var actor: String
    var bootID: String
    /// Wait for people instead of leaving.
    var waits: Bool
    var orphans: OrphanPolicy
    var openedAt: Moment
    var hasEnded = false
    /// The alarm of `limits.rollback` is set once.
    var rollbackTimerIsSet = false
    /// What runs is being stopped, and so is what turns out to run.
    var isStopping = false
  }

  /// Takes a stimulus in and says what is to be done now.
  public mutating func handle(_ stimulus: Stimulus, at moment: Moment) throws(EventFault) -> [Command] {
    now = moment
    commands = []
    // What comes after the end, in the same breath, changes nothing any more.
    if session?.hasEnded == true { return [] }
    try react(to: stimulus)
    try advance()
    return commands
  }

  private mutating func react(to stimulus: Stimulus) throws(EventFault) {
    switch stimulus {
    case .open(let request): try open(request)
    case .observed(let ticket, let report): try observed(ticket, report)
    case .probed(let ticket, let result): try probed(ticket, result)
    case .prepared(let work, let result): try prepared(work, result)
    case .finished(let work, let report): try finished(work, report)
    case .recovered(let work, let finding): try recovered(work, finding)
    case .woke(let ticket): try woke(ticket)
    case .message(let message): try take(message)
    }
  }

  /// Writes an event down and takes it in.
  mutating func record(_ event: RunEvent, actor: String? = nil) throws(EventFault) {
    let recorded = RecordedEvent(event: event, at: now.wall, actor: actor ?? session?.actor ?? state.created.starter)
    try state.fold(recorded)
    guard case .record(var events)? = commands.last else { return commands.append(.record([recorded])) }
    // Taken out while it grows, so that a thousand events in a row aren't copied a thousand times.
    commands.removeLast()
    events.append(recorded)
    commands.append(.record(events))
  }

  mutating func ticket(for errand: Errand) -> Ticket {
    let ticket = Ticket(number: nextTicket)
    nextTicket += 1
    tickets[ticket] = errand
    return ticket
  }

  mutating func wake(after milliseconds: Int64, for errand: Errand) {
    commands.append(.wake(ticket(for: errand), after: max(0, milliseconds)))
  }
}
