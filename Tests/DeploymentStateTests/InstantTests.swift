// Covers: times as text, and which texts are times.

import DeploymentState
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"),
    (1_754_079_582_633, "2025-08-01T20:19:42.633Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
  ])
  func millisecondsBecomeText(_ milliseconds: Int64, _ text: String) {
    #expect(Instant.text(milliseconds: milliseconds) == text)
    #expect(Instant.isText(text))
  }

  @Test(arguments: ["", "2025-08-01", "2025-08-01T20:19:42", "2025-08-01T20:19:42.Z", "2025-08-01 20:19:42Z", "Z"])
  func otherTextsAreNoTimes(_ text: String) {
    #expect(!Instant.isText(text))
  }
}
