// Where the two sources of truth disagree, and what is odd in the records of a network.

import JSONText

public enum FindingsRules {
  /// The findings about one network: its records beside what version 1 knows of it.
  public static func findings(
    chainId: Int64, records: [DeploymentRecord], versionOne: VersionOne?
  ) -> [Finding] {
    spelling(chainId, records) + names(chainId, records) + core(chainId, records)
      + disagreements(chainId, records, versionOne)
  }

  private static func spelling(_ chainId: Int64, _ records: [DeploymentRecord]) -> [Finding] {
    let network = Network.of(chainId: chainId)
    var counts: [ExactText: Int] = [:]
    for record in records { counts[ExactText(record.networkName), default: 0] += 1 }
    return counts.keys.sorted().filter { !network.spellings.contains($0.text) }.map { spelling in
      Finding(
        .networkName, chainId: chainId,
        "\(counts[spelling] ?? 0) records call the network '\(spelling.text)'; chain \(chainId) is \(network.name)")
    }
  }

  private static func names(_ chainId: Int64, _ records: [DeploymentRecord]) -> [Finding] {
    var found: [Finding] = []
    for record in records where ContractName.isQualified(record.contractName) {
      let current = ContractName.current(of: record.contractName)
      found.append(
        Finding(
          .qualifiedName, chainId: chainId,
          "'\(record.key)' is \(current) today; the old key is kept under legacy.oldKeys"))
    }
    return found
  }

  private static func core(_ chainId: Int64, _ records: [DeploymentRecord]) -> [Finding] {
    var missing = ContractGroup.core.members
    for record in records where !missing.isEmpty { missing.removeAll { ByteOrder.same($0, record.contractName) } }
    if missing.isEmpty { return [] }
    let list = missing.joined(separator: " and ")
    return [Finding(.core, chainId: chainId, "has no \(list): the deployment mode is 'simple'")]
  }

  private static func disagreements(
    _ chainId: Int64, _ records: [DeploymentRecord], _ known: VersionOne?
  ) -> [Finding] {
    guard let known, known.deployment != nil else {
      return [
        Finding(.versionOneMissing, chainId: chainId, "version 1 has no file: deployer and deploy time are unknown")
      ]
    }
    let wanted = Set(known.contracts.map { ExactText($0.name) })
    var byName: [ExactText: DeploymentRecord] = [:]
    for record in records {
      let name = ExactText(ContractName.current(of: record.contractName))
      if wanted.contains(name) { byName[name] = record }
    }
    var found = network(chainId, known)
    for contract in known.contracts {
      guard let record = byName[ExactText(contract.name)] else {
        found.append(
          Finding(.contractMissing, chainId: chainId, "version 1 knows \(contract.name), the database doesn't"))
        continue
      }
      found += compare(record, contract)
    }
    return found
  }

  private static func network(_ chainId: Int64, _ known: VersionOne) -> [Finding] {
    let network = Network.of(chainId: chainId)
    var found: [Finding] = []
    func differs(_ what: String, _ old: String, _ new: String) {
      if old != new {
        found.append(Finding(.network, chainId: chainId, "version 1 says \(what) \(old); the network has \(new)"))
      }
    }
    if let name = known.deployment?["network"]?.stringValue { differs("network", name, network.name) }
    if let mode = known.mode { differs("mode", mode, network.mode.rawValue) }
    if let protocols = known.protocols {
      differs("protocols", protocols.joined(separator: ", "), network.protocols.joined(separator: ", "))
    }
    if let tier = known.configuration?["networkTier"]?.stringValue { differs("tier", tier, network.tier.rawValue) }
    return found
  }

  private static func compare(_ record: DeploymentRecord, _ known: VersionOneContract) -> [Finding] {
    var found: [Finding] = []
    func addresses(_ what: String, _ old: String?, _ new: String?) {
      guard let old, old.lowercased() != new?.lowercased() else { return }
      found.append(
        Finding(
          .address, chainId: record.chainId,
          "\(known.name): \(what) is \(old) in version 1, \(new ?? "absent") in the database, which is kept"))
    }
    addresses("proxy", known.proxy, record.proxyAddress)
    addresses("implementation", known.implementation, record.address)
    if let old = known.implementationHash, old.lowercased() != record.implementationHash?.lowercased() {
      found.append(
        Finding(
          .hash, chainId: record.chainId,
          "\(known.name): implementation hash is \(old) in version 1, \(record.implementationHash ?? "absent") in "
            + "the database, which is kept"))
    }
    return found
  }
}
