// The inputs that several state steps have in common, and how they are read.

import DeploymentState
import Expressions
import StepKit

/// Declarations of shared inputs.
enum StateInputs {
  static let leveldb = FieldDeclaration(
    "leveldb", .string, required: true, role: .path, "Folder of the LevelDB database.")
  static let deployments = FieldDeclaration(
    "deployments", .string, required: true, role: .path, "Folder of the documents, one file a network.")
  static let versionOne = FieldDeclaration(
    "v1", .string, required: true, role: .path, "Folder of the version 1 files.")
  static let state = FieldDeclaration(
    "state", .string, required: true, role: .path, "Folder of the mode file and the log of divergences.")
  static let expected = FieldDeclaration(
    "expected", .map(.string, .int), required: true, "Number of records by chain id.")
  static let quarantine = FieldDeclaration(
    "quarantine", .list(.int), default: .list([]),
    "Chain ids whose records are set aside by name, damaged or not.")
  static let source = FieldDeclaration(
    "source", .string, required: true, choices: BackendSide.allCases.map(\.rawValue),
    "The backend that is right; the other one is made equal to it.")
}

extension StepContext {
  /// A path that the declaration demands.
  func place(_ name: String) throws(StepFailure) -> String {
    guard let path = path(name), text(name) != "" else {
      throw StateProblem.badInput(name: name, reason: "is empty").failure
    }
    return PathText.absolute(path, in: workingDirectory)
  }

  var quarantine: Set<Int64> {
    Set((list("quarantine") ?? []).compactMap { if case .int(let id) = $0 { id } else { nil } })
  }

  /// `expected` and `quarantine`; nil without `expected`.
  func expectedContents() throws(StepFailure) -> ExpectedContents? {
    guard case .map(let map)? = inputs["expected"] else { return nil }
    var counts: [Int64: Int] = [:]
    for (key, value) in map {
      guard case .string(let text) = key else { continue }
      guard let chainId = Int64(text), case .int(let count) = value, count >= 0 else {
        throw StateProblem.badInput(
          name: "expected", reason: "must map chain ids to numbers of records; '\(text)' doesn't"
        ).failure
      }
      counts[chainId] = Int(count)
    }
    return ExpectedContents(counts: counts, quarantine: quarantine)
  }

  func side(_ name: String) throws(StepFailure) -> BackendSide {
    guard let side = BackendSide(rawValue: text(name) ?? "") else {
      throw StateProblem.badInput(name: name, reason: "is neither leveldb nor json").failure
    }
    return side
  }

  /// The moment that everything the step writes carries: an input, or the start of the run.
  var writeTime: String {
    let given = text("time") ?? ""
    return given.isEmpty ? Instant.text(milliseconds: runStartedAt) : given
  }
}

extension Value {
  /// A list of texts.
  static func texts(_ items: [String]) -> Value { .list(items.map(Value.string)) }
}
