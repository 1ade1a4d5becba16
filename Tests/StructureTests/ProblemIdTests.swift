// Every id that any code path can show is explained by `belay error`.

import Diagnostics
import StepCatalogue
import Testing

@Suite struct ProblemIdTests {
  /// Ids that a source file writes as text of its own; ranges in comments aren't ids.
  private static let written: [String: String] = {
    var ids: [String: String] = [:]
    for (path, text) in StyleTests.sources {
      for match in text.matches(of: /"(BLY\d{4})"/) { ids[String(match.1)] = path }
    }
    return ids
  }()

  @Test func everyIdInTheSourcesIsExplained() {
    #expect(Self.written.count > 300)
    for (id, path) in Self.written.sorted(by: { $0.key < $1.key }) {
      let isExplained = ProblemCatalogue.entry(for: id) != nil || BuiltinSteps.failure(id) != nil
      #expect(isExplained, "\(id) of \(path) has no explanation")
    }
  }

  @Test func everyExplanationIsOfAnIdAndSaysWhatToDo() {
    for entry in ProblemCatalogue.whileRunning {
      #expect(!entry.title.isEmpty && !entry.explanation.isEmpty && !entry.cure.isEmpty, "\(entry.id)")
      #expect(ProblemCatalogue.entry(for: entry.id.lowercased()) == entry, "\(entry.id) is explained twice")
    }
    let ids = ProblemCatalogue.whileRunning.map(\.id)
    #expect(Set(ids).count == ids.count)
  }
}
