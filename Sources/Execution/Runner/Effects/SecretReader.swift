// Secrets, fetched when a step needs them and held only in memory (DESIGN §3).

import Diagnostics
import Expressions
import Glibc
import PlanModel
import StepKit

/// Fetches the secrets of a plan.
struct SecretReader: Sendable {
  let secrets: [PlanSecret]
  let environment: [String: String]
  let workingDirectory: String

  /// Values by name, for the names that a step may use.
  func fetch(_ names: Set<String>) throws(StepFailure) -> [String: Value] {
    var values: [String: Value] = [:]
    for secret in secrets where names.contains(secret.name) { values[secret.name] = .string(try fetch(secret)) }
    return values
  }

  private func fetch(_ secret: PlanSecret) throws(StepFailure) -> String {
    switch secret.source {
    case .environment(let variable):
      if let value = environment[variable] { return value }
      throw failure(secret, "the environment variable \(variable)")
    case .file(let path):
      let absolute = path.hasPrefix("/") ? path : workingDirectory + "/" + path
      guard let bytes = SmallFile.read(absolute, limit: 1 << 20), let text = String(validating: bytes, as: UTF8.self)
      else { throw failure(secret, "the file \(path)") }
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }

  private func failure(_ secret: PlanSecret, _ source: String) -> StepFailure {
    let problem = RunProblem.unknownSecret(name: secret.name, source: source)
    return StepFailure(code: problem.id, message: problem.message, help: problem.help)
  }
}

/// Whole small files.
enum SmallFile {
  /// The bytes of a regular file up to a limit; nil when it can't be read or is larger.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 { if errno == EINTR { continue } else { return nil } }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit { return nil }
    }
  }
}
