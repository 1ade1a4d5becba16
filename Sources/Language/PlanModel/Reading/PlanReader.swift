// How a plan's files come in. PlanModel does no I/O of its own: whoever checks a plan hands in a reader.

/// Reads the files that make up a plan.
public protocol PlanReader: Sendable {
  /// The whole file. `path` is the plan's path as it was given, or a path relative to the same folder as that.
  func read(_ path: String) -> Result<[UInt8], PlanReadError>
}

/// Why a file can't be read.
public struct PlanReadError: Error, Sendable, Hashable {
  /// In words: "no such file", "permission denied".
  public var message: String

  public init(message: String) { self.message = message }
}

/// Serves files that a journal or a sealed plan has stored, by the names under which the plan knows them.
struct StoredFiles: PlanReader {
  private let files: [String: [UInt8]]

  init(_ files: [PlanFile]) {
    self.files = Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    files[path].map(Result.success) ?? .failure(PlanReadError(message: "it isn't among the stored files"))
  }
}
