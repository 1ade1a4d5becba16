// Whether documents are what they must be: each by itself against schema and rules, and all of them together.

import JSONText

/// What was verified.
public struct Verification: Sendable, Hashable {
  public var records = 0
  /// Addresses, hashes and integers that were looked at one by one.
  public var addresses = 0
  public var hashes = 0
  public var integers = 0
  /// Documents that were validated; none when only a database was.
  public var documents = 0
  /// Connections between networks that were followed.
  public var links = 0
  public var findings: [Finding] = []

  public init() {}

  /// Counts the values of records that keep all rules.
  public mutating func count(_ records: some Sequence<DeploymentRecord>) {
    for record in records {
      self.records += 1
      addresses += 1 + (record.proxyAddress == nil ? 0 : 1)
      hashes += 1 + (record.implementationHash == nil ? 0 : 1)
      integers += (record.deploymentArgs ?? []).count { $0.stringValue.map(RecordRules.isDecimalInteger) ?? false }
    }
  }
}

extension Verification {
  /// Verifies a database: throws the first violation, `MIGRATION-003` with the record named.
  public mutating func verify(databaseAt path: String, expected: ExpectedContents) throws(StateError) {
    let inventory = try SourceInventory(databaseAt: path)
    try expected.check(inventory)
    for records in inventory.byChain(outside: expected.quarantine).values { count(records) }
  }

  /// Verifies the documents of a folder: that there is one for every expected chain and none beside, that each is
  /// valid against the schema (`JSON-001` to `JSON-003`), holds the expected number of records, and that every record
  /// keeps the rules (`MIGRATION-003`). Then follows the connections between the networks.
  public mutating func verify(
    documentsIn folder: String, expected: ExpectedContents, schema: SchemaValidator, files: any FileLayer
  ) throws(StateError) {
    let names = (try files.list(folder) ?? []).filter { Network.chainId(ofFileNamed: $0) != nil }
    let documents = try Parallel.map(names) { (name) throws(StateError) in
      try Self.validDocument(Paths.join(folder, name), schema, files)
    }.compactMap(\.self)
    try check(documents, expected)
    for document in documents { count(document.records.values) }
    self.documents = documents.count
    follow(documents)
  }

  /// A document that is valid and whose records keep the rules; nil: it is gone.
  private static func validDocument(
    _ path: String, _ schema: SchemaValidator, _ files: any FileLayer
  ) throws(StateError) -> NetworkDocument? {
    guard let stamp = try files.stamp(path), let bytes = try files.read(path) else { return nil }
    let document: NetworkDocument
    if let known = KnownDocuments.parsed.document(path, stamp) {
      try schema.check(bytes, path: path)
      document = known
    } else {
      document = try NetworkDocument(validating: bytes, path: path, against: schema)
      if try files.stamp(path) == stamp { KnownDocuments.parsed.keep(document, path, stamp) }
    }
    for record in document.records.values {
      if let reason = RecordRules.violations(of: record).first {
        throw .integrityViolation(key: record.key, reason: reason)
      }
    }
    return document
  }

  private func check(_ documents: [NetworkDocument], _ expected: ExpectedContents) throws(StateError) {
    let wanted = expected.counts.filter { !expected.quarantine.contains($0.key) && $0.value > 0 }
    for (chainId, count) in wanted.sorted(by: { $0.key < $1.key }) {
      let found = documents.first { $0.chainId == chainId }?.records.count
      if found == count { continue }
      let name = Network.of(chainId: chainId).name
      throw .integrityViolation(
        key: "\(chainId)-*",
        reason: found.map { "\(name) has \($0) records in its document, expected \(count)" }
          ?? "there is no document of \(name)")
    }
    if let other = documents.first(where: { wanted[$0.chainId] == nil }) {
      throw .integrityViolation(
        key: "\(other.chainId)-*", reason: "there is a document of \(other.network.name), which nobody expects")
    }
  }

  /// Every remote LookCoin that a network is connected to is the LookCoin of one of the networks, of the same tier.
  private mutating func follow(_ documents: [NetworkDocument]) {
    var known: [String: Network] = [:]
    for document in documents {
      guard let record = document.records[ExactText("LookCoin")] else { continue }
      known[(record.proxyAddress ?? record.address).lowercased()] = document.network
    }
    for document in documents {
      for field in ["layerZeroRemotes", "celerRemotes", "hyperlaneRemotes"] {
        for remote in document.versionOne?.configuration?[field]?.arrayValue ?? [] {
          guard let address = remote["lookCoin"]?.stringValue else { continue }
          links += 1
          if let network = known[address.lowercased()], network.tier == document.network.tier { continue }
          findings.append(
            Finding(
              .network, chainId: document.chainId,
              "it is connected to a LookCoin at \(address), which is none of its tier's networks"))
        }
      }
    }
  }
}
