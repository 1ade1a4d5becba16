// `belay: 1`, the version of the language that a file is written in.

import Diagnostics
import PlanText

struct LanguageVersion {
  /// The version of the plan language that this program knows.
  static let known: Int64 = 1

  let reporter: Reporter

  /// Whether the file is written for a newer language: then nothing of it can be judged.
  func isNewer(_ node: Node) -> Bool {
    guard let version = node.asInt() else {
      if node.kind != .scalar || !node.text.isEmpty {
        let isMeant = node.kind == .scalar && ["1", "1.0", "v1"].contains(node.text)
        reporter.report(
          .badLanguage(node.kind == .scalar ? node.text : node.kindName), at: node.mark,
          fix: isMeant ? FixIt("write 1", replace: node.range, with: "1") : nil)
      }
      return false
    }
    if version > LanguageVersion.known {
      reporter.report(.newerLanguage(version, known: LanguageVersion.known), at: node.range)
      return true
    }
    if version < 1 { reporter.report(.badLanguage(node.text), at: node.range) }
    return false
  }
}
