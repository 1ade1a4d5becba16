// Where what happens in the world waits for the executor's loop.

import Engine
import Foundation

/// A stimulus, and the inbox message it came from, if it did.
struct Mail: Sendable {
  var stimulus: Stimulus
  var message: Int64?
}

/// A queue of stimuli, filled from any thread and emptied by one loop.
final class Mailbox: @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private var waiting: [Mail] = []
  private var reader: CheckedContinuation<[Mail], Never>?

  func post(_ stimulus: Stimulus, message: Int64? = nil) {
    lock.lock()
    waiting.append(Mail(stimulus: stimulus, message: message))
    guard let reader else { return lock.unlock() }
    self.reader = nil
    let all = waiting
    waiting = []
    lock.unlock()
    reader.resume(returning: all)
  }

  /// All that has come, at least one.
  func take() async -> [Mail] {
    await withCheckedContinuation { continuation in
      lock.lock()
      if waiting.isEmpty {
        reader = continuation
        return lock.unlock()
      }
      let all = waiting
      waiting = []
      lock.unlock()
      continuation.resume(returning: all)
    }
  }
}
