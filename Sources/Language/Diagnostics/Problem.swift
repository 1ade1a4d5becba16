// What a user-facing problem is: a case with data of an enum in Wording/, which alone holds the words.

/// How grave a diagnostic is.
public enum Severity: String, Hashable, Sendable {
  case error
  case warning
  case note
}

/// A problem that a person has to hear of. Conforming types are enums whose cases carry the facts.
public protocol Problem: Sendable {
  /// The stable id, `BLY` and four digits, that `belay error` explains.
  var id: String { get }
  var severity: Severity { get }
  /// What is wrong: one sentence without a full stop.
  var message: String { get }
  /// What to do next.
  var help: String? { get }
}

extension Problem {
  public var severity: Severity { .error }
  public var help: String? { nil }
}
