// Inputs from the command line and from a file to values: declared, complete, of the declared type, within the rules.

import Diagnostics
import Expressions
import JSONText

/// Resolves the inputs of a run (DESIGN §7 "`--input k=v` takes text for scalars and JSON for lists and maps").
public struct InputResolver {
  /// A value for every input, or everything that is wrong, in the order in which it was given. A value given on the
  /// command line goes before one of the file, and that before the default.
  public static func resolve(
    _ given: [(name: String, text: String)], file: JSON?, for body: PlanBody
  ) -> Result<[String: Value], InputProblems> {
    resolve(given, file: file, for: body.inputs)
  }

  /// The same for declarations alone.
  public static func resolve(
    _ given: [(name: String, text: String)], file: JSON?, for inputs: [PlanInput]
  ) -> Result<[String: Value], InputProblems> {
    var resolver = InputResolver(inputs)
    resolver.take(file)
    resolver.take(given)
    resolver.complete()
    return resolver.problems.isEmpty ? .success(resolver.values) : .failure(InputProblems(resolver.problems))
  }

  private let inputs: [PlanInput]
  private let names: [String]
  private var values: [String: Value] = [:]
  /// Inputs that were given, even if wrongly: they are not reported as missing as well.
  private var seen: Set<String> = []
  private var problems: [InputProblem] = []

  private init(_ inputs: [PlanInput]) {
    self.inputs = inputs
    names = inputs.map(\.name)
  }

  private func input(_ name: String) -> PlanInput? { inputs.first { $0.name == name } }

  private mutating func take(_ file: JSON?) {
    guard let file else { return }
    guard let object = file.objectValue else {
      problems.append(.fileIsNoObject)
      return
    }
    for (name, json) in object {
      guard let input = input(name) else {
        problems.append(.undeclared(name, inputs: names, nearest: nearestName(to: name, in: names)))
        continue
      }
      seen.insert(name)
      guard let value = InputValues.value(json, as: input.type) else {
        problems.append(.wrongType(name, type: input.type.description, text: json.text()))
        continue
      }
      accept(value, for: input)
    }
  }

  private mutating func take(_ given: [(name: String, text: String)]) {
    var first: Set<String> = []
    for (name, text) in given {
      guard let input = input(name) else {
        problems.append(.undeclared(name, inputs: names, nearest: nearestName(to: name, in: names)))
        continue
      }
      guard first.insert(name).inserted else {
        problems.append(.repeated(name))
        continue
      }
      seen.insert(name)
      switch InputValues.value(text, as: input.type) {
      case .success(let value): accept(value, for: input)
      case .failure(let fault): problems.append(problem(fault, input, text))
      }
    }
  }

  private func problem(_ fault: InputValues.Fault, _ input: PlanInput, _ text: String) -> InputProblem {
    switch fault {
    case .wrongType: .wrongType(input.name, type: input.type.description, text: text)
    case .badJSON(let message): .badJSON(input.name, type: input.type.description, reason: message)
    }
  }

  private mutating func accept(_ value: Value, for input: PlanInput) {
    if let problem = InputRules.problem(with: value, for: input) {
      problems.append(problem)
    } else {
      values[input.name] = value
    }
  }

  private mutating func complete() {
    for input in inputs where values[input.name] == nil && !seen.contains(input.name) {
      if let value = input.defaultValue {
        values[input.name] = value
      } else {
        problems.append(.missing(input.name, type: input.type.description, description: input.description))
      }
    }
  }
}

/// Everything that is wrong with the inputs of a run; never empty.
public struct InputProblems: Error, Sendable, Hashable {
  public let problems: [InputProblem]

  init(_ problems: [InputProblem]) { self.problems = problems }
}
