// Which group of a document a contract stands in, and which name it has there.

/// The groups of a document's `contracts`.
public enum ContractGroup: String, Sendable, Hashable, CaseIterable {
  case core, `protocol`, infrastructure
  /// Contracts that the team's grouping doesn't know. Present only when there are any.
  case other

  /// Contracts of the group; `core` must be complete unless the deployment mode is `simple`.
  public var members: [String] {
    switch self {
    case .core: ["LookCoin", "SupplyOracle"]
    case .protocol: ["LayerZeroModule", "CelerIMModule", "HyperlaneModule"]
    case .infrastructure: ["CrossChainRouter", "FeeManager", "SecurityManager", "ProtocolRegistry"]
    case .other: []
    }
  }

  /// The group of a contract by its current name.
  public static func of(_ contract: String) -> ContractGroup {
    allCases.first { $0.members.contains(contract) } ?? .other
  }
}

/// Names of contracts.
public enum ContractName {
  /// Whether a name has the form `path.sol:Name`.
  public static func isQualified(_ name: String) -> Bool {
    guard name.utf8.contains(UInt8(ascii: ":")), let colon = name.lastIndex(of: ":") else { return false }
    return name[..<colon].hasSuffix(".sol") && name.index(after: colon) < name.endIndex
  }

  /// `contracts/xchain/CrossChainRouter.sol:CrossChainRouter` is `CrossChainRouter` today; any other name is
  /// itself.
  public static func current(of name: String) -> String {
    guard isQualified(name) else { return name }
    guard let colon = name.lastIndex(of: ":"), name[..<colon].hasSuffix(".sol") else { return name }
    let last = name[name.index(after: colon)...]
    return last.isEmpty ? name : String(last)
  }
}
