// Everything that a database holds, readable or not: the count of what must be accounted for.

import JSONText

/// All entries of a database.
public struct SourceInventory: Sendable {
  /// An entry that isn't what a record must be.
  public struct Damage: Sendable, Hashable {
    public var key: String
    /// From the key; nil when the key has none.
    public var chainId: Int64?
    public var reason: String
  }

  /// Entries of any kind.
  public private(set) var total = 0
  /// Entries of any kind, by chain.
  public private(set) var counts: [Int64: Int] = [:]
  /// Every record that can be read, by chain, each in key order, those with damaged values included.
  public private(set) var byChain: [Int64: [DeploymentRecord]] = [:]
  public private(set) var damaged: [Damage] = []

  /// Reads every entry of a database, which must be a private copy or the caller's own.
  public init(reading database: LevelDBBackend) throws(StateError) {
    var entries: [(key: String, value: [UInt8])] = []
    try database.forEachEntry { key, value in entries.append((key, Array(value))) }
    let parts = try Parallel.map(Parallel.slices(of: entries)) { entries in Part(entries) }
    for part in parts {
      for (chainId, records) in part.byChain { byChain[chainId, default: []] += records }
      damaged += part.damaged
      counts.merge(part.counts) { $0 + $1 }
    }
    total = entries.count
  }

  /// Some entries, looked at one by one.
  private struct Part: Sendable {
    var byChain: [Int64: [DeploymentRecord]] = [:]
    var damaged: [Damage] = []
    var counts: [Int64: Int] = [:]

    init(_ entries: ArraySlice<(key: String, value: [UInt8])>) {
      for (key, value) in entries { look(at: key, value) }
    }

    private mutating func look(at key: String, _ value: [UInt8]) {
      let chainId = RecordKey(key)?.chainId
      if let chainId { counts[chainId, default: 0] += 1 }
      do throws(StateError) {
        let record = try DeploymentRecord(key: key, bytes: value)
        byChain[record.chainId, default: []].append(record)
        let violations = RecordRules.violations(of: record)
        if !violations.isEmpty {
          damaged.append(Damage(key: key, chainId: chainId, reason: violations.joined(separator: "; ")))
        }
      } catch {
        guard case .integrityViolation(_, let reason) = error else { return }
        damaged.append(Damage(key: key, chainId: chainId, reason: reason))
      }
    }
  }

  /// Reads a database through a private copy: the original keeps every byte. What was read last is given again while
  /// no file of the database has changed.
  public init(databaseAt path: String) throws(StateError) {
    let stamps = try LevelDBCopy.stamps(path).mapValues(Optional.some)
    try LevelDBLock.refuseIfHeld(path)
    if let known = Self.cache.content(of: path, stamps: stamps) {
      self = known
      return
    }
    try self.init(reading: try LevelDBCopy.open(path))
    if try LevelDBCopy.stamps(path).mapValues(Optional.some) == stamps {
      Self.cache.keep(self, of: path, stamps: stamps)
    }
  }

  private static let cache = ReadingCache<String, SourceInventory>()

  /// The damaged entries outside the chains that are set aside.
  public func damage(outside quarantine: Set<Int64>) -> [Damage] {
    damaged.filter { damage in damage.chainId.map { !quarantine.contains($0) } ?? true }
  }

  /// What is set aside, by key, with the reason: damage, or only the chain itself.
  public func quarantined(_ quarantine: Set<Int64>) -> [Damage] {
    let reasons = Dictionary(damaged.map { (ExactText($0.key), $0.reason) }, uniquingKeysWith: { first, _ in first })
    var found = damaged.filter { damage in damage.chainId.map(quarantine.contains) ?? false }
    for record in quarantine.flatMap({ byChain[$0] ?? [] }) where reasons[ExactText(record.key)] == nil {
      found.append(Damage(key: record.key, chainId: record.chainId, reason: "its chain is set aside"))
    }
    return found.sorted { ExactText($0.key) < ExactText($1.key) }
  }

  /// The records of the chains in scope, by chain.
  public func byChain(outside quarantine: Set<Int64>) -> [Int64: [DeploymentRecord]] {
    byChain.filter { !quarantine.contains($0.key) }
  }

  /// Every record that can be read, chain by chain.
  public var records: [DeploymentRecord] { byChain.keys.sorted().flatMap { byChain[$0] ?? [] } }
}

/// What a database is expected to hold.
public struct ExpectedContents: Sendable, Hashable {
  /// Number of records by chain.
  public var counts: [Int64: Int]
  /// Chains whose entries are set aside by name, damaged or not.
  public var quarantine: Set<Int64>

  public init(counts: [Int64: Int], quarantine: Set<Int64>) {
    self.counts = counts
    self.quarantine = quarantine
  }

  /// Every way in which a database isn't what is expected; each is `MIGRATION-003` with the place named.
  public func violations(in inventory: SourceInventory) -> [StateError] {
    var found = inventory.damage(outside: quarantine).map {
      StateError.integrityViolation(key: $0.key, reason: $0.reason)
    }
    for chainId in Set(counts.keys).union(inventory.counts.keys).sorted() where !quarantine.contains(chainId) {
      let has = inventory.counts[chainId] ?? 0
      let name = "\(chainId)-*"
      switch counts[chainId] {
      case nil:
        found.append(
          .integrityViolation(
            key: name, reason: "chain \(chainId) has \(has) records, but is neither expected nor quarantined"))
      case let wanted? where wanted != has:
        found.append(
          .integrityViolation(
            key: name,
            reason: "chain \(chainId) (\(Network.of(chainId: chainId).name)) has \(has) records, expected \(wanted)"))
      default: break
      }
    }
    return found
  }

  /// Throws the first violation, with the number of the others.
  public func check(_ inventory: SourceInventory) throws(StateError) {
    let found = violations(in: inventory)
    guard let first = found.first else { return }
    guard found.count > 1, case .integrityViolation(let key, let reason) = first else { throw first }
    throw .integrityViolation(key: key, reason: "\(reason) (and \(found.count - 1) more findings of this kind)")
  }
}
