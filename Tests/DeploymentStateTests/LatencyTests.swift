// Covers: that the comparison of latencies measures all that it says and leaves nothing behind; not how fast anything
// is, which is no business of a test.

import DeploymentState
import Testing

@Suite struct LatencyTests {
  @Test func everythingIsMeasured() throws {
    let comparison = try LatencyComparison(records: byChain(try Project.facts().records), rounds: 3)
    #expect(comparison.records == 9)
    #expect(comparison.rounds == 3)
    for measure in [comparison.read, comparison.write, comparison.query, comparison.memory] {
      #expect(measure.leveldb > 0 && measure.json > 0 && measure.dualWrite > 0)
      #expect(measure.jsonRatio > 0 && measure.dualWriteRatio > 0)
    }
  }

  @Test func nothingToMeasureWith() {
    #expect(code { _ = try LatencyComparison(records: [:]) } == "MIGRATION-004")
  }

  @Test func aLargeNetworkIsCutToTheLimit() throws {
    #expect(
      try LatencyComparison(records: byChain(RandomRecords.make(seed: 9, count: 300)), rounds: 1, limit: 20).records
        == 20)
  }

  private func byChain(_ records: [DeploymentRecord]) -> [Int64: [DeploymentRecord]] {
    Dictionary(grouping: records, by: \.chainId)
  }
}
