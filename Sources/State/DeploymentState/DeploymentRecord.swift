// One contract on one chain, as the database keeps it. Reading and writing a record gives back the same JSON value:
// every digit, the case of every address, and every field that this module doesn't know.

import JSONText

/// A deployed contract. Stored under `<chainId>-<contractName>`.
public struct DeploymentRecord: Sendable, Hashable {
  public var contractName: String
  public var chainId: Int64
  /// As it was spelled; identity is the chain id.
  public var networkName: String
  /// The implementation, where there is a proxy.
  public var address: String
  public var factoryByteCodeHash: String
  public var implementationHash: String?
  public var proxyAddress: String?
  /// Constructor arguments; integers beyond 64 bits are texts of digits.
  public var deploymentArgs: [JSON]?
  /// Milliseconds since 1970.
  public var timestamp: Int64
  /// Fields that this module doesn't know, as they were, in their order.
  public var extra: JSONObject

  public init(
    contractName: String, chainId: Int64, networkName: String, address: String, factoryByteCodeHash: String,
    implementationHash: String? = nil, proxyAddress: String? = nil, deploymentArgs: [JSON]? = nil, timestamp: Int64,
    extra: JSONObject = JSONObject()
  ) {
    self.contractName = contractName
    self.chainId = chainId
    self.networkName = networkName
    self.address = address
    self.factoryByteCodeHash = factoryByteCodeHash
    self.implementationHash = implementationHash
    self.proxyAddress = proxyAddress
    self.deploymentArgs = deploymentArgs
    self.timestamp = timestamp
    self.extra = extra
  }

  /// The key in the database.
  public var key: String { Self.key(chainId: chainId, contractName: contractName) }

  /// The network that the record belongs to, by its chain.
  public var network: Network { Network.of(chainId: chainId) }

  /// The key of a contract on a chain.
  public static func key(chainId: Int64, contractName: String) -> String { "\(chainId)-\(contractName)" }
}

// MARK: - Equality

extension DeploymentRecord {
  /// Equal means: the same JSON value, byte for byte in every text.
  public static func == (left: Self, right: Self) -> Bool {
    left.chainId == right.chainId && left.timestamp == right.timestamp
      && ByteOrder.same(left.contractName, right.contractName) && ByteOrder.same(left.networkName, right.networkName)
      && ByteOrder.same(left.address, right.address) && ByteOrder.same(left.proxyAddress, right.proxyAddress)
      && ByteOrder.same(left.factoryByteCodeHash, right.factoryByteCodeHash)
      && ByteOrder.same(left.implementationHash, right.implementationHash)
      && left.deploymentArgs == right.deploymentArgs && left.extra == right.extra
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(key))
    hasher.combine(timestamp)
  }
}

// MARK: - JSON

extension DeploymentRecord {
  /// Reads a record. Throws `MIGRATION-003`, naming the record as far as its name can be read.
  public init(json: JSON) throws(StateError) {
    guard let object = json.objectValue else {
      throw .integrityViolation(key: "?", reason: "not a JSON object")
    }
    try self.init(object: object)
  }

  init(object: JSONObject) throws(StateError) {
    let fields = RecordFields(object)
    contractName = try fields.text("contractName")
    chainId = try fields.integer("chainId")
    networkName = try fields.text("networkName")
    address = try fields.text("address")
    factoryByteCodeHash = try fields.text("factoryByteCodeHash")
    implementationHash = try fields.optionalText("implementationHash")
    proxyAddress = try fields.optionalText("proxyAddress")
    deploymentArgs = try fields.optionalList("deploymentArgs")
    timestamp = try fields.integer("timestamp")
    extra = fields.extra()
  }

  /// Reads the entry of a database. The key must be the one that the record itself has.
  public init(key: String, bytes: some Collection<UInt8>) throws(StateError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw .integrityViolation(key: key, reason: "its value is not JSON (\(error))")
    }
    do throws(StateError) { try self.init(json: json) } catch {
      guard case .integrityViolation(_, let reason) = error else { throw error }
      throw .integrityViolation(key: key, reason: reason)
    }
    guard self.key == key else {
      throw .integrityViolation(key: key, reason: "the record calls itself '\(self.key)'")
    }
  }

  /// The record as the database keeps it.
  public var json: JSON {
    var object = JSONObject()
    object["contractName"] = .string(contractName)
    object["chainId"] = .int(chainId)
    object["networkName"] = .string(networkName)
    object["address"] = .string(address)
    object["factoryByteCodeHash"] = .string(factoryByteCodeHash)
    if let implementationHash { object["implementationHash"] = .string(implementationHash) }
    if let proxyAddress { object["proxyAddress"] = .string(proxyAddress) }
    if let deploymentArgs { object["deploymentArgs"] = .array(deploymentArgs) }
    object["timestamp"] = .int(timestamp)
    for (name, value) in extra { object[name] = value }
    return .object(object)
  }
}

/// Takes the fields of a record out of its JSON, one by one, with an error that names the record.
private struct RecordFields {
  let object: JSONObject
  let key: String

  static let known: Set<String> = [
    "contractName", "chainId", "networkName", "address", "factoryByteCodeHash", "implementationHash", "proxyAddress",
    "deploymentArgs", "timestamp",
  ]

  init(_ object: JSONObject) {
    self.object = object
    let chain = object["chainId"]?.intValue.map(String.init) ?? "?"
    key = "\(chain)-\(object["contractName"]?.stringValue ?? "?")"
  }

  func text(_ name: String) throws(StateError) -> String {
    guard let value = object[name] else { throw missing(name) }
    guard let text = value.stringValue else { throw mistyped(name, "text") }
    return text
  }

  func integer(_ name: String) throws(StateError) -> Int64 {
    guard let value = object[name] else { throw missing(name) }
    guard let number = value.intValue else { throw mistyped(name, "an integer of 64 bits") }
    return number
  }

  /// Nil when the field is absent, or null: then `extra` keeps the null.
  func optionalText(_ name: String) throws(StateError) -> String? {
    guard let value = object[name], value != .null else { return nil }
    guard let text = value.stringValue else { throw mistyped(name, "text") }
    return text
  }

  func optionalList(_ name: String) throws(StateError) -> [JSON]? {
    guard let value = object[name], value != .null else { return nil }
    guard let list = value.arrayValue else { throw mistyped(name, "a list") }
    return list
  }

  func extra() -> JSONObject {
    var extra = JSONObject()
    for (name, value) in object where !Self.known.contains(name) || value == .null { extra[name] = value }
    return extra
  }

  private func missing(_ name: String) -> StateError {
    .integrityViolation(key: key, reason: "'\(name)' is missing")
  }

  private func mistyped(_ name: String, _ expected: String) -> StateError {
    .integrityViolation(key: key, reason: "'\(name)' is not \(expected)")
  }
}
