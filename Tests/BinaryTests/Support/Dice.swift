// Randomness with a seed that is printed, so that a failure can be looked for again.

import Foundation

/// SplitMix64.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The seed of this session of tests: `BELAY_TEST_SEED`, or a new one.
  static let sessionSeed: UInt64 = {
    let seed =
      ProcessInfo.processInfo.environment["BELAY_TEST_SEED"].flatMap { UInt64($0) }
      ?? UInt64.random(in: 1...999_999_999)
    FileHandle.standardError.write(Data("crash moments: BELAY_TEST_SEED=\(seed)\n".utf8))
    return seed
  }()
}
