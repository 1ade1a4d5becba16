// A case of the public conformance suite of CEL, as JSON.

import Expressions
import JSONText

/// One expression with what must come of it.
struct ConformanceCase {
  enum Expectation {
    case value(Value)
    case failure
    case unknown
    /// The type that the checker finds, and the value if the case is evaluated.
    case type(StaticType, value: Value?)
  }

  var name: String
  var section: String
  var expression: String
  var scope = Scope()
  var bindings: [String: Value] = [:]
  var unknowns: Set<[String]> = []
  var isChecked: Bool
  var expandsMacros: Bool
  var isEvaluated: Bool
  var expectation: Expectation

  /// Reads a case; throws when it has something that is not known here.
  init(_ json: JSON) throws(ConformanceError) {
    guard let name = json["name"]?.stringValue, let expression = json["expr"]?.stringValue else {
      throw ConformanceError(reason: "a case has a name and an expression")
    }
    self.name = name
    self.expression = expression
    section = json["section"]?.stringValue ?? ""
    isChecked = json["disable_check"]?.boolValue != true
    expandsMacros = json["disable_macros"]?.boolValue != true
    isEvaluated = json["check_only"]?.boolValue != true
    expectation = try ConformanceCase.expectation(json)
    try readBindings(json)
    try readDeclarations(json)
    scope.container = json["container"]?.stringValue ?? ""
  }

  private static func expectation(_ json: JSON) throws(ConformanceError) -> Expectation {
    if let value = json["value"] { return .value(try Value(conformance: value)) }
    if json["eval_error"] != nil || json["any_eval_errors"] != nil { return .failure }
    if json["unknown"] != nil || json["any_unknowns"] != nil { return .unknown }
    if let typed = json["typed_result"] {
      guard let type = typed["deduced_type"] else { throw ConformanceError(reason: "a typed result has a type") }
      var value: Value?
      if let result = typed["result"] { value = try Value(conformance: result) }
      return .type(try StaticType(conformance: type), value: value)
    }
    return .value(.bool(true))
  }

  private mutating func readBindings(_ json: JSON) throws(ConformanceError) {
    guard let entries = json["bindings"]?.objectValue else { return }
    for (variable, binding) in entries {
      if let value = binding["value"] {
        bindings[variable] = try Value(conformance: value)
      } else {
        unknowns.insert([variable])
      }
      // Without a check the bindings are all that is known of names.
      if !isChecked { scope.declare(variable, .dyn) }
    }
  }

  private mutating func readDeclarations(_ json: JSON) throws(ConformanceError) {
    guard isChecked else { return }
    for declaration in json["type_env"]?.arrayValue ?? [] {
      guard let name = declaration["name"]?.stringValue else {
        throw ConformanceError(reason: "a declaration has a name")
      }
      if let type = declaration["ident"]?["type"] {
        scope.declare(name, staticType: try StaticType(conformance: type))
      } else if let overloads = declaration["function"]?["overloads"]?.arrayValue {
        scope.declare(function: try FunctionDeclaration(name, conformance: overloads))
      }
    }
  }
}

/// A case that can't be read.
struct ConformanceError: Error {
  var reason: String
}
