// A collection of diagnostics in the order in which a person wants to read them.

/// Collects diagnostics; says the same thing about the same place only once.
public struct DiagnosticList: Sendable, Sequence {
  private struct Identity: Hashable {
    let id: String
    let path: String?
    let range: SourceRange?
    let message: String
  }

  private var diagnostics: [Diagnostic] = []
  private var known: Set<Identity> = []
  /// Files in the order in which they first had a problem: the plan itself before what it includes.
  private var fileRanks: [String: Int] = [:]
  public private(set) var hasErrors = false

  public init() {}

  public init(_ diagnostics: some Sequence<Diagnostic>) { append(contentsOf: diagnostics) }

  public var count: Int { diagnostics.count }
  public var isEmpty: Bool { diagnostics.isEmpty }

  public mutating func append(_ diagnostic: Diagnostic) {
    let identity = Identity(
      id: diagnostic.id, path: diagnostic.file?.path, range: diagnostic.range, message: diagnostic.message)
    guard known.insert(identity).inserted else { return }
    if let path = diagnostic.file?.path, fileRanks[path] == nil { fileRanks[path] = fileRanks.count }
    if diagnostic.severity == .error { hasErrors = true }
    diagnostics.append(diagnostic)
  }

  public mutating func append(contentsOf others: some Sequence<Diagnostic>) {
    for diagnostic in others { append(diagnostic) }
  }

  /// Adds a problem at a place.
  public mutating func report(
    _ problem: any Problem, in file: SourceFile?, at range: SourceRange?, label: String? = nil, fix: FixIt? = nil,
    notes: [DiagnosticNote] = []
  ) {
    append(Diagnostic(problem, in: file, at: range, label: label, fix: fix, notes: notes))
  }

  /// By file, then by place; at the same place in the order of arrival.
  public var sorted: [Diagnostic] {
    diagnostics.enumerated().sorted { left, right in
      let leftKey = sortKey(left.element, arrival: left.offset)
      let rightKey = sortKey(right.element, arrival: right.offset)
      return leftKey < rightKey
    }.map(\.element)
  }

  private func sortKey(_ diagnostic: Diagnostic, arrival: Int) -> (Int, Int, Int) {
    let rank = diagnostic.file.flatMap { fileRanks[$0.path] } ?? -1
    return (rank, diagnostic.range?.start ?? 0, arrival)
  }

  /// Walks the diagnostics in sorted order.
  public func makeIterator() -> IndexingIterator<[Diagnostic]> { sorted.makeIterator() }
}
