// Validation against the JSON Schema of deployment documents, through the C++ validator.

import Digests
import JSONSchemaCxx
import JSONText

/// A JSON Schema (draft 7) to validate documents against.
public struct SchemaValidator: Sendable, Hashable {
  private let schema: [UInt8]
  /// Where the schema came from, for messages.
  public let source: String

  /// Takes a schema's text. It is parsed at the first validation.
  public init(schema: [UInt8], source: String) {
    self.schema = schema
    self.source = source
  }

  /// Reads a schema file.
  public init(path: String, files: any FileLayer = SystemFiles()) throws(StateError) {
    guard let bytes = try files.read(path) else {
      throw .initializationFailed(reason: "there is no schema at '\(path)'")
    }
    self.init(schema: bytes, source: path)
  }

  /// Every rule that a document breaks; empty when it is valid. Throws `MIGRATION-004` when the schema itself can't
  /// be used and `JSON-002` when the document isn't JSON; `path` names the document in errors.
  public func violations(of document: [UInt8], path: String) throws(StateError) -> [SchemaViolation] {
    let report = Report()
    let answer = schema.withUnsafeBufferPointer { schemaBytes in
      document.withUnsafeBufferPointer { documentBytes in
        belay_schema_validate(
          Self.characters(schemaBytes), schemaBytes.count, Self.characters(documentBytes), documentBytes.count,
          Unmanaged.passUnretained(report).toOpaque()
        ) { context, place, placeLength, rule, ruleLength in
          guard let context else { return }
          Unmanaged<Report>.fromOpaque(context).takeUnretainedValue().violations.append(
            SchemaViolation(path: Report.text(place, placeLength), rule: Report.text(rule, ruleLength)))
        }
      }
    }
    switch answer {
    case belay_schema_valid: return []
    case belay_schema_invalid: return report.violations
    case belay_schema_unusable_document:
      throw .parse(path: path, reason: report.violations.first?.rule ?? "unreadable")
    default:
      throw .initializationFailed(
        reason: "the schema '\(source)' can't be used: \(report.violations.first?.rule ?? "unreadable")")
    }
  }

  /// Throws `JSON-003` when the document breaks the schema. Bytes that this process found valid once are valid.
  /// `digest` is the SHA-256 of the document, where it is known.
  public func check(_ document: [UInt8], path: String, digest: String? = nil) throws(StateError) {
    let digest = digest ?? sha256Text(of: document)
    if Self.approved.contains(self, digest) { return }
    let found = try violations(of: document, path: path)
    if !found.isEmpty { throw .schema(path: path, violations: found) }
    Self.approved.insert(self, digest)
  }

  private static let approved = ApprovedDocuments()

  private static func characters(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
    UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
  }
}

/// Collects what the validator reports, for as long as one call lasts.
private final class Report {
  var violations: [SchemaViolation] = []

  static func text(_ pointer: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: pointer, count: length), as: UTF8.self)
  }
}

/// Digests of documents that are valid, for one schema.
private final class ApprovedDocuments: @unchecked Sendable {
  private let lock = StateLock()
  private var schema: SchemaValidator?
  private var digests: Set<String> = []

  func contains(_ schema: SchemaValidator, _ digest: String) -> Bool {
    lock.hold { self.schema == schema && digests.contains(digest) }
  }

  func insert(_ schema: SchemaValidator, _ digest: String) {
    lock.hold {
      if self.schema != schema || digests.count > 1024 {
        self.schema = schema
        digests = []
      }
      digests.insert(digest)
    }
  }
}
