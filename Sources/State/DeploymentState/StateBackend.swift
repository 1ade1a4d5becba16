// One interface over every place where deployment state can live.

/// The eight operations of deployment state. All are synchronous and durable when they return; all may be called
/// from several threads.
public protocol StateBackend: Sendable {
  /// What it is, for messages: `leveldb`, `json`, `dual-write`, `auto`.
  var name: String { get }
  /// The record of a key, nil when there is none.
  func get(_ key: String) throws(StateError) -> DeploymentRecord?
  func put(_ record: DeploymentRecord) throws(StateError)
  /// Removes a record. One that isn't there is no error.
  func delete(_ key: String) throws(StateError)
  func exists(_ key: String) throws(StateError) -> Bool
  /// Every record, in the byte order of their keys. A record that can't be read is an error, never left out.
  func getAll() throws(StateError) -> [DeploymentRecord]
  /// The records that a filter lets through, in the byte order of their keys.
  func query(_ filter: RecordFilter) throws(StateError) -> [DeploymentRecord]
  /// Puts several records: as one write where the backend can, network by network otherwise.
  func batchPut(_ records: [DeploymentRecord]) throws(StateError)
  /// Gives up files and locks. Any operation afterwards is an error; closing twice is not.
  func close()
}

extension StateBackend {
  public func exists(_ key: String) throws(StateError) -> Bool { try get(key) != nil }
}

/// Which records are wanted. Every part that is given must hold.
public struct RecordFilter: Sendable, Hashable {
  public var chainIds: Set<Int64>?
  /// The contract's name, as the database has it or as it is called today.
  public var contractName: String?
  /// Any spelling of a network: it is resolved to its chain.
  public var networkName: String?
  /// The address or the proxy's address, in any case.
  public var address: String?
  /// Milliseconds since 1970.
  public var timestamps: ClosedRange<Int64>?

  public init(
    chainIds: Set<Int64>? = nil, contractName: String? = nil, networkName: String? = nil, address: String? = nil,
    timestamps: ClosedRange<Int64>? = nil
  ) {
    self.chainIds = chainIds
    self.contractName = contractName
    self.networkName = networkName
    self.address = address
    self.timestamps = timestamps
  }

  public func matches(_ record: DeploymentRecord) -> Bool {
    if let chainIds, !chainIds.contains(record.chainId) { return false }
    if let contractName, !Self.isNamed(record, contractName) { return false }
    if let networkName, !Self.isIn(record, networkName) { return false }
    if let address, !Self.isAt(record, address) { return false }
    if let timestamps, !timestamps.contains(record.timestamp) { return false }
    return true
  }

  private static func isNamed(_ record: DeploymentRecord, _ name: String) -> Bool {
    ByteOrder.same(record.contractName, name) || ByteOrder.same(ContractName.current(of: record.contractName), name)
  }

  /// A spelling of one of the five networks means its chain, whatever a record calls itself.
  private static func isIn(_ record: DeploymentRecord, _ spelling: String) -> Bool {
    let known = Network.canonical.first { $0.name == spelling || $0.spellings.contains(spelling) }
    if let known { return record.chainId == known.chainId }
    return ByteOrder.same(record.networkName, spelling) || record.network.name == spelling
  }

  private static func isAt(_ record: DeploymentRecord, _ address: String) -> Bool {
    let wanted = address.lowercased()
    return record.address.lowercased() == wanted || record.proxyAddress?.lowercased() == wanted
  }
}

/// The two parts of a key.
public struct RecordKey: Sendable, Hashable {
  public var chainId: Int64
  public var contractName: String

  /// Nil when the text isn't `<chainId>-<contractName>`.
  public init?(_ key: String) {
    let bytes = key.utf8
    guard let dash = bytes.dropFirst().firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let digits = String(decoding: bytes[..<dash], as: UTF8.self)
    guard let chainId = Int64(digits), String(chainId) == digits else { return nil }
    self.chainId = chainId
    contractName = String(decoding: bytes[bytes.index(after: dash)...], as: UTF8.self)
  }
}
