// What a step would change, as far as it can be known before it runs.

import Expressions

/// What a dry run learns from a step.
public struct Prediction: Sendable {
  public var changes: [PredictedChange]
  /// Outputs that are already certain.
  public var outputs: [String: Value]
  /// What later steps will find.
  public var files: [String: PredictedFile]

  public init(
    changes: [PredictedChange], outputs: [String: Value] = [:], files: [String: PredictedFile] = [:]
  ) {
    self.changes = changes
    self.outputs = outputs
    self.files = files
  }
}

/// One change, as `belay plan` shows it.
public struct PredictedChange: Sendable, Hashable {
  /// `create`, `modify`, `remove`, `none`, or a word of the step type's own.
  public var kind: String
  /// What changes: a path, a URL, a database.
  public var target: String
  /// Unified diff, when the change is text.
  public var diff: String?

  public init(kind: String, target: String, diff: String? = nil) {
    self.kind = kind
    self.target = target
    self.diff = diff
  }
}

/// A file as a dry run expects it.
public enum PredictedFile: Sendable, Hashable {
  case absent
  case file(bytes: [UInt8], mode: UInt32)
  case unknown
}

/// Files as the steps before are predicted to leave them, by absolute path.
public struct PredictedFiles: Sendable {
  public private(set) var files: [String: PredictedFile] = [:]

  public init() {}

  public subscript(path: String) -> PredictedFile? { files[path] }

  public mutating func apply(_ prediction: Prediction) {
    files.merge(prediction.files) { $1 }
  }
}
