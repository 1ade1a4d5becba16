// What `belay error CODE` explains: every id with a title, an explanation, a bad text and its cure.

/// The long explanation of one problem id.
public struct CatalogueEntry: Hashable, Sendable {
  /// `BLY` and four digits.
  public let id: String
  /// The problem in a few words.
  public let title: String
  /// Why it is a problem and what to do.
  public let explanation: String
  /// A text that has the problem.
  public let example: String
  /// The same text without the problem.
  public let cure: String

  public init(id: String, title: String, explanation: String, example: String, cure: String) {
    self.id = id
    self.title = title
    self.explanation = explanation
    self.example = example
    self.cure = cure
  }
}

/// A problem enum that explains its ids.
public protocol CataloguedProblem: Problem {
  static var catalogue: [CatalogueEntry] { get }
  /// The ids that no check of a plan gives: they need a run, or somebody who acts on one.
  static var atRunTime: [String] { get }
}

/// All explanations.
public enum ProblemCatalogue {
  /// The enums of problems, one a file beside this one.
  private static let problems: [any CataloguedProblem.Type] = [
    TextProblem.self, PlanProblem.self, ExpressionProblem.self, InputProblem.self, PersonProblem.self, RunProblem.self,
  ]

  /// Every entry, by id.
  public static let all: [CatalogueEntry] = problems.flatMap { $0.catalogue }.sorted { $0.id < $1.id }

  /// Ids of modules that know nothing of this one: of the journal, which stands alone, and of the runner, whose failures
  /// carry values of other modules. Without examples.
  public static let whileRunning: [CatalogueEntry] = runner + journal

  private static let byId = Dictionary(
    (all + whileRunning).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// Every id that has an explanation here, sorted.
  public static var ids: [String] { byId.keys.sorted() }

  /// The ids that no check of a plan gives.
  public static let atRunTime = Set(problems.flatMap { $0.atRunTime })

  /// The entry of an id, written in any case.
  public static func entry(for id: String) -> CatalogueEntry? { byId[id.uppercased()] }
}
