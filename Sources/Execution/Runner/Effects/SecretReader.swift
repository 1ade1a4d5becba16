// Secrets, fetched when a step needs them and held only in memory (DESIGN §3).

import Diagnostics
import Expressions
import OperatingSystem
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
      guard let bytes = try? WholeFile.read(absolute, limit: 1 << 20),
        let text = String(validating: bytes, as: UTF8.self)
      else { throw failure(secret, "the file \(path)") }
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }

  private func failure(_ secret: PlanSecret, _ source: String) -> StepFailure {
    let problem = RunProblem.unknownSecret(name: secret.name, source: source)
    return StepFailure(code: problem.id, message: problem.message, help: problem.help)
  }
}
