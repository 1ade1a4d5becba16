// A problem at a place, ready to be shown: rendered once for terminal, JSON, SARIF and editor.

/// A change of the source that cures a problem.
public struct FixIt: Hashable, Sendable {
  /// One replacement. An empty range inserts, an empty replacement removes.
  public struct Edit: Hashable, Sendable {
    public var range: SourceRange
    public var replacement: String

    public init(range: SourceRange, replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// What the change does, as an instruction: "quote the expression".
  public var message: String
  public var edits: [Edit]
  /// Whether it is beyond doubt what was meant: `belay check --fix` applies only such fix-its. The others are offers,
  /// for a person to choose.
  public var isAutomatic: Bool

  public init(message: String, edits: [Edit], isAutomatic: Bool = true) {
    self.message = message
    self.edits = edits
    self.isAutomatic = isAutomatic
  }

  public init(
    _ message: String, replace range: SourceRange, with replacement: String, isAutomatic: Bool = true
  ) {
    self.init(message: message, edits: [Edit(range: range, replacement: replacement)], isAutomatic: isAutomatic)
  }
}

/// A further fact about a diagnostic, possibly with a place of its own.
public struct DiagnosticNote: Sendable {
  public var message: String
  public var file: SourceFile?
  public var range: SourceRange?

  public init(_ message: String, in file: SourceFile? = nil, at range: SourceRange? = nil) {
    self.message = message
    self.file = file
    self.range = range
  }
}

/// A problem at a place.
public struct Diagnostic: Sendable {
  public var id: String
  public var severity: Severity
  public var message: String
  public var file: SourceFile?
  public var range: SourceRange?
  /// What stands after the carets.
  public var label: String?
  /// What to do next.
  public var help: String?
  public var fix: FixIt?
  public var notes: [DiagnosticNote]

  public init(
    _ problem: any Problem, in file: SourceFile?, at range: SourceRange?, label: String? = nil, fix: FixIt? = nil,
    notes: [DiagnosticNote] = []
  ) {
    id = problem.id
    severity = problem.severity
    message = problem.message
    help = problem.help
    self.file = file
    self.range = range
    self.label = label
    self.fix = fix
    self.notes = notes
  }

  /// The place of the first byte; line 1, column 1 when only the file is known.
  public var place: SourcePlace? { file.map { $0.place(of: range?.start ?? 0) } }
}
