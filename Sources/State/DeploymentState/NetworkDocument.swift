// One network's file, schema version 2.0.0: every record of the chain and what version 1 knew, in one document.
// Reading what was written gives back every record with the same value.

import JSONText

/// The state of one network.
public struct NetworkDocument: Sendable, Equatable {
  public static let schemaVersion = "2.0.0"

  public var chainId: Int64
  /// By contract name as the database has it.
  public private(set) var records: [ExactText: DeploymentRecord] = [:]
  /// What version 1 knew; kept whole.
  public var versionOne: VersionOne?
  /// ISO 8601.
  public var lastUpdated: String
  public var migrationHistory: [MigrationNote]

  public init(
    chainId: Int64, records: [DeploymentRecord], versionOne: VersionOne? = nil, lastUpdated: String,
    migrationHistory: [MigrationNote] = []
  ) {
    self.chainId = chainId
    self.versionOne = versionOne
    self.lastUpdated = lastUpdated
    self.migrationHistory = migrationHistory
    self.records.reserveCapacity(records.count)
    for record in records { put(record) }
  }

  public var network: Network { Network.of(chainId: chainId) }

  /// Adds a record, or replaces the one of the same contract.
  public mutating func put(_ record: DeploymentRecord) { records[ExactText(record.contractName)] = record }

  public mutating func remove(contractName: String) { records[ExactText(contractName)] = nil }

  /// Records in the order of the database's keys.
  public var sortedRecords: [DeploymentRecord] {
    records.keys.sorted().compactMap { records[$0] }
  }

  /// The first records in the order of the database's keys, without sorting all of them.
  public func firstRecords(_ count: Int) -> [DeploymentRecord] {
    var first: [ExactText] = []
    for name in records.keys {
      if first.count == count, let last = first.last, !(name < last) { continue }
      first.insert(name, at: first.firstIndex { name < $0 } ?? first.count)
      if first.count > count { first.removeLast() }
    }
    return first.compactMap { records[$0] }
  }

  /// The mode of the network, or `simple` while the core pair isn't complete.
  public var mode: DeploymentMode {
    ContractGroup.core.members.allSatisfy { records[ExactText($0)] != nil } ? network.mode : .simple
  }

  /// A version 1 file and what was written about it by hand belong to a document even when it has no record left.
  var isWorthKeeping: Bool { !records.isEmpty || versionOne != nil }
}

/// One line of a document's `migrationHistory`.
public struct MigrationNote: Sendable, Hashable {
  public var from: String
  public var to: String
  /// ISO 8601.
  public var timestamp: String
  public var migrator: String

  public init(from: String, to: String, timestamp: String, migrator: String) {
    self.from = from
    self.to = to
    self.timestamp = timestamp
    self.migrator = migrator
  }

  var json: JSON {
    ["from": .string(from), "to": .string(to), "timestamp": .string(timestamp), "migrator": .string(migrator)]
  }

  init?(json: JSON) {
    guard let from = json["from"]?.stringValue, let to = json["to"]?.stringValue,
      let timestamp = json["timestamp"]?.stringValue, let migrator = json["migrator"]?.stringValue
    else { return nil }
    self.init(from: from, to: to, timestamp: timestamp, migrator: migrator)
  }
}

/// Which name each record of a document has there. The current name, unless another record has it already.
struct DocumentNames {
  /// By contract name as the database has it.
  private var names: [ExactText: String] = [:]
  private var taken: Set<ExactText> = []

  /// `contractNames` in the order of the database's keys.
  init(_ contractNames: [String]) {
    names.reserveCapacity(contractNames.count)
    let qualified = contractNames.filter(ContractName.isQualified)
    if qualified.isEmpty { return }
    let all = Set(contractNames.map(ExactText.init))
    for name in qualified {
      let current = ExactText(ContractName.current(of: name))
      guard !all.contains(current), taken.insert(current).inserted else { continue }
      names[ExactText(name)] = current.text
    }
  }

  func name(of contractName: String) -> String { names[ExactText(contractName)] ?? contractName }
}
