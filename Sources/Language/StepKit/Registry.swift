// The step types that plans may use. A value: there is no global registry, and no type comes in behind its back.

import Digests
import JSONText

/// Every known step type, by name.
public struct Registry: Sendable {
  private let types: [String: any StepType]
  /// Names in order.
  public let names: [String]
  /// What makes step types of the folders beside a plan; nil: there are none.
  public let outside: (any OutsideTypeMaking)?

  /// Refuses two types of one name, and a declaration that contradicts itself.
  public init(_ list: [any StepType], outside: (any OutsideTypeMaking)? = nil) throws(RegistryError) {
    var types: [String: any StepType] = [:]
    for type in list {
      let name = type.declaration.name
      if types[name] != nil { throw .duplicateName(name) }
      if let fault = RegistryRules.fault(of: type) { throw .badDeclaration(name, fault) }
      types[name] = type
    }
    self.types = types
    names = types.keys.sorted()
    self.outside = outside
  }

  /// The same with more types. One that is there already stays.
  public func adding(_ more: [String: any StepType]) -> Registry {
    more.isEmpty ? self : Registry(types: types.merging(more) { own, _ in own }, outside: outside)
  }

  private init(types: [String: any StepType], outside: (any OutsideTypeMaking)?) {
    self.types = types
    names = types.keys.sorted()
    self.outside = outside
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
