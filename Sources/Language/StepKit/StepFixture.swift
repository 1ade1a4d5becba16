// A situation in which a step type is tried: what is there, what the plan gives. Fixtures stand beside their step
// type and are values, so that one generic test can run all of them.

import Expressions

/// A situation for the trials of StepConformance.
public struct StepFixture: Sendable {
  /// What is special about it, in a few words.
  public var name: String
  /// What is in the working directory.
  public var files: [FixtureEntry]
  /// More than files can say, such as a database. It is given the working directory.
  public var prepare: (@Sendable (String) throws -> Void)?
  /// As the plan gives them; defaults are added. Paths are relative to the working directory.
  public var inputs: [String: Value]
  /// What an opaque step says about itself.
  public var effect: Effect?
  public var declaredOutputs: [String: ValueType]
  /// What a process is taken to have written to BELAY_OUTPUT.
  public var processOutput: [UInt8]
  /// Code with which the step must fail here. Nil: it must succeed.
  public var failure: String?
  /// Outputs that may differ from one time to the next, such as a load.
  public var volatileOutputs: Set<String>

  public init(
    _ name: String, files: [FixtureEntry] = [], inputs: [String: Value], effect: Effect? = nil,
    declaredOutputs: [String: ValueType] = [:], processOutput: String = "", failure: String? = nil,
    volatileOutputs: Set<String> = [], prepare: (@Sendable (String) throws -> Void)? = nil
  ) {
    self.name = name
    self.files = files
    self.inputs = inputs
    self.effect = effect
    self.declaredOutputs = declaredOutputs
    self.processOutput = Array(processOutput.utf8)
    self.failure = failure
    self.volatileOutputs = volatileOutputs
    self.prepare = prepare
  }
}

/// Something in a fixture's working directory. Folders on the way to it are made.
public struct FixtureEntry: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case file([UInt8])
    case folder
    case link(to: String)
  }
  public var path: String
  public var kind: Kind
  public var mode: UInt32

  public static func file(_ path: String, _ text: String, mode: UInt32 = 0o644) -> FixtureEntry {
    FixtureEntry(path: path, kind: .file(Array(text.utf8)), mode: mode)
  }

  public static func file(_ path: String, bytes: [UInt8], mode: UInt32 = 0o644) -> FixtureEntry {
    FixtureEntry(path: path, kind: .file(bytes), mode: mode)
  }

  public static func folder(_ path: String, mode: UInt32 = 0o755) -> FixtureEntry {
    FixtureEntry(path: path, kind: .folder, mode: mode)
  }

  public static func link(_ path: String, to target: String) -> FixtureEntry {
    FixtureEntry(path: path, kind: .link(to: target), mode: 0o777)
  }
}
