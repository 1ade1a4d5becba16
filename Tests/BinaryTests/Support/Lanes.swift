// How many black-box tests are under way at once. Every one of them starts processes of its own and most of them
// look at clocks, so that a hundred at once on two cores would only measure each other.

/// A counting semaphore for tasks, first come first served.
actor Lanes {
  static let shared = Lanes(count: 6)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(count: Int) { free = count }

  func enter() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
