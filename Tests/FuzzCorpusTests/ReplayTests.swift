// Replays the corpus of the fuzzers, every crash and hang that they ever found included, and inputs of 1 MiB that are
// made to be slow. `make fuzz` searches for more.

import Foundation
import FuzzTargets
import Testing

private let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("FuzzCorpus")

private func files(of target: FuzzTarget) -> [String] {
  let folder = corpus.appendingPathComponent(target.rawValue).path
  return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
}

@Suite struct ReplayTests {
  @Test(arguments: FuzzTarget.allCases) func theCorpusPasses(_ target: FuzzTarget) throws {
    let names = files(of: target)
    #expect(names.count >= 10)
    for name in names {
      let data = try Data(contentsOf: corpus.appendingPathComponent(target.rawValue).appendingPathComponent(name))
      target.run([UInt8](data))
    }
  }

  /// What is slow when something is quadratic. The bound is for a debug build on a busy machine; such a thing would
  /// take minutes. `make bench` holds the release build to 200 ms.
  @Test(arguments: SlowInput.all) func aMebibyteIsAnsweredSoon(_ input: SlowInput) throws {
    let time = ContinuousClock().measure { input.target.run(input.bytes) }
    #expect(time < .seconds(30), "\(input.name)")
  }
}
