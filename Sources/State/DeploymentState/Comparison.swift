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
    var byChain: [Int64: [ExactText: DeploymentRecord]] = [:]
    for record in target { byChain[record.chainId, default: [:]][ExactText(record.contractName)] = record }
    self.init(source: Dictionary(grouping: source, by: \.chainId), targets: byChain)
  }

  /// Compares records, by chain, with those of documents.
  public init(source: [Int64: [DeploymentRecord]], documents: [NetworkDocument]) {
    self.init(
      source: source,
      targets: Dictionary(documents.map { ($0.chainId, $0.records) }, uniquingKeysWith: { first, _ in first }))
  }

  private init(source: [Int64: [DeploymentRecord]], targets: [Int64: [ExactText: DeploymentRecord]]) {
    var seen = 0
    for (chainId, records) in source.sorted(by: { $0.key < $1.key }) {
      let target = targets[chainId] ?? [:]
      for record in records {
        guard let other = target[ExactText(record.contractName)] else {
          onlyInSource.append(record.key)
          continue
        }
        seen += 1
        if record == other {
          equal += 1
        } else {
          different.append(Difference(key: record.key, fields: Self.fields(record, other)))
        }
      }
    }
    // Looking for what only the target has is worth it only when there is something.
    guard seen < targets.values.reduce(0, { $0 + $1.count }) else { return }
    for (chainId, records) in targets {
      let known = Set((source[chainId] ?? []).map { ExactText($0.contractName) })
      for name in records.keys where !known.contains(name) {
        onlyInTarget.append(DeploymentRecord.key(chainId: chainId, contractName: name.text))
      }
    }
    onlyInTarget.sort(by: ByteOrder.precedes)
  }

  private static func fields(_ left: DeploymentRecord, _ right: DeploymentRecord) -> [String] {
    let (left, right) = (left.json.objectValue ?? [:], right.json.objectValue ?? [:])
    let names = left.keys + right.keys.filter { left[$0] == nil }
    return names.filter { left[$0] != right[$0] }
  }
}
