// `error_catalog`: a YAML file of its own, code → {message, cause, resolution} (DESIGN §2 "Error catalogue").

import Diagnostics
import PlanText

/// Reads the error catalogue that a plan names.
struct ErrorCatalogReader {
  let session: CheckSession
  let file: CheckedFile

  func catalogue() -> [String: PlanErrorCode] {
    guard let path = file.plan?.errorCatalog,
      let reporter = session.include(path, "the error catalogue", of: file.reporter)
    else { return [:] }
    // Named by two plans, it is read twice; the same problem at the same place is said once.
    guard let root = session.parse(reporter) else { return [:] }
    var codes: [String: PlanErrorCode] = [:]
    for (key, value) in reporter.entries(root, "an error catalogue") {
      guard Names.isErrorCode(key.text) else {
        reporter.report(.badErrorCode(key.text), at: key.range)
        continue
      }
      if let entry = entry(key.text, value, reporter) { codes[key.text] = entry }
    }
    return codes
  }

  private func entry(_ code: String, _ node: Node, _ reporter: Reporter) -> PlanErrorCode? {
    guard let map = MapReader(node, .errorCode, reporter) else { return nil }
    guard let message = reporter.words(map["message"], "the message of \(code)") else { return nil }
    return PlanErrorCode(
      code: code, message: message, cause: reporter.words(map["cause"], "the cause of \(code)"),
      resolution: resolution(map["resolution"], code, reporter))
  }

  /// One text, or a list of them.
  private func resolution(_ node: Node?, _ code: String, _ reporter: Reporter) -> [String] {
    guard let node else { return [] }
    let what = "the resolution of \(code)"
    if node.kind == .scalar { return reporter.words(node, what).map { [$0] } ?? [] }
    return reporter.items(node, what).compactMap { reporter.words($0, "an item of \(what)") }
  }
}
