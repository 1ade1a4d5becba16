// All step types of a registry.

import JSONText
import StepKit

/// What `belay steps` shows, by name.
public struct StepTypeListing {
  private let declarations: [StepDeclaration]

  public init(_ registry: Registry) {
    declarations = registry.names.compactMap { registry[$0]?.declaration }
  }

  /// A line a step type: name, effect, summary.
  public var text: String {
    let width = declarations.map(\.name.count).max() ?? 0
    return declarations.map { declaration in
      let name = declaration.name.padding(to: width)
      return "\(name)  \(declaration.effect.rawValue.padding(to: 12))  \(declaration.summary)"
    }.joined(separator: "\n")
  }

  /// The declarations in full.
  public var json: JSON { ["steps": .array(declarations.map(\.json))] }
}
