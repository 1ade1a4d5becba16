// A step type that somebody declares in a file beside a plan, with a program of their own (DESIGN §4 "Outside types").
// The checker reads the declaration; whoever carries such types out makes a step type of it.

import Digests
import Expressions
import JSONText

/// The declaration of an outside step type, with the files that carry it out.
public struct OutsideType: Sendable {
  /// Something that the program can be asked besides `apply`.
  public enum Power: String, Sendable, Hashable, CaseIterable {
    case predict, probe, undo
    /// Takes what `undo` will need, before the first attempt.
    case record
  }

  /// A file of the type's folder.
  public struct File: Sendable, Hashable {
    /// Relative to the folder, `/` between its parts.
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  public var declaration: StepDeclaration
  public var powers: Set<Power>
  /// The name of the executable among `files`.
  public var program: String
  /// Every file of the folder, `step.yaml` included, in order of their names.
  public var files: [File]
  /// What a value breaks of the rules that the declaration has for an input, in words; nil: nothing.
  public var ruleBroken: @Sendable (_ input: String, _ value: Value) -> String?
  /// The situations under `tests`.
  public var fixtures: [StepFixture]

  public init(
    declaration: StepDeclaration, powers: Set<Power>, program: String, files: [File],
    ruleBroken: @escaping @Sendable (String, Value) -> String? = { _, _ in nil }, fixtures: [StepFixture] = []
  ) {
    self.declaration = declaration
    self.powers = powers
    self.program = program
    self.files = files
    self.ruleBroken = ruleBroken
    self.fixtures = fixtures
  }

  /// Lowercase hex SHA-256 that binds every file: its name and its bytes.
  public var digest: String {
    let all = files.map { file -> JSON in
      ["name": .string(file.name), "sha256": .string(sha256Text(of: file.bytes))]
    }
    return sha256Text(of: JSON.array(all).canonicalBytes())
  }
}

/// Makes step types of declarations. ``Registry`` carries one, so that whoever checks a plan can.
public protocol OutsideTypeMaking: Sendable {
  func stepType(of type: OutsideType) -> any StepType
}

/// Lays files out on this machine, for a program that is among them to run.
public protocol FileLaying: Sendable {
  /// A folder, absolute, that holds exactly these bytes under these names, each file with mode 0700. It is the run's own:
  /// what was approved is what runs, whatever becomes of the folder that they came from.
  func folder(of files: [OutsideType.File], digest: String) throws(StepFailure) -> String
}
