// What the program of an outside step type answered: one JSON object on stdout, read strictly. A slip in it is a clear
// failure, never a value that is missing.

import Expressions
import JSONText
import StepKit

struct OutsideAnswer {
  /// Bytes of an answer.
  static let limit = 1 << 20

  private let object: JSONObject
  private let operation: OutsideOperation

  /// Fails unless the program ended well and gave an answer to this operation.
  init(
    _ result: ProcessResult, to operation: OutsideOperation, of type: OutsideType, _ context: StepContext
  ) throws(StepFailure) {
    self.operation = operation
    let log = "belay log \(context.run) \(context.step)"
    let status: Int32
    switch result.ending {
    case .exited(let code): status = code
    case .signaled(let number): throw StepProblem.signaled(number).failure(log: log)
    case .failedToStart(let reason):
      throw StepProblem.failedToStart(program: type.program, reason: reason).failure(log: log)
    case .timedOut: throw StepProblem.timedOut.failure(log: log)
    case .stopped: throw StepProblem.stopped.failure(log: log)
    }
    let json = result.stdoutWasCut ? nil : try? JSON(parsing: Array(result.stdout.utf8))
    // A reason is shown, with secrets masked; whatever else was said doesn't count beside it.
    if let error = json?["error"], !error.isNull { throw Self.failure(error) }
    if status != 0 {
      throw StepProblem.exited(status, lastLine: Self.lastLine(of: result.stderr), readOnly: false).failure(log: log)
    }
    if result.stdoutHeldSecret { throw OutsideProblem.heldSecret.failure }
    if result.stdoutWasCut { throw OutsideProblem.tooLarge(limit: Self.limit).failure }
    if result.stdout.allSatisfy(\.isWhitespace) {
      guard operation == .apply || operation == .undo else {
        throw OutsideProblem.noAnswer(operation.rawValue).failure
      }
      object = [:]
      return
    }
    guard let object = json?.objectValue else {
      throw OutsideProblem.unreadable(reason: "is not one JSON object: \(Self.excerpt(of: result.stdout))").failure
    }
    self.object = object
    for (key, _) in object where !operation.keys.contains(key) {
      throw OutsideProblem.unknownKey(key, operation: operation.rawValue, keys: operation.keys).failure
    }
  }

  // MARK: Outputs

  /// Every declared output; an optional one may be missing. Names that aren't declared are ignored.
  func outputs(_ declaration: StepDeclaration) throws(StepFailure) -> [String: Value] {
    let outputs = try certainOutputs(declaration)
    for field in declaration.outputs where field.required && outputs[field.name] == nil {
      throw OutsideProblem.outputMissing(field.name, type: field.type.description).failure
    }
    return outputs
  }

  /// The declared outputs that were given.
  func certainOutputs(_ declaration: StepDeclaration) throws(StepFailure) -> [String: Value] {
    guard let json = object["outputs"], !json.isNull else { return [:] }
    guard let given = json.objectValue else {
      throw OutsideProblem.unreadable(reason: "has 'outputs' that are no object").failure
    }
    var outputs: [String: Value] = [:]
    for field in declaration.outputs {
      guard let json = given[field.name], !json.isNull || field.type == .dyn else { continue }
      guard let value = OutputValue.from(json: json, as: field.type, isWhole: false) else {
        throw OutsideProblem.outputInvalid(
          field.name, type: field.type.description, text: Self.excerpt(of: json.text())
        ).failure
      }
      outputs[field.name] = value
    }
    return outputs
  }

  // MARK: Powers

  func changes() throws(StepFailure) -> [PredictedChange] {
    guard let items = object["changes"]?.arrayValue else {
      throw OutsideProblem.unreadable(reason: "has no list 'changes'").failure
    }
    var changes: [PredictedChange] = []
    for item in items {
      guard let kind = item["kind"]?.stringValue, let target = item["target"]?.stringValue else {
        throw OutsideProblem.unreadable(reason: "has a change without 'kind' and 'target'").failure
      }
      changes.append(PredictedChange(kind: kind, target: target, diff: item["diff"]?.stringValue))
    }
    return changes
  }

  /// Nil: the program can't tell.
  func done() throws(StepFailure) -> Bool? {
    switch object["done"] {
    case .bool(let flag)?: return flag
    case .null?: return nil
    default: throw OutsideProblem.unreadable(reason: "has no 'done' that is true, false or null").failure
    }
  }

  var reason: String? { object["reason"]?.stringValue }

  func recorded() throws(StepFailure) -> JSON {
    guard let recorded = object["recorded"] else {
      throw OutsideProblem.unreadable(reason: "has no 'recorded'").failure
    }
    return recorded
  }

  // MARK: Words

  private static func failure(_ error: JSON) -> StepFailure {
    let message = error["message"]?.stringValue ?? error.stringValue ?? "the program failed without a message"
    var failure = OutsideProblem.refused(message: message, help: error["help"]?.stringValue).failure
    if let code = error["code"]?.stringValue, isOwnCode(code) { failure.code = code }
    return failure
  }

  /// A code of an error catalogue; those of Belay are Belay's.
  private static func isOwnCode(_ code: String) -> Bool {
    guard let first = code.utf8.first, isLetter(first), code.utf8.count <= 128 else { return false }
    if code.hasPrefix("BLY"), code.dropFirst(3).allSatisfy(\.isNumber) { return false }
    return code.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "-_.".utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

  /// The last line with something on it, at most 200 characters of it.
  private static func lastLine(of text: String) -> String? {
    let line = text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
    return line.map { String($0.drop(while: \.isWhitespace).prefix(200)) }
  }

  /// The start of a text on one line.
  private static func excerpt(of text: String) -> String {
    let line = String(text.prefix(80).map { $0.isNewline ? " " : $0 })
    return text.count > 80 ? line + "…" : line
  }
}

extension OutsideOperation {
  /// What its answer may say.
  var keys: [String] {
    switch self {
    case .apply: ["outputs", "error"]
    case .predict: ["changes", "outputs", "error"]
    case .probe: ["done", "outputs", "reason", "error"]
    case .record: ["recorded", "error"]
    case .undo: ["error"]
    }
  }
}
