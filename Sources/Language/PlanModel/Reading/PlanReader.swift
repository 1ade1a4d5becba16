// How a plan's files come in. PlanModel does no I/O of its own: whoever checks a plan hands in a reader.

/// Reads the files that make up a plan.
public protocol PlanReader: Sendable {
  /// The whole file. `path` is the plan's path as it was given, or a path relative to the same folder as that.
  func read(_ path: String) -> Result<[UInt8], PlanReadError>

  /// Names of the folders in a folder, in order; none where there is no such folder.
  func folders(in folder: String) -> [String]

  /// Every file below a folder, in order of their names. Fails on anything that is neither a file nor a folder.
  func files(below folder: String) -> Result<[ListedFile], PlanReadError>
}

/// Why a file can't be read.
public struct PlanReadError: Error, Sendable, Hashable {
  /// In words: "no such file", "permission denied".
  public var message: String

  public init(message: String) { self.message = message }
}

/// Serves files that a journal or a sealed plan has stored, by the names under which the plan knows them.
struct StoredFiles: PlanReader {
  fileprivate let files: [String: [UInt8]]

  init(_ files: [PlanFile]) {
    self.files = Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    files[path].map(Result.success) ?? .failure(PlanReadError(message: "it isn't among the stored files"))
  }
}

/// A file below a folder, as a reader lists it.
public struct ListedFile: Sendable, Hashable {
  /// Relative to the folder, `/` between its parts.
  public var name: String
  public var isExecutable: Bool

  public init(name: String, isExecutable: Bool) {
    self.name = name
    self.isExecutable = isExecutable
  }
}

extension PlanReader {
  public func folders(in folder: String) -> [String] { [] }

  public func files(below folder: String) -> Result<[ListedFile], PlanReadError> {
    .failure(PlanReadError(message: "no such folder"))
  }
}

extension StoredFiles {
  func folders(in folder: String) -> [String] {
    Set(
      files.keys.filter { $0.hasPrefix(folder + "/") }.compactMap {
        $0.dropFirst(folder.count + 1).split(separator: "/").first
      }
    )
    .map(String.init).sorted()
  }

  func files(below folder: String) -> Result<[ListedFile], PlanReadError> {
    let names = files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
    return .success(names.sorted().map { ListedFile(name: $0, isExecutable: true) })
  }
}
