// What the undo of an outside step needs: what the step was given, and what its program recorded. It is journaled; a
// long answer lies in the vault.

import Expressions
import JSONText
import StepKit

struct OutsideRecord {
  /// Longest text of an answer that stands in the journal itself.
  private static let inlineLimit = 4096

  /// Those that can't hold a secret.
  var inputs: [String: Value]
  /// What the program said to `record`. Nil: it wasn't asked.
  var answer: JSON?
  private let declaration: StepDeclaration

  init(inputs: [String: Value], _ declaration: StepDeclaration) {
    self.declaration = declaration
    self.inputs = inputs.filter { declaration.input($0.key)?.sensitive == false }
  }

  func json(_ vault: any Vault) throws(StepFailure) -> JSON {
    var given = JSONObject()
    for field in declaration.inputs {
      if let value = inputs[field.name] { given[field.name] = value.journaled(as: field.type) }
    }
    var object: JSONObject = ["inputs": .object(given)]
    guard let answer else { return .object(object) }
    // As text: numbers in a journal are integers, and an answer may hold others.
    let text = answer.text()
    if text.utf8.count <= Self.inlineLimit {
      object["recorded"] = .string(text)
    } else {
      object["kept"] = try vault.store(Array(text.utf8)).json
    }
    return .object(object)
  }

  init(_ json: JSON, _ declaration: StepDeclaration, _ vault: any Vault) throws(StepFailure) {
    self.declaration = declaration
    inputs = [:]
    guard let given = json["inputs"]?.objectValue else { throw Self.unreadable("it holds no inputs") }
    for (name, value) in given {
      guard let field = declaration.input(name), let value = try? Value(journaled: value, as: field.type) else {
        throw Self.unreadable("its input '\(name)' isn't one of the step type")
      }
      inputs[name] = value
    }
    var bytes: [UInt8]?
    if let text = json["recorded"]?.stringValue {
      bytes = Array(text.utf8)
    } else if let kept = json["kept"] {
      guard let item = VaultItem(json: kept) else { throw Self.unreadable("it names no bytes") }
      bytes = try vault.load(item)
    }
    guard let bytes else { return }
    guard let answer = try? JSON(parsing: bytes) else { throw Self.unreadable("it holds no JSON") }
    self.answer = answer
  }

  private static func unreadable(_ reason: String) -> StepFailure {
    StepProblem.unreadableRecord(reason: reason).failure()
  }
}
