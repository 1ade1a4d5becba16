// Random values from a seed, for tests that must be repeatable.

import JSONText

/// SplitMix64.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

func randomValue(_ random: inout SeededRandom, depth: Int) -> JSON {
  switch Int.random(in: 0..<(depth < 4 ? 9 : 6), using: &random) {
  case 0: return .null
  case 1: return .bool(.random(using: &random))
  case 2: return .int(.random(in: .min ... .max, using: &random))
  case 3: return JSON(finite: Double(Int64.random(in: .min ... .max, using: &random)) / 1_000_003) ?? .null
  case 4, 5: return .string(randomText(&random))
  case 6: return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in randomValue(&random, depth: depth + 1) })
  default:
    var object = JSONObject()
    for _ in 0..<Int.random(in: 0..<(depth == 0 ? 40 : 5), using: &random) {
      object[randomText(&random)] = randomValue(&random, depth: depth + 1)
    }
    return .object(object)
  }
}

private func randomText(_ random: inout SeededRandom) -> String {
  let scalars = "abcdefgh\"\\/\u{0}\u{1F}\n\u{7F}é€\u{FB33}\u{FFFF}😀\u{301}".unicodeScalars.map { $0 }
  let length = Int.random(in: 0..<20, using: &random)
  return String(String.UnicodeScalarView((0..<length).compactMap { _ in scalars.randomElement(using: &random) }))
}
