// The step types that plans may use. A value: there is no global registry, and no type comes in behind its back.

import Digests
import JSONText

/// Every known step type, by name.
public struct Registry: Sendable {
  private let types: [String: any StepType]
  /// Names in order.
  public let names: [String]

  /// Refuses two types of one name, and a declaration that contradicts itself.
  public init(_ list: [any StepType]) throws(RegistryError) {
    var types: [String: any StepType] = [:]
    for type in list {
      let name = type.declaration.name
      if types[name] != nil { throw .duplicateName(name) }
      if let fault = RegistryRules.fault(of: type) { throw .badDeclaration(name, fault) }
      types[name] = type
    }
    self.types = types
    names = types.keys.sorted()
  }

  public subscript(name: String) -> (any StepType)? { types[name] }

  /// SHA-256 over the canonical declarations: a run binds it, a resume compares it (DESIGN §6).
  public var digest: String {
    let all = JSON.array(names.compactMap { types[$0] }.map { $0.declaration.json })
    return sha256Text(of: all.canonicalBytes())
  }
}

/// Why a set of step types is no registry.
public enum RegistryError: Error, Sendable, Hashable {
  case duplicateName(String)
  case badDeclaration(String, String)
}
