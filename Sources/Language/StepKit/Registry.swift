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

  /// SHA-256 over what one step type means; nil: there is none of that name. A run binds those that its plan uses, and a
  /// resume compares them. Words for people don't count.
  public func digest(of name: String) -> String? {
    types[name].map { sha256Text(of: $0.meaning.canonicalBytes()) }
  }

  /// SHA-256 over what all step types mean: a run binds it (DESIGN §6).
  public var digest: String {
    let all = JSON.array(names.compactMap { types[$0]?.meaning })
    return sha256Text(of: all.canonicalBytes())
  }
}

/// Why a set of step types is no registry.
public enum RegistryError: Error, Sendable, Hashable {
  case duplicateName(String)
  case badDeclaration(String, String)
}
