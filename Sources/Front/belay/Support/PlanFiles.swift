// Reading plan files from disk, for the checker.

import Diagnostics
import Engine
import Expressions
import Foundation
import Glibc
import JSONText
import PlanModel
import Runner

/// Reads plan files; refuses what isn't a regular file, and what is larger than a plan may be.
struct DiskReader: PlanReader {
  private static let limit = 65 << 20

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return .failure(PlanReadError(message: String(cString: strerror(errno)).lowercased())) }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      return .failure(PlanReadError(message: "it isn't a regular file"))
    }
    var failure: Int32?
    // One byte more than it should have, so that its end is seen.
    let room = Int(min(Int64(facts.st_size), Int64(Self.limit))) + 1
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
      while filled < room {
        let count = Glibc.read(file, buffer.baseAddress.map { $0 + filled }, room - filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { failure = errno }
        if count <= 0 { return }
        filled += count
      }
    }
    if let failure { return .failure(PlanReadError(message: String(cString: strerror(failure)).lowercased())) }
    if bytes.count == room, room <= Self.limit { return .failure(PlanReadError(message: "it is being written to")) }
    return .success(bytes)
  }
}

/// Checking and inputs, as `plan`, `run` and `resume` need them.
enum PlanLoading {
  /// The plan, or its diagnostics on stderr and exit 2.
  static func checked(_ path: String, _ workspace: Workspace, noColor: Bool) throws -> CheckedPlan {
    let result = PlanChecker(registry: workspace.registry, reader: DiskReader()).check(path: path)
    guard let plan = result.plan else {
      Output.diagnostics(result.diagnostics, noColor: noColor)
      throw Failure.silent(Code.usage)
    }
    if !result.diagnostics.isEmpty {
      let count = result.diagnostics.count
      Output.error("\(path): \(count) warning\(count == 1 ? "" : "s"); belay check \(path) shows them")
    }
    return plan
  }

  /// Values of the plan's inputs from `--input` and `--inputs`.
  static func inputs(_ options: InputOptions, for plan: CheckedPlan) throws -> [String: Value] {
    switch InputResolver.resolve(try options.pairs(), file: try options.fileContent(), for: plan.body) {
    case .success(let values): return values
    case .failure(let problems):
      for problem in problems.problems {
        Output.error("error[\(problem.id)]: \(problem.message)" + (problem.help.map { "\n  = help: \($0)" } ?? ""))
      }
      throw Failure.silent(Code.usage)
    }
  }
}
