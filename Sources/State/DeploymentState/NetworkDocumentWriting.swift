// A network document as JSON: which field of which record stands where.
//
//   contracts.<group>.<name>          address, proxyAddress, factoryByteCodeHash, timestamp, extra
//   verification.implementationHashes implementationHash
//   verification.constructorArgs      deploymentArgs
//   legacy.networkNames               networkName, by spelling
//   legacy.oldKeys                    contractName, where it is not the current one

import JSONText

extension NetworkDocument {
  /// The document as it is written to its file.
  public func bytes() -> [UInt8] { Array((json().prettyText() + "\n").utf8) }

  public func json() -> JSON {
    let sorted = sortedRecords
    let names = DocumentNames(sorted.map(\.contractName))
    var document = JSONObject()
    document["schemaVersion"] = .string(Self.schemaVersion)
    document["network"] = .string(network.name)
    document["chainId"] = .int(chainId)
    document["metadata"] = metadata()
    document["contracts"] = Self.contracts(sorted, names)
    document["configuration"] = VersionOneSections.configuration(versionOne, protocols: network.protocols)
    document["topology"] = VersionOneSections.topology(versionOne)
    document["verification"] = Self.verification(sorted, names)
    document["legacy"] = legacy(sorted, names)
    return .object(document)
  }

  private func metadata() -> JSON {
    [
      "deployer": versionOne?.deployer.map(JSON.string) ?? .null,
      "timestamp": versionOne?.deployedAt.map(JSON.string) ?? .null,
      "lastUpdated": .string(lastUpdated),
      "deploymentMode": .string(mode.rawValue),
      "protocolsEnabled": .array(network.protocols.map(JSON.string)),
      "networkTier": .string(network.tier.rawValue),
      "migrationHistory": .array(migrationHistory.map(\.json)),
    ]
  }

  private static func contracts(_ records: [DeploymentRecord], _ names: DocumentNames) -> JSON {
    var groups: [ContractGroup: JSONObject] = [.core: [:], .protocol: [:], .infrastructure: [:]]
    for record in records {
      let name = names.name(of: record.contractName)
      groups[ContractGroup.of(name), default: [:]][name] = entry(record)
    }
    var contracts = JSONObject()
    for group in ContractGroup.allCases {
      if let members = groups[group] { contracts[group.rawValue] = .object(members) }
    }
    return .object(contracts)
  }

  private static func entry(_ record: DeploymentRecord) -> JSON {
    var entry = JSONObject()
    entry["address"] = .string(record.address)
    if let proxy = record.proxyAddress { entry["proxyAddress"] = .string(proxy) }
    entry["factoryByteCodeHash"] = .string(record.factoryByteCodeHash)
    entry["timestamp"] = .int(record.timestamp)
    if !record.extra.isEmpty { entry["extra"] = .object(record.extra) }
    return .object(entry)
  }

  private static func verification(_ records: [DeploymentRecord], _ names: DocumentNames) -> JSON {
    var hashes = JSONObject()
    var arguments = JSONObject()
    for record in records {
      let name = names.name(of: record.contractName)
      if let hash = record.implementationHash { hashes[name] = .string(hash) }
      if let list = record.deploymentArgs { arguments[name] = .array(ConstructorArguments.document(of: list)) }
    }
    return [
      "implementationHashes": .object(hashes),
      // No source knows the code hash of a proxy yet; the place is the schema's.
      "proxyHashes": .object(JSONObject()),
      "constructorArgs": .object(arguments),
    ]
  }

  private func legacy(_ records: [DeploymentRecord], _ names: DocumentNames) -> JSON {
    var oldKeys = JSONObject()
    var spellings: [ExactText: [JSON]] = [:]
    for record in records {
      let name = names.name(of: record.contractName)
      spellings[ExactText(record.networkName), default: []].append(.string(name))
      if !ByteOrder.same(name, record.contractName) { oldKeys[record.key] = .string(name) }
    }
    var networkNames = JSONObject()
    for (spelling, contracts) in spellings.sorted(by: { $0.key < $1.key }) {
      networkNames[spelling.text] = .array(contracts)
    }
    return [
      "oldKeys": .object(oldKeys),
      "networkNames": .object(networkNames),
      "deployment": versionOne?.deployment ?? .null,
      "configuration": versionOne?.configuration ?? .null,
    ]
  }
}
