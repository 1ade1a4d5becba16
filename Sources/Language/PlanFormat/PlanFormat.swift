// The canonical layout of plan files: two spaces a level, keys in the order of the language, one blank line between
// phases. Only white space and the order of a plan's own keys change; comments, quotes, line breaks within values and
// everything that can't be laid out safely stay as they are.

import Diagnostics
import PlanText

/// What laying out a file came to.
public enum FormatResult: Sendable {
  /// The file in its canonical layout; perhaps the very same bytes.
  case formatted([UInt8])
  /// The file isn't YAML that plans may hold; nothing can be said about its layout.
  case unreadable([Diagnostic])
  /// The new layout doesn't mean what the old one does, or lost a comment: a bug, and nothing of it may be used.
  case refused(FormatFault)
}

/// How a new layout differs from the text that it was made of.
public struct FormatFault: Error, Hashable, Sendable {
  public var message: String
}

/// Lays plan files out. A pure function: bytes to bytes.
public enum PlanFormat {
  /// The file in its canonical layout. Laying out the result again changes nothing.
  public static func format(_ file: SourceFile) -> FormatResult {
    let (document, diagnostics) = PlanDocument.parse(file)
    guard let document, !diagnostics.contains(where: { $0.severity == .error }) else { return .unreadable(diagnostics) }
    guard let root = document.root, !root.isScalar, !root.isFlow else { return .formatted(file.bytes) }
    let comments = CommentScanner(file: file, root: root).comments
    var reader = LayoutReader(file: file, comments: comments)
    guard let layout = reader.document(root) else { return .formatted(file.bytes) }
    var writer = LayoutWriter(file: file)
    let bytes = writer.write(layout)
    if let fault = fault(of: bytes, root: root, comments: comments, in: file) { return .refused(fault) }
    return .formatted(bytes)
  }

  /// Reads the new layout again, and compares it with the old one.
  private static func fault(
    of bytes: [UInt8], root: Node, comments: [Comment], in file: SourceFile
  ) -> FormatFault? {
    let newFile = SourceFile(path: file.path, bytes: bytes)
    let (document, diagnostics) = PlanDocument.parse(newFile)
    if let problem = diagnostics.first(where: { $0.severity == .error }) {
      return FormatFault(message: "the new layout can't be read: \(problem.message)")
    }
    guard let newRoot = document?.root else { return FormatFault(message: "the new layout is empty") }
    if let difference = TreeComparison(rootRole: .ofRoot(root)).difference(root, newRoot) {
      return FormatFault(message: difference)
    }
    let before = comments.map { Array(file.bytes[$0.range]) }.sorted { $0.lexicographicallyPrecedes($1) }
    let after = CommentScanner(file: newFile, root: newRoot).comments.map { Array(bytes[$0.range]) }
      .sorted { $0.lexicographicallyPrecedes($1) }
    return before == after ? nil : FormatFault(message: "a comment would be lost or changed")
  }
}
