// Covers: the schema of documents: what breaks it is found with its path and its rule, the compiled-in schema is the
// project's file, and every record of the facts has a place.

import DeploymentState
import Foundation
import JSONText
import Testing

@Suite struct SchemaTests {
  private static let hash = "0x035df318e7b4d02767fc5d749d77c0cd1f8a24e45950df940b71de21b6b81d49"

  /// A small valid document.
  private static func document() throws -> JSON {
    let records = try Project.facts().records.filter { $0.chainId == 84532 }
    let known = try Project.facts().versionOneFiles.first { $0.name == "basesepolia.json" }?.content
    return NetworkDocument(
      chainId: 84532, records: records, versionOne: VersionOne(chainId: 84532, deployment: known),
      lastUpdated: Project.time
    ).json()
  }

  /// Sets, or with nil removes, the value at a path.
  private static func set(_ json: JSON, _ path: [String], _ value: JSON?) -> JSON {
    guard let first = path.first, var object = json.objectValue else { return json }
    object[first] = path.count == 1 ? value : set(object[first] ?? .object([:]), Array(path.dropFirst()), value)
    return .object(object)
  }

  private func violations(_ json: JSON) throws -> [SchemaViolation] {
    try SchemaValidator.builtIn.violations(of: Array(json.text().utf8), path: "test.json")
  }

  @Test func aDocumentIsValid() throws { #expect(try violations(Self.document()) == []) }

  @Test(
    arguments: [
      (["schemaVersion"], "1.0.0", "/schemaVersion", "Failed to match expected value set by 'const' constraint."),
      (["schemaVersion"], nil, "", "Missing required property 'schemaVersion'."),
      (["chainId"], "56", "/chainId", "Value type not permitted by 'type' constraint."),
      (["contracts", "core", "LookCoin"], nil, "/contracts/core", "Missing required property 'LookCoin'."),
      (["contracts", "core", "SupplyOracle"], nil, "/contracts/core", "Missing required property 'SupplyOracle'."),
      (
        ["contracts", "core", "LookCoin", "address"], "0x12", "/contracts/core/LookCoin/address",
        "Failed to match regex specified by 'pattern' constraint."
      ),
      (
        ["contracts", "core", "LookCoin", "factoryByteCodeHash"], "", "/contracts/core/LookCoin/factoryByteCodeHash",
        "Failed to match regex specified by 'pattern' constraint."
      ),
      (
        ["contracts", "core", "LookCoin", "timestamp"], "1", "/contracts/core/LookCoin/timestamp",
        "Value type not permitted by 'type' constraint."
      ),
      (
        ["metadata", "deploymentMode"], "fancy", "/metadata/deploymentMode", "Failed to match against any enum values."
      ),
      (["metadata", "networkTier"], "prod", "/metadata/networkTier", "Failed to match against any enum values."),
      (
        ["verification", "implementationHashes", "LookCoin"], "0x", "/verification/implementationHashes/LookCoin",
        "Failed to match regex specified by 'pattern' constraint."
      ),
      (["legacy", "oldKeys"], nil, "/legacy", "Missing required property 'oldKeys'."),
    ] as [([String], JSON?, String, String)])
  func aFaultIsFoundWithPathAndRule(_ path: [String], _ value: JSON?, _ place: String, _ rule: String) throws {
    let found = try violations(Self.set(try Self.document(), path, value))
    #expect(found.contains(SchemaViolation(path: place, rule: rule)), "\(found)")
  }

  @Test func aSimpleDeploymentNeedsNoCore() throws {
    var document = Self.set(try Self.document(), ["contracts", "core", "LookCoin"], nil)
    document = Self.set(document, ["metadata", "deploymentMode"], "simple")
    #expect(try violations(document) == [])
  }

  @Test func theMessageNamesFileAndPlace() throws {
    let broken = Self.set(try Self.document(), ["contracts", "core", "LookCoin", "address"], "0x12")
    do {
      try SchemaValidator.builtIn.check(Array(broken.text().utf8), path: "deployments/basesepolia.json")
      Issue.record("a broken document was accepted")
    } catch {
      #expect(error.code == "JSON-003")
      #expect(
        error.message == "'deployments/basesepolia.json' is not a valid deployment document: "
          + "/contracts/core/LookCoin/address: Failed to match regex specified by 'pattern' constraint.")
    }
  }

  @Test func aPathIsAJSONPointer() throws {
    let document = Self.set(
      try Self.document(), ["verification", "implementationHashes", "a/b~c"], .string("no hash"))
    #expect(try violations(document).map(\.path).contains("/verification/implementationHashes/a~1b~0c"))
  }

  @Test func whatIsNoJSONIsSaid() {
    #expect(code { _ = try SchemaValidator.builtIn.violations(of: Array("{".utf8), path: "x") } == "JSON-002")
    let schema = SchemaValidator(schema: Array("{".utf8), source: "s.json")
    #expect(code { _ = try schema.violations(of: Array("{}".utf8), path: "x") } == "MIGRATION-004")
  }

  @Test func theCompiledInSchemaIsTheProjectsFile() throws {
    let file = FileManager.default.contents(atPath: Project.root + "/schemas/enhanced-deployment-schema.json")
    let compiled = SchemaValidator(schema: Array(try #require(file)), source: "enhanced-deployment-schema.json")
    #expect(compiled == SchemaValidator.builtIn)
  }

  /// A document whose parts don't fit together is refused by the reader, even where the schema has nothing against it.
  @Test(
    arguments: [
      (["legacy", "networkNames"], .object([:]), "/contracts/core/LookCoin"),
      (["legacy", "oldKeys", "56-LookCoin"], "LookCoin", "/legacy/oldKeys"),
      (["verification", "constructorArgs", "LookCoin"], [["type": "BigInt"]], "/verification/constructorArgs"),
      (["metadata", "migrationHistory"], [["from": "1.0.0"]], "/metadata/migrationHistory"),
      (["schemaVersion"], "3.0.0", "/schemaVersion"),
    ] as [([String], JSON, String)])
  func aDocumentThatDoesNotFitTogetherIsRefused(_ path: [String], _ value: JSON, _ place: String) throws {
    let json = Self.set(try Self.document(), path, value)
    let error = #expect(throws: StateError.self) { _ = try NetworkDocument(json: json, path: "x.json") }
    guard case .schema(_, let violations) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(violations.map(\.path) == [place])
  }
}
