// Something that the people who sign the migration should know: reported, never settled silently.

/// A finding of the migration.
public struct Finding: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A spelling of a network's name that its chain isn't known by.
    case networkName = "network-name"
    /// A contract is called by a qualified name; its old key is kept.
    case qualifiedName = "qualified-name"
    /// Version 1 says nothing about a network.
    case versionOneMissing = "v1-missing"
    /// Version 1 knows a contract that the database doesn't.
    case contractMissing = "contract-missing"
    /// An address differs between version 1 and the database.
    case address
    /// A hash differs between version 1 and the database.
    case hash
    /// Protocols, mode or network name of version 1 aren't those of the network.
    case network
    /// The core pair of contracts isn't complete.
    case core
    /// A file that was there is replaced.
    case replaced
  }

  public var kind: Kind
  public var chainId: Int64
  public var message: String

  public init(_ kind: Kind, chainId: Int64, _ message: String) {
    self.kind = kind
    self.chainId = chainId
    self.message = message
  }

  /// One line for a report.
  public var line: String { "\(Network.of(chainId: chainId).name): \(message)" }
}
