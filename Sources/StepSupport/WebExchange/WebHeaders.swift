// Headers of a request, as a plan gives them.

import Expressions
import StepKit

package enum WebHeaders {
  /// In the order of their names. Fails where a header can't be sent; the message never holds a value.
  package static func read(_ input: Value?) throws(StepFailure) -> [(name: String, value: String)] {
    guard case .map(let entries)? = input else { return [] }
    var headers: [(name: String, value: String)] = []
    for case (.string(let name), .string(let value)) in entries {
      if let fault = fault(name: name, value: value) { throw WebProblem.badHeader(name, reason: fault).failure }
      headers.append((name, value))
    }
    return headers.sorted { $0.name < $1.name }
  }

  /// What a plan can be told before the run.
  package static func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    guard case .constant(.map(let entries))? = inputs["headers"] else { return [] }
    var issues: [InputIssue] = []
    for case (.string(let name), .string(let value)) in entries {
      guard let fault = fault(name: name, value: value) else { continue }
      issues.append(WebProblem.badHeader(name, reason: fault).issue("headers"))
    }
    return issues
  }

  /// Headers that frame the message: the client sets them, and another value would split it in two.
  private static let framing: Set<String> = ["host", "content-length", "transfer-encoding", "connection", "upgrade"]

  private static func fault(name: String, value: String) -> String? {
    let symbols = Array("!#$%&'*+-.^_`|~".utf8)
    let isToken = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || symbols.contains(byte)
    }
    if name.isEmpty || !isToken { return "is no name of a header" }
    if framing.contains(name.lowercased()) { return "is set by the HTTP client itself" }
    let isSafe = value.utf8.allSatisfy { $0 == 0x09 || (0x20...0x7E).contains($0) || $0 >= 0x80 }
    return isSafe ? nil : "holds a line break or another control character"
  }
}
