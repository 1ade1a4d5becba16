// Whole reports of small runs, byte for byte. BELAY_RECORD=1 writes them anew; then look at the difference.

import Foundation
import Reports
import Testing

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")

private struct Sample: Sendable, CustomTestStringConvertible {
  var name: String
  var make: @Sendable () throws -> RunScript
  var testDescription: String { name }
}

private let samples = [
  Sample(name: "small", make: SampleRuns.small), Sample(name: "rolled-back", make: SampleRuns.rolledBack),
  Sample(name: "in-doubt", make: SampleRuns.inDoubt),
]

@Suite struct GoldenTests {
  @Test(arguments: samples) fileprivate func html(_ sample: Sample) throws {
    try compare(HTMLReport(sample.make().input()).render(), "\(sample.name).html")
  }

  @Test(arguments: samples) fileprivate func markdown(_ sample: Sample) throws {
    try compare(MarkdownReport(sample.make().input()).render(), "\(sample.name).md")
  }

  private func compare(_ report: String, _ name: String) throws {
    let golden = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["BELAY_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try report.write(to: golden, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    let difference = zip(report.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
    #expect(report == expected, "first difference: \(difference.map { "\($0)" } ?? "one is longer")")
  }
}
