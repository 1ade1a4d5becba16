// A table of facts from which a database and version 1 files can be made: for a demonstration, and for tests.

import JSONText

/// The facts in a folder: `records.csv` and `networks.json`.
public struct FactsTable: Sendable {
  /// In the order of the table.
  public private(set) var records: [DeploymentRecord] = []
  /// Name and content of the version 1 files, in the order of the table.
  public private(set) var versionOneFiles: [(name: String, content: JSON)] = []

  public static let recordsFile = "records.csv"
  public static let networksFile = "networks.json"

  /// Reads the tables. Throws `JSON-001` or `JSON-002`, naming the file and the line.
  public init(folder: String, files: any FileLayer = SystemFiles()) throws(StateError) {
    let recordsPath = Paths.join(folder, Self.recordsFile)
    records = try Self.records(in: try Self.text(recordsPath, files), path: recordsPath)
    let networksPath = Paths.join(folder, Self.networksFile)
    guard let json = try? JSON(parsing: Array(try Self.text(networksPath, files).utf8)) else {
      throw .parse(path: networksPath, reason: "it is no JSON")
    }
    let writer = VersionOneWriter(common: json["configuration"] ?? .null, records: records)
    for network in json["networks"]?.arrayValue ?? [] {
      guard let name = network["network"]?.stringValue, let chainId = network["chain"]?.intValue else {
        throw .parse(path: networksPath, reason: "a network has no name or no chain")
      }
      versionOneFiles.append(("\(name).json", writer.deployment(of: network, chainId)))
      if let configuration = network["configuration"] {
        versionOneFiles.append(("config-\(name).json", writer.configuration(of: network, chainId, configuration)))
      }
    }
  }

  private static func text(_ path: String, _ files: any FileLayer) throws(StateError) -> String {
    guard let bytes = try files.read(path) else {
      throw .fileAccess(path: path, operation: "open", errorNumber: noSuchFile)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let columns = [
    "chain", "contract", "network", "address", "proxy", "code_hash", "deployed_ms", "constructor_arguments",
  ]

  private static func records(in text: String, path: String) throws(StateError) -> [DeploymentRecord] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first.map(String.init) == columns.joined(separator: ",") else {
      throw .parse(path: path, reason: "line 1 must be: \(columns.joined(separator: ","))")
    }
    var found: [DeploymentRecord] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == columns.count, let chainId = Int64(cells[0]), let time = Int64(cells[6]) else {
        throw .parse(path: path, reason: "line \(index + 1) is not one of \(columns.count) columns")
      }
      let arguments = cells[7].split(separator: " ").map { JSON.string(String($0)) }
      found.append(
        DeploymentRecord(
          contractName: cells[1], chainId: chainId, networkName: cells[2], address: cells[3],
          factoryByteCodeHash: cells[5], implementationHash: cells[5].isEmpty ? nil : cells[5],
          proxyAddress: cells[4].isEmpty ? nil : cells[4], deploymentArgs: arguments.isEmpty ? nil : arguments,
          timestamp: time))
    }
    return found
  }
}

/// Composes version 1 files from the facts of a network and the records.
private struct VersionOneWriter {
  let common: JSON
  let byKey: [ExactText: DeploymentRecord]

  init(common: JSON, records: [DeploymentRecord]) {
    self.common = common
    var byKey: [ExactText: DeploymentRecord] = [:]
    for record in records {
      let name = ContractName.current(of: record.contractName)
      byKey[ExactText(DeploymentRecord.key(chainId: record.chainId, contractName: name))] = record
    }
    self.byKey = byKey
  }

  private func record(_ name: String, _ chainId: Int64) -> DeploymentRecord? {
    byKey[ExactText(DeploymentRecord.key(chainId: chainId, contractName: name))]
  }

  /// Version 1 has proxy and implementation of these, and only the proxy of the others.
  private static let pairs = ["LookCoin", "SupplyOracle", "CelerIMModule"]
  private static let modules = [("layerZeroModule", "LayerZeroModule"), ("celerIMModule", "CelerIMModule")]
  private static let infrastructure = [
    ("crossChainRouter", "CrossChainRouter"), ("feeManager", "FeeManager"), ("securityManager", "SecurityManager"),
    ("protocolRegistry", "ProtocolRegistry"),
  ]

  func deployment(of network: JSON, _ chainId: Int64) -> JSON {
    var contracts = JSONObject()
    var hashes = JSONObject()
    for name in Self.pairs {
      guard let record = record(name, chainId) else { continue }
      contracts[name] = [
        "proxy": record.proxyAddress.map(JSON.string) ?? .null, "implementation": .string(record.address),
      ]
      hashes[name] = record.implementationHash.map(JSON.string)
    }
    var file = JSONObject()
    file["network"] = network["network"]
    file["chainId"] = .int(chainId)
    file["deployer"] = network["deployer"]
    file["timestamp"] = network["deployed_at"]
    file["deploymentMode"] = network["mode"]
    file["protocolsDeployed"] = network["protocols"]
    file["contracts"] = .object(contracts)
    file["config"] = [
      "layerZeroEndpoint": network["layer_zero_endpoint"] ?? .null,
      "celerMessageBus": network["celer_message_bus"] ?? .null,
      "governanceVault": network["governance_vault"] ?? .null,
    ]
    file["implementationHashes"] = .object(hashes)
    file["lastDeployed"] = network["deployed_at"]
    file["protocolContracts"] = .object(proxies(Self.modules, chainId))
    let infrastructure = proxies(Self.infrastructure, chainId)
    if !infrastructure.isEmpty { file["infrastructureContracts"] = .object(infrastructure) }
    return .object(file)
  }

  private func proxies(_ fields: [(String, String)], _ chainId: Int64) -> JSONObject {
    var found = JSONObject()
    for (field, name) in fields {
      if let proxy = record(name, chainId)?.proxyAddress { found[field] = .string(proxy) }
    }
    return found
  }

  func configuration(of network: JSON, _ chainId: Int64, _ facts: JSON) -> JSON {
    let tier = facts["tier"] ?? .null
    let protocols = (facts["protocols"]?.arrayValue ?? []).map { item -> JSON in
      ["protocol": item[0] ?? .null, "configured": item[1] ?? .null, "details": item[2] ?? .null]
    }
    let remotes = (facts["layer_zero_remotes"]?.arrayValue ?? []).map { item -> JSON in
      ["chainId": item[0] ?? .null, "networkTier": tier, "lookCoin": item[1] ?? .null]
    }
    return [
      "chainId": .int(chainId),
      "network": network["network"] ?? .null,
      "networkTier": tier,
      "deploymentMode": network["mode"] ?? .null,
      "timestamp": facts["at"] ?? .null,
      "tierValidation": [
        "crossTierAllowed": common["cross_tier_allowed"] ?? .null,
        "crossTierDetected": common["cross_tier_detected"] ?? .null,
        "overrideMethod": common["tier_override"] ?? .null,
      ],
      "protocolsConfigured": .array(protocols),
      "layerZeroRemotes": .array(remotes),
      "celerRemotes": [],
      "hyperlaneRemotes": [],
      "supplyOracleConfig": [
        "reconciliationInterval": common["reconciliation_interval"] ?? .null,
        "toleranceThreshold": common["tolerance_threshold"] ?? .null,
      ],
      "hyperlaneStatus": common["hyperlane_status"] ?? .null,
    ]
  }
}
