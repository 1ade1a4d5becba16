// A network document from JSON. The schema is checked elsewhere; here every record must come together again, or the
// document is refused with the place that doesn't fit.

import JSONText

extension NetworkDocument {
  /// Parses a document. `path` names it in errors: `JSON-002` when the text isn't JSON, `JSON-003` when it isn't a
  /// document of version 2.0.0.
  public init(parsing bytes: [UInt8], path: String) throws(StateError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw .parse(path: path, reason: "\(error)")
    }
    try self.init(json: json, path: path)
  }

  /// Parses a document and checks it against the schema: first that it is JSON, then the schema, then that its parts
  /// fit together.
  public init(validating bytes: [UInt8], path: String, against schema: SchemaValidator) throws(StateError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw .parse(path: path, reason: "\(error)")
    }
    try schema.check(bytes, path: path)
    try self.init(json: json, path: path)
  }

  public init(json: JSON, path: String) throws(StateError) {
    let reader = DocumentReader(json: json, path: path)
    guard let version = json["schemaVersion"]?.stringValue else {
      throw reader.fault("/schemaVersion", "is missing: this is not a document of version \(Self.schemaVersion)")
    }
    guard version == Self.schemaVersion else {
      throw reader.fault("/schemaVersion", "is '\(version)', not '\(Self.schemaVersion)'")
    }
    guard let chainId = json["chainId"]?.intValue else { throw reader.fault("/chainId", "is not an integer") }
    guard let updated = json["metadata"]?["lastUpdated"]?.stringValue else {
      throw reader.fault("/metadata/lastUpdated", "is missing")
    }
    var notes: [MigrationNote] = []
    for item in json["metadata"]?["migrationHistory"]?.arrayValue ?? [] {
      guard let note = MigrationNote(json: item) else {
        throw reader.fault("/metadata/migrationHistory", "holds an item without from, to, timestamp and migrator")
      }
      notes.append(note)
    }
    let deployment = VersionOne.kept("deployment", in: json)
    let configuration = VersionOne.kept("configuration", in: json)
    let known = deployment != nil || configuration != nil
    self.init(
      chainId: chainId, records: try reader.records(chainId: chainId),
      versionOne: known ? VersionOne(chainId: chainId, deployment: deployment, configuration: configuration) : nil,
      lastUpdated: updated, migrationHistory: notes)
    guard records.count == reader.entryCount else {
      throw reader.fault("/contracts", "holds a contract twice")
    }
  }
}

/// Puts the records of a document together again.
private struct DocumentReader {
  let json: JSON
  let path: String

  func fault(_ place: String, _ rule: String) -> StateError {
    .schema(path: path, violations: [SchemaViolation(path: place, rule: rule)])
  }

  var entryCount: Int {
    (json["contracts"]?.objectValue ?? JSONObject()).reduce(0) { $0 + ($1.value.objectValue?.count ?? 0) }
  }

  func records(chainId: Int64) throws(StateError) -> [DeploymentRecord] {
    guard let groups = json["contracts"]?.objectValue else { throw fault("/contracts", "is missing") }
    let spellings = try networkNames()
    let oldNames = try contractNames(chainId: chainId)
    let hashes = json["verification"]?["implementationHashes"]?.objectValue ?? JSONObject()
    let arguments = json["verification"]?["constructorArgs"]?.objectValue ?? JSONObject()
    var records: [DeploymentRecord] = []
    for (group, members) in groups {
      for (name, entry) in members.objectValue ?? JSONObject() {
        let place = "/contracts/\(group)/\(name)"
        guard let spelling = spellings[ExactText(name)] else {
          throw fault(place, "has no network name under /legacy/networkNames")
        }
        var list: [JSON]?
        if let written = arguments[name]?.arrayValue {
          list = try ConstructorArguments.arguments(of: written, path: path)
        }
        records.append(
          DeploymentRecord(
            contractName: oldNames[ExactText(name)] ?? name, chainId: chainId, networkName: spelling,
            address: try text(entry, "address", place),
            factoryByteCodeHash: try text(entry, "factoryByteCodeHash", place),
            implementationHash: hashes[name]?.stringValue, proxyAddress: entry["proxyAddress"]?.stringValue,
            deploymentArgs: list, timestamp: try integer(entry, "timestamp", place),
            extra: entry["extra"]?.objectValue ?? JSONObject()))
      }
    }
    return records
  }

  /// The spelling of the network's name by contract.
  private func networkNames() throws(StateError) -> [ExactText: String] {
    var found: [ExactText: String] = [:]
    for (spelling, contracts) in json["legacy"]?["networkNames"]?.objectValue ?? JSONObject() {
      for contract in contracts.arrayValue ?? [] {
        guard let name = contract.stringValue else { throw fault("/legacy/networkNames", "must list names") }
        found[ExactText(name)] = spelling
      }
    }
    return found
  }

  /// The database's name of a contract by its current one, where they differ.
  private func contractNames(chainId: Int64) throws(StateError) -> [ExactText: String] {
    let prefix = "\(chainId)-"
    var found: [ExactText: String] = [:]
    for (key, current) in json["legacy"]?["oldKeys"]?.objectValue ?? JSONObject() {
      guard let name = current.stringValue, key.utf8.starts(with: prefix.utf8) else {
        throw fault("/legacy/oldKeys", "'\(key)' must start with '\(prefix)' and name a contract")
      }
      found[ExactText(name)] = String(decoding: key.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
    return found
  }

  private func text(_ entry: JSON, _ field: String, _ place: String) throws(StateError) -> String {
    guard let text = entry[field]?.stringValue else { throw fault("\(place)/\(field)", "is not text") }
    return text
  }

  private func integer(_ entry: JSON, _ field: String, _ place: String) throws(StateError) -> Int64 {
    guard let number = entry[field]?.intValue else { throw fault("\(place)/\(field)", "is not an integer") }
    return number
  }
}
