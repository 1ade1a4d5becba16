// On a terminal: the events scroll by as lines, and below them a block shows what goes on now: the phase, the
// steps that run with elapsed time against estimate, who is waited for, how far the rollback is.

import Engine
import Foundation
import Journal
import Presentation
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
      if let line = EventLine.text(event) { Output.line(usesColor ? EventLine.colored(line) : line) }
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
}
