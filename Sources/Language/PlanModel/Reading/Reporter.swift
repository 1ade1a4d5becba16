// Where the problems of one file are collected while it is read and checked.

import Diagnostics

/// Collects the diagnostics of one file.
final class Reporter {
  let file: SourceFile
  /// The file's name relative to the plan's folder.
  let name: String
  private(set) var diagnostics = DiagnosticList()

  /// Problems of one file that are kept: nobody reads more, and a file of nothing but mistakes is answered soon.
  static let limit = 5000

  init(file: SourceFile, name: String) {
    self.file = file
    self.name = name
  }

  /// Searching a near name among very many is only done so often: a file with thousands of wrong names is answered
  /// quickly too.
  private var searchesLeft = 50

  /// The name that was probably meant. In a file with a thousand problems nobody is helped by another guess.
  func nearest(to name: String, in candidates: some Collection<String>) -> String? {
    if diagnostics.count > 1000 { return nil }
    if candidates.count > 1000 {
      guard searchesLeft > 0 else { return nil }
      searchesLeft -= 1
    }
    return nearestName(to: name, in: candidates)
  }

  var hasErrors: Bool { diagnostics.hasErrors }

  /// Reports a problem at a place. A near name becomes the label and, where the range is the wrong name, the fix.
  func report(
    _ problem: PlanProblem, at range: SourceRange, label: String? = nil, fix: FixIt? = nil,
    notes: [DiagnosticNote] = []
  ) {
    if isFull { return }
    let nearest = problem.nearestName
    report(
      problem, at: range, label: label ?? nearest.map { "did you mean '\($0)'?" },
      onlyFix: fix ?? nearest.map { FixIt("write '\($0)'", replace: range, with: $0) }, notes: notes)
  }

  /// Reports a problem with the fix that the caller found, or with none: the range isn't what a near name would replace.
  func report(
    _ problem: PlanProblem, at range: SourceRange, label: String?, onlyFix fix: FixIt?, notes: [DiagnosticNote] = []
  ) {
    if !isFull { diagnostics.report(problem, in: file, at: range, label: label, fix: fix, notes: notes) }
  }

  /// Where comments start that cut an expression off.
  private(set) var cutValues: [Int] = []

  func append(_ diagnostic: Diagnostic) {
    let cut = TextProblem.commentCutsValue(inExpression: true)
    if diagnostic.severity == cut.severity, diagnostic.id == cut.id, let range = diagnostic.range {
      cutValues.append(range.start)
    }
    if !isFull { diagnostics.append(diagnostic) }
  }

  /// With an error among them: warnings alone never keep an error out.
  private var isFull: Bool { diagnostics.count >= Reporter.limit && diagnostics.hasErrors }

  func note(_ message: String, at range: SourceRange) -> DiagnosticNote {
    DiagnosticNote(message, in: file, at: range)
  }
}
