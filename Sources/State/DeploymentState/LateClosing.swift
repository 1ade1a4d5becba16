// Closing the last descriptor of a replaced file frees its blocks, which on a busy disk takes as long as a sync. Nobody
// needs to wait for that: a thread of its own does it, once the write that replaced the file is durable.

import Glibc

/// Descriptors that another thread closes.
final class LateClosing: @unchecked Sendable {
  static let shared = LateClosing()

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting: [Int32] = []
  private var due: [Int32] = []
  private var hasThread = false

  private init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
  }

  /// Keeps a descriptor open until `closeSoon`.
  func keep(_ descriptor: Int32) {
    pthread_mutex_lock(mutex)
    waiting.append(descriptor)
    pthread_mutex_unlock(mutex)
  }

  /// Lets the thread close all that is kept; closes it here where there can be no thread.
  func closeSoon() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if waiting.isEmpty { return }
    if !hasThread { hasThread = startThread() }
    if hasThread {
      due += waiting
      pthread_cond_signal(wake)
    } else {
      for descriptor in waiting { close(descriptor) }
    }
    waiting = []
  }

  private func startThread() -> Bool {
    var thread = pthread_t()
    let started = pthread_create(
      &thread, nil,
      { _ in
        LateClosing.shared.closeForEver()
        return nil
      }, nil)
    if started == 0 { pthread_detach(thread) }
    return started == 0
  }

  private func closeForEver() {
    while true {
      pthread_mutex_lock(mutex)
      while due.isEmpty { pthread_cond_wait(wake, mutex) }
      let descriptors = due
      due = []
      pthread_mutex_unlock(mutex)
      for descriptor in descriptors { close(descriptor) }
    }
  }
}
