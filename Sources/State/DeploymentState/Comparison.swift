// Two sets of records, compared value by value.

import JSONText

/// What differs between two backends.
public struct Comparison: Sendable, Hashable {
  public var equal = 0
  public var onlyInSource: [String] = []
  public var onlyInTarget: [String] = []
  /// Keys whose records differ, with the fields that do.
  public var different: [Difference] = []

  public struct Difference: Sendable, Hashable {
    public var key: String
    public var fields: [String]
  }

  public var isEqual: Bool { onlyInSource.isEmpty && onlyInTarget.isEmpty && different.isEmpty }

  public var inconsistent: Int { onlyInSource.count + onlyInTarget.count + different.count }

  /// Share of keys that aren't equal, in percent.
  public var inconsistencyPercent: Double {
    let total = equal + inconsistent
    return total == 0 ? 0 : Double(inconsistent) * 100 / Double(total)
  }

  /// One line a difference.
  public var lines: [String] {
    onlyInSource.map { "\($0): missing in the target" } + onlyInTarget.map { "\($0): only in the target" }
      + different.map { "\($0.key): \($0.fields.joined(separator: ", ")) differ" }
  }

  /// Compares records by key.
  public init(source: [DeploymentRecord], target: [DeploymentRecord]) {
    var rest: [ExactText: DeploymentRecord] = [:]
    rest.reserveCapacity(target.count)
    for record in target { rest[ExactText(record.key)] = record }
    for record in source {
      guard let other = rest.removeValue(forKey: ExactText(record.key)) else {
        onlyInSource.append(record.key)
        continue
      }
      if record == other {
        equal += 1
      } else {
        different.append(Difference(key: record.key, fields: Self.fields(record, other)))
      }
    }
    onlyInTarget = rest.keys.sorted().map(\.text)
  }

  private static func fields(_ left: DeploymentRecord, _ right: DeploymentRecord) -> [String] {
    let (left, right) = (left.json.objectValue ?? [:], right.json.objectValue ?? [:])
    let names = left.keys + right.keys.filter { left[$0] == nil }
    return names.filter { left[$0] != right[$0] }
  }
}
