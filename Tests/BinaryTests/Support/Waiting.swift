// Waiting for a condition, with a deadline that is generous, since the machine may be busy.

import Testing

struct WaitedInVain: Error, CustomStringConvertible {
  let what: String
  var description: String { "waited in vain for: \(what)" }
}

/// Looks every few milliseconds whether a condition holds, and throws when it doesn't within the time.
func eventually(
  _ what: String, within seconds: Double = 30, _ condition: () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(seconds)
  while try await !condition() {
    guard clock.now < end else { throw WaitedInVain(what: what) }
    try await Task.sleep(for: .milliseconds(10))
  }
}
