// The JSON Schema of plan files, made from the registry: an editor with a YAML language server completes step
// types and their inputs with it. It sees structure only; expressions and references are the checker's.

import Expressions
import JSONText
import StepKit

/// Writes the schema (draft 7, which editors understand best).
public struct PlanSchema: Sendable {
  private let registry: Registry

  public init(registry: Registry) { self.registry = registry }

  public var json: JSON {
    [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": "https://belay.dev/schemas/plan.schema.json",
      "title": "Belay plan", "description": "A runbook as code, language version 1.",
      "type": "object", "additionalProperties": false,
      "required": ["belay", "name", "version", "title"],
      "oneOf": [["required": ["steps"]], ["required": ["phases"]]],
      "properties": planProperties,
      "definitions": definitions,
    ]
  }

  // MARK: Parts

  private var planProperties: JSON {
    [
      "belay": ["const": 1], "name": text("Identity of the plan, with its version."),
      "version": [
        "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?$", "description": "Semantic version.",
      ],
      "title": text("What the plan does, for people."), "description": text("More about it."),
      "owners": texts, "review_by": text("Date of the next review, YYYY-MM-DD."),
      "inputs": ["type": "object", "additionalProperties": reference("input")],
      "secrets": ["type": "object", "additionalProperties": reference("secret")],
      "env": texts, "vars": ["type": "object"],
      "defaults": object(["timeout": duration, "retry": reference("retry"), "estimate": duration]),
      "roles": ["type": "object", "additionalProperties": texts], "approvers": text("A file of allowed signers."),
      "locks": texts,
      "limits": object(["duration": duration, "rollback": duration, "parallel": ["type": "integer", "minimum": 1]]),
      "on_failure": ["enum": ["rollback", "halt"]], "error_catalog": text("A YAML file of error codes."),
      "guards": list(reference("guard")), "preconditions": reference("conditions"),
      "success": reference("conditions"), "phases": list(reference("phase")), "steps": list(reference("step")),
      "finally": list(reference("step")), "outputs": ["type": "object"],
    ]
  }

  private var definitions: JSON {
    [
      "duration": [
        "type": "string", "pattern": "^([0-9]+(ms|s|m|h|d))+$", "description": "500ms, 90s, 15m, 2h30m",
      ],
      "expression": ["type": ["string", "boolean"], "description": "A CEL expression that gives a bool."],
      "conditions": ["type": "array", "items": reference("condition")],
      "condition": ["anyOf": [reference("expression"), condition]],
      "guard": object(
        [
          "id": identifier, "description": text("What it guards."), "uses": names, "with": ["type": "object"],
          "check": reference("expression"), "message": text(""), "code": text(""), "effect": ["const": "read"],
          "outputs": outputTypes, "every": duration, "for": duration,
          "on_trip": ["enum": ["pause", "stop", "rollback"]], "on_missing": ["enum": ["ignore", "trip"]],
        ], required: ["id", "check", "every"]),
      "retry": object(
        [
          "attempts": ["type": "integer", "minimum": 1], "delay": duration, "backoff": ["type": "number"],
          "max_delay": duration,
        ], required: ["attempts"]),
      "input": object(
        [
          "type": text("bool, int, double, string, list<…>, map<string, …>, any"), "description": text(""),
          "default": [:], "pattern": text(""), "min": [:], "max": [:], "choices": ["type": "array"],
        ], required: ["type"]),
      "secret": object(["env": text(""), "file": text(""), "description": text("")]),
      "phase": object(
        [
          "id": identifier, "title": text(""), "description": text(""), "risk": text(""),
          "preconditions": reference("conditions"), "steps": list(reference("step")),
          "success": reference("conditions"), "on_failure": ["enum": ["rollback", "halt", "continue"]],
        ], required: ["id", "steps"]),
      "rollback": [
        "anyOf": [
          ["const": "auto"], object(["none": text("Why it can't or needn't be undone.")], required: ["none"]),
          action, list(action),
        ]
      ],
      "step": step,
    ]
  }

  private var condition: JSON {
    object(
      [
        "check": reference("expression"), "message": text("What to say when it is false."),
        "code": text("A code of the error catalogue."), "uses": names, "with": ["type": "object"],
        "effect": ["const": "read"], "outputs": outputTypes, "within": duration, "every": duration,
      ], required: ["check"])
  }

  private var action: JSON {
    object(
      [
        "title": text(""), "description": text(""), "uses": names, "with": ["type": "object"],
        "success": reference("conditions"), "retry": reference("retry"), "timeout": duration, "estimate": duration,
        "idempotent": ["type": "boolean"], "effect": ["enum": ["read", "write"]], "outputs": outputTypes,
      ], required: ["uses"])
  }

  private var step: JSON {
    let common = object(
      [
        "id": identifier, "title": text(""), "description": text(""), "uses": names, "with": ["type": "object"],
        "needs": texts, "when": reference("expression"), "foreach": [:], "as": identifier,
        "max_parallel": ["type": "integer", "minimum": 1], "preconditions": reference("conditions"),
        "done_when": reference("conditions"), "success": reference("conditions"), "retry": reference("retry"),
        "timeout": duration, "estimate": duration, "rollback": reference("rollback"),
        "on_failure": ["enum": ["rollback", "halt", "continue"]], "idempotent": ["type": "boolean"],
        "irreversible": ["type": "boolean"], "effect": ["enum": ["read", "write"]], "outputs": outputTypes,
      ], required: ["id", "uses"])
    guard case .object(var object) = common else { return common }
    object["allOf"] = .array(registry.names.compactMap { registry[$0]?.declaration }.map(inputRule))
    return .object(object)
  }

  /// The inputs of one step type.
  private func inputRule(_ declaration: StepDeclaration) -> JSON {
    var properties: JSONObject = [:]
    for input in declaration.inputs { properties[input.name] = schema(of: input) }
    let required = declaration.inputs.filter(\.required).map { JSON.string($0.name) }
    var with: JSONObject = [
      "type": "object", "description": .string(declaration.summary), "additionalProperties": false,
      "properties": .object(properties),
    ]
    if !required.isEmpty { with["required"] = .array(required) }
    var then: JSONObject = ["properties": ["with": .object(with)]]
    if !required.isEmpty { then["required"] = ["with"] }
    return ["if": ["properties": ["uses": ["const": .string(declaration.name)]]], "then": .object(then)]
  }

  private func schema(of input: FieldDeclaration) -> JSON {
    var schema = typeSchema(input.type)
    schema["description"] = .string(input.documentation)
    if !input.choices.isEmpty {
      // A choice may also come from an expression.
      let choice: JSON = [
        "anyOf": [
          ["enum": .array(input.choices.map { .string($0) })], ["type": "string", "pattern": "\\$\\{\\{"],
        ]
      ]
      if case .list = input.type { schema["items"] = choice } else { schema["anyOf"] = choice["anyOf"] }
    }
    return .object(schema)
  }

  /// Anything may be written as `${{ … }}`; where a string is declared, any scalar is text.
  private func typeSchema(_ type: ValueType) -> JSONObject {
    let scalar: JSON = ["string", "number", "boolean"]
    switch type {
    case .string, .duration, .timestamp, .bytes: return ["type": scalar]
    case .bool: return ["type": ["boolean", "string"]]
    case .int, .uint: return ["type": ["integer", "string"]]
    case .double: return ["type": ["number", "string"]]
    case .list(let item): return ["type": ["array", "string"], "items": .object(typeSchema(item))]
    case .map(_, let value): return ["type": ["object", "string"], "additionalProperties": .object(typeSchema(value))]
    default: return [:]
    }
  }

  // MARK: Small parts

  /// The known step types; and, since a folder beside a plan may declare more, names outside of their families.
  private var names: JSON {
    let known: JSON = ["enum": .array(registry.names.map { .string($0) })]
    if registry.outside == nil { return known }
    let families = Set(registry.names.compactMap { $0.split(separator: ".").first.map(String.init) }).sorted()
    let part = "[a-z][a-z0-9_-]*"
    let others = "^(?!(?:\(families.joined(separator: "|")))\\.)\(part)(?:\\.\(part))*$"
    return ["anyOf": [known, ["type": "string", "pattern": .string(others)]]]
  }
  private var identifier: JSON { ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*$"] }
  private var duration: JSON { reference("duration") }
  private var texts: JSON { ["type": "array", "items": ["type": "string"]] }
  private var outputTypes: JSON { ["type": "object", "additionalProperties": ["type": "string"]] }

  private func reference(_ name: String) -> JSON { ["$ref": .string("#/definitions/\(name)")] }

  private func list(_ item: JSON) -> JSON { ["type": "array", "items": item] }

  private func text(_ description: String) -> JSON {
    description.isEmpty ? ["type": "string"] : ["type": "string", "description": .string(description)]
  }

  private func object(_ properties: JSON, required: [String] = []) -> JSON {
    var object: JSONObject = ["type": "object", "additionalProperties": false, "properties": properties]
    if !required.isEmpty { object["required"] = .array(required.map { .string($0) }) }
    return .object(object)
  }
}
