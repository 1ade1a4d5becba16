// The version 1 files: what the team's earlier tooling wrote for each network. They alone know the deployer and the
// time of the deployment, and they are kept whole inside the new document.

import JSONText

/// What version 1 knows about a network: the deployment file and the configuration file, as they were.
public struct VersionOne: Sendable, Hashable {
  public var chainId: Int64
  public var deployment: JSON?
  public var configuration: JSON?

  public init(chainId: Int64, deployment: JSON?, configuration: JSON? = nil) {
    self.chainId = chainId
    self.deployment = deployment
    self.configuration = configuration
  }

  public var deployer: String? { deployment?["deployer"]?.stringValue }
  /// ISO 8601, as it was written.
  public var deployedAt: String? { deployment?["timestamp"]?.stringValue }
  public var protocols: [String]? { deployment?["protocolsDeployed"]?.arrayValue?.compactMap(\.stringValue) }
  public var mode: String? { deployment?["deploymentMode"]?.stringValue }
}

/// A contract as version 1 knows it.
public struct VersionOneContract: Sendable, Hashable {
  /// The current name of the contract.
  public var name: String
  public var proxy: String?
  public var implementation: String?
  public var implementationHash: String?
}

extension VersionOne {
  /// The contracts that version 1 names: proxy and implementation for some, a proxy only for the modules and the
  /// infrastructure. One that stands in two places is one contract.
  public var contracts: [VersionOneContract] {
    var found: [String: VersionOneContract] = [:]
    let hashes = deployment?["implementationHashes"]
    for (name, pair) in deployment?["contracts"]?.objectValue ?? JSONObject() {
      found[name] = VersionOneContract(
        name: name, proxy: pair["proxy"]?.stringValue, implementation: pair["implementation"]?.stringValue,
        implementationHash: hashes?[name]?.stringValue)
    }
    for section in ["protocolContracts", "infrastructureContracts"] {
      for (field, address) in deployment?[section]?.objectValue ?? JSONObject() {
        let name = Self.contractName(of: field)
        var contract = found[name] ?? VersionOneContract(name: name)
        if contract.proxy == nil { contract.proxy = address.stringValue }
        found[name] = contract
      }
    }
    return found.values.sorted { $0.name < $1.name }
  }

  /// `celerIMModule` is `CelerIMModule`.
  static func contractName(of field: String) -> String {
    guard let first = field.first else { return field }
    return first.uppercased() + field.dropFirst()
  }
}

// MARK: - Reading

extension VersionOne {
  /// Reads a folder of version 1 files. Which network a file is about is its `chainId`; a file that was already
  /// migrated gives what it kept of version 1. Throws `JSON-001` when there is no such folder, `JSON-002` when a file
  /// isn't JSON.
  public static func read(
    folder: String, files: any FileLayer = SystemFiles()
  ) throws(StateError) -> [Int64: VersionOne] {
    var found: [Int64: VersionOne] = [:]
    for path in try paths(in: folder, files: files) {
      guard let bytes = try files.read(path) else { continue }
      let json: JSON
      do { json = try JSON(parsing: bytes) } catch {
        throw .parse(path: path, reason: "\(error)")
      }
      guard let chainId = json["chainId"]?.intValue else { continue }
      var known = found[chainId] ?? VersionOne(chainId: chainId, deployment: nil)
      if json["schemaVersion"] != nil {
        known.deployment = known.deployment ?? kept("deployment", in: json)
        known.configuration = known.configuration ?? kept("configuration", in: json)
      } else if json["protocolsConfigured"] != nil || json["tierValidation"] != nil {
        known.configuration = json
      } else {
        known.deployment = json
      }
      found[chainId] = known
    }
    return found
  }

  /// The JSON files of a folder.
  static func paths(in folder: String, files: any FileLayer) throws(StateError) -> [String] {
    guard let names = try files.list(folder) else {
      throw .fileAccess(path: folder, operation: "list", errorNumber: noSuchFile)
    }
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { Paths.join(folder, $0) }
  }

  /// What a migrated document kept of a version 1 file.
  static func kept(_ name: String, in document: JSON) -> JSON? {
    guard let value = document["legacy"]?[name], value != .null else { return nil }
    return value
  }
}
