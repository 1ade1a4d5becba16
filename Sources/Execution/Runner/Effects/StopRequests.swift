// Which processes a person wants stopped, known before they are started: a stop and a start cross each other
// otherwise, and the process goes on.

import Foundation

/// A set of units, changed from any thread.
final class StopRequests: @unchecked Sendable {  // guarded by `lock`
  private let lock = NSLock()
  private var units: Set<String> = []

  func insert(_ unit: String) {
    lock.lock()
    defer { lock.unlock() }
    units.insert(unit)
  }

  func contains(_ unit: String) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    return units.contains(unit)
  }
}
