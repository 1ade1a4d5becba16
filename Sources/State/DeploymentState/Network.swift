// The networks in scope. Identity is the chain id; the spelling of a network's name is not.

/// What is known about a network before anything is read.
public struct Network: Sendable, Hashable {
  public var chainId: Int64
  /// The canonical name, which is also the name of its file.
  public var name: String
  public var mode: DeploymentMode
  /// Bridge protocols in use, in a fixed order.
  public var protocols: [String]
  public var tier: NetworkTier
  /// Spellings that records are known to use for it. Any other one is a finding.
  public var spellings: [String]
}

public enum DeploymentMode: String, Sendable, Hashable, CaseIterable {
  case standard
  case multiProtocol = "multi-protocol"
  /// Without the core pair of contracts.
  case simple
}

public enum NetworkTier: String, Sendable, Hashable, CaseIterable {
  case mainnet, testnet, dev
}

extension Network {
  /// The five networks in scope, by chain id.
  public static let canonical: [Network] = [
    Network(
      chainId: 56, name: "bscmainnet", mode: .multiProtocol, protocols: ["layerZero", "celer"], tier: .mainnet,
      spellings: ["bsc", "bscmainnet"]),
    Network(
      chainId: 97, name: "bsctestnet", mode: .multiProtocol, protocols: ["layerZero", "celer", "hyperlane"],
      tier: .testnet, spellings: ["bscTestnet", "bsctestnet"]),
    Network(
      chainId: 23295, name: "sapphiretestnet", mode: .standard, protocols: ["celer"], tier: .testnet,
      spellings: ["sapphiretestnet"]),
    Network(
      chainId: 84532, name: "basesepolia", mode: .standard, protocols: ["layerZero"], tier: .testnet,
      spellings: ["baseSepolia", "basesepolia"]),
    Network(
      chainId: 11_155_420, name: "optimismsepolia", mode: .standard, protocols: ["layerZero"], tier: .testnet,
      spellings: ["opSepolia", "optimismsepolia"]),
  ]

  /// The network of a chain. One that isn't in scope is called `chain-<id>`.
  public static func of(chainId: Int64) -> Network {
    canonical.first { $0.chainId == chainId }
      ?? Network(
        chainId: chainId, name: "\(unknownPrefix)\(chainId)", mode: .simple, protocols: [], tier: .dev, spellings: [])
  }

  /// The chain whose document a file of this name is; nil when the name is no document's.
  static func chainId(ofFileNamed file: String) -> Int64? {
    guard file.hasSuffix(".json") else { return nil }
    let name = String(file.dropLast(5))
    if let known = canonical.first(where: { $0.name == name }) { return known.chainId }
    guard name.hasPrefix(unknownPrefix), let id = Int64(name.dropFirst(unknownPrefix.count)) else { return nil }
    return of(chainId: id).name == name ? id : nil
  }

  /// The file of the network's document.
  public var fileName: String { name + ".json" }

  private static let unknownPrefix = "chain-"
}
