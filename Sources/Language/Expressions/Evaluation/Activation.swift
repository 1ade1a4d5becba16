// Where the values of variables come from during an evaluation.

/// Gives values to what an expression reads.
///
/// Each attribute is asked for at most once an evaluation, with the longest path that is known before the run: for
/// `steps.a.outputs.n` that is `resolve("steps", ["a", "outputs", "n"])`. The evaluator selects any remaining fields
/// itself from the value it is given.
public protocol Activation {
  func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution
}

/// What an activation knows of an attribute.
public enum Resolution: Sendable {
  /// The value of the root and the first `consumed` elements of the path.
  case value(Value, consumed: Int)
  /// There will be a value, but it is not known yet.
  case unknown
  /// There is no value.
  case missing
}

/// An activation that reads from a dictionary.
public struct MapActivation: Activation, Sendable {
  private let values: [String: Value]
  private let unknowns: Set<[String]>

  /// - Parameters:
  ///   - values: the variables.
  ///   - unknowns: paths, such as `["steps", "a", "outputs", "n"]`, that are not known yet. A path hides everything
  ///     below it, and reading what contains it is unknown too.
  public init(_ values: [String: Value] = [:], unknowns: Set<[String]> = []) {
    self.values = values
    self.unknowns = unknowns
  }

  public func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution {
    if !unknowns.isEmpty {
      let full = [root] + path
      if unknowns.contains(where: { full.starts(with: $0) || $0.starts(with: full) }) { return .unknown }
    }
    return values[root].map { .value($0, consumed: 0) } ?? .missing
  }
}
