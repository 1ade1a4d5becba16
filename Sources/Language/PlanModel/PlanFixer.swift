// What `belay check --fix` does: applies the fix-its that are beyond doubt, checks again, and goes on until none is
// left. Works on texts alone; whoever calls it writes the files.

import Diagnostics
import PlanText
import StepKit

/// Applies fix-its to a plan and all that it includes.
public struct PlanFixer: Sendable {
  /// A fix-it that was applied, with its place in the text as it was then.
  public struct Change: Sendable, Hashable {
    public var id: String
    public var message: String
    /// As diagnostics name the file.
    public var file: String
    public var place: SourcePlace
  }

  /// The plan after its fix-its.
  public struct Outcome: Sendable {
    /// What is left to say.
    public var result: CheckResult
    public var changes: [Change]
    /// Every changed file: its text before and after.
    public var files: [(path: String, before: [UInt8], after: [UInt8])]
  }

  /// Fix-its may uncover each other; texts that were there before end the search in any case.
  private static let roundLimit = 100

  private let registry: Registry
  private let reader: any PlanReader

  public init(registry: Registry, reader: any PlanReader) {
    self.registry = registry
    self.reader = reader
  }

  public func fix(path: String) -> Outcome {
    var texts = FixedTexts(base: reader)
    var changes: [Change] = []
    var result = check(path, texts)
    for _ in 0..<PlanFixer.roundLimit {
      let round = apply(result.diagnostics, to: &texts)
      if round.isEmpty { break }
      changes += round
      result = check(path, texts)
    }
    return Outcome(result: result, changes: changes, files: texts.changed)
  }

  private func check(_ path: String, _ texts: FixedTexts) -> CheckResult {
    PlanChecker(registry: registry, reader: texts).check(path: path)
  }

  /// One round over all files; empty when nothing could be applied.
  private func apply(_ diagnostics: [Diagnostic], to texts: inout FixedTexts) -> [Change] {
    var order: [String] = []
    var byFile: [String: [Diagnostic]] = [:]
    for diagnostic in diagnostics {
      guard let file = diagnostic.file, diagnostic.fix?.isAutomatic == true else { continue }
      if byFile[file.path] == nil { order.append(file.path) }
      byFile[file.path, default: []].append(diagnostic)
    }
    return order.flatMap { path in applyToFile(path, byFile[path] ?? [], &texts) }
  }

  private func applyToFile(_ path: String, _ diagnostics: [Diagnostic], _ texts: inout FixedTexts) -> [Change] {
    guard let file = diagnostics.first?.file else { return [] }
    let fixes = diagnostics.compactMap(\.fix)
    var chosen = compatibleFixes(fixes, in: file)
    var bytes = applyFixes(chosen.map { fixes[$0] }, to: file)
    let before = health(of: file.bytes, path)
    if !isAsHealthy(bytes, before, path) {
      chosen = soundFixes(chosen, fixes, file, before)
      bytes = applyFixes(chosen.map { fixes[$0] }, to: file)
    }
    guard !chosen.isEmpty, texts.set(bytes, insteadOf: file.bytes, at: path) else { return [] }
    return chosen.map { index in
      Change(
        id: diagnostics[index].id, message: fixes[index].message, file: path,
        place: file.place(of: diagnostics[index].range?.start ?? 0))
    }
  }

  /// Together they would break the text; those that don't, tried one after another.
  private func soundFixes(_ chosen: [Int], _ fixes: [FixIt], _ file: SourceFile, _ before: TextHealth) -> [Int] {
    var sound: [Int] = []
    for index in chosen.prefix(200) {
      let bytes = applyFixes((sound + [index]).map { fixes[$0] }, to: file)
      if isAsHealthy(bytes, before, file.path) { sound.append(index) }
    }
    return sound
  }

  private struct TextHealth {
    var isReadable: Bool
    var errors: Int
  }

  private func health(of bytes: [UInt8], _ path: String) -> TextHealth {
    let (document, diagnostics) = PlanDocument.parse(SourceFile(path: path, bytes: bytes))
    return TextHealth(isReadable: document != nil, errors: diagnostics.count { $0.severity == .error })
  }

  /// A fix never turns readable YAML into something else, nor adds a mistake to it.
  private func isAsHealthy(_ bytes: [UInt8], _ before: TextHealth, _ path: String) -> Bool {
    let after = health(of: bytes, path)
    if before.isReadable { return after.isReadable && after.errors <= before.errors }
    // A text that can't be read stops at its first mistake; behind it others may come to light.
    return true
  }
}

/// Files with the texts that they have so far.
private struct FixedTexts: PlanReader {
  let base: any PlanReader
  private var texts: [String: [UInt8]] = [:]
  private var originals: [String: [UInt8]] = [:]
  private var order: [String] = []
  private var seen: [String: Set<[UInt8]>] = [:]

  init(base: any PlanReader) { self.base = base }

  func read(_ path: String) -> Result<[UInt8], PlanReadError> { texts[path].map(Result.success) ?? base.read(path) }

  func folders(in folder: String) -> [String] { base.folders(in: folder) }

  func files(below folder: String) -> Result<[ListedFile], PlanReadError> { base.files(below: folder) }

  /// False when the file had this text before: fix-its that undo each other end there.
  mutating func set(_ bytes: [UInt8], insteadOf old: [UInt8], at path: String) -> Bool {
    if originals[path] == nil {
      originals[path] = old
      order.append(path)
      seen[path] = [old]
    }
    guard seen[path, default: []].insert(bytes).inserted else { return false }
    texts[path] = bytes
    return true
  }

  var changed: [(path: String, before: [UInt8], after: [UInt8])] {
    order.compactMap { path in
      guard let before = originals[path], let after = texts[path], before != after else { return nil }
      return (path, before, after)
    }
  }
}
