// On a terminal: the events scroll by as lines, and below them a block shows what goes on now: the phase, the
// steps that run with elapsed time against estimate, who is waited for, how far the rollback is.

import Engine
import Foundation
import Journal
import Runner

final class LiveView: RunView, @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private let usesColor: Bool
  private var state: RunState?
  private var shownLines = 0
  private var timer: (any DispatchSourceTimer)?

  init(usesColor: Bool, workspace: Workspace) {
    self.usesColor = usesColor
  }

  func begin(_ loaded: LoadedRun) {
    lock.lock()
    state = loaded.state
    lock.unlock()
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now() + 0.5, repeating: 0.5)
    timer.setEventHandler { [weak self] in self?.refresh() }
    timer.resume()
    self.timer = timer
  }

  func recorded(_ entries: [(entry: Entry, event: RecordedEvent)], _ state: RunState) {
    lock.lock()
    defer { lock.unlock() }
    self.state = state
    erase()
    for (_, event) in entries {
      if let line = EventLine.text(event) { Output.line(colored(line)) }
    }
    draw()
  }

  func finish() {
    timer?.cancel()
    lock.lock()
    defer { lock.unlock() }
    erase()
  }

  private func refresh() {
    lock.lock()
    defer { lock.unlock() }
    erase()
    draw()
  }

  private func erase() {
    if shownLines > 0 { Output.raw("\u{1B}[\(shownLines)A\u{1B}[J") }
    shownLines = 0
  }

  private func draw() {
    guard let state else { return }
    let width = Terminal.width
    let lines = LiveBlock(state: state, now: SystemClock.now().wall).lines.map { String($0.prefix(width - 1)) }
    for line in lines { Output.line(usesColor ? "\u{1B}[2m\(line)\u{1B}[0m" : line) }
    shownLines = lines.count
  }

  private func colored(_ line: String) -> String {
    guard usesColor else { return line }
    if line.contains("  failed") || line.contains("undo failed") || line.contains("ALARM") {
      return "\u{1B}[31m\(line)\u{1B}[0m"
    }
    if line.contains("  succeeded") || line.hasSuffix("  done") { return "\u{1B}[32m\(line)\u{1B}[0m" }
    if line.contains("  waiting") || line.contains("in doubt") { return "\u{1B}[33m\(line)\u{1B}[0m" }
    return line
  }
}

/// The block below the events, as text.
struct LiveBlock {
  var state: RunState
  var now: Int64

  var lines: [String] {
    let steps = state.listing
    let done = steps.count { [.succeeded, .satisfied, .skipped, .kept].contains($0.state.status) }
    var lines = ["", header(done, steps.count)]
    for entry in steps where [.running, .undoing].contains(entry.state.status) {
      lines.append(running(entry))
      if lines.count > 8 { break }
    }
    for (id, gate) in state.waitingGates.prefix(4) {
      lines.append("  … \(id) waits for \(who(gate)) since \(Span.text(now - gate.openedAt))")
    }
    if state.status == .rollingBack {
      let undone = steps.count { [.undone, .kept].contains($0.state.status) }
      let left = steps.count { $0.state.startedAt != nil && ![.undone, .kept].contains($0.state.status) }
      lines.append("  rollback: \(undone) undone, \(left) to go")
    }
    return lines
  }

  private func header(_ done: Int, _ count: Int) -> String {
    let phase = state.phases.first { $0.isOpen }.map { "  ·  \($0.title)" } ?? ""
    return
      "\(state.created.planName) \(state.status.rawValue)\(phase)  ·  \(done)/\(count)  ·  \(Span.text(now - state.startedAt))"
  }

  private func running(_ entry: StepListing) -> String {
    let elapsed = Span.text(now - (entry.state.startedAt ?? now))
    let estimate = entry.step?.estimate.map { " of about \(Span.text($0))" } ?? ""
    let title = entry.step?.title.map { " \($0)" } ?? ""
    return "  ▸ \(entry.id)\(title)  \(elapsed)\(estimate)"
  }

  private func who(_ gate: GateState) -> String {
    let people = gate.request.roles.flatMap { state.plan.roles[$0] ?? [] }
    return people.isEmpty ? "somebody" : people.joined(separator: ", ")
  }
}
