// Reading plan files from disk, for the checker.

import Diagnostics
import Engine
import Expressions
import Foundation
import Glibc
import JSONText
import OperatingSystem
import PlanModel
import Presentation
import Runner

/// Reads plan files; refuses what isn't a regular file, and what is larger than a plan may be.
struct DiskReader: PlanReader {
  private static let limit = 65 << 20

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    do throws(SystemError) {
      return .success(try WholeFile.read(path, limit: Self.limit, mustBeRegular: true))
    } catch {
      let reason = error.number == EINVAL ? "it isn't a regular file" : error.text.lowercased()
      return .failure(PlanReadError(message: reason))
    }
  }

  func folders(in folder: String) -> [String] { FolderListing.folders(in: folder) }

  func files(below folder: String) -> Result<[ListedFile], PlanReadError> {
    do throws(PlanReadError) { return .success(try FolderListing.files(below: folder)) } catch {
      return .failure(error)
    }
  }
}

/// Checking and inputs, as `plan`, `run` and `resume` need them.
enum PlanLoading {
  /// The plan, or its diagnostics on stderr and exit 2.
  static func checked(_ path: String, _ workspace: Workspace, noColor: Bool) throws -> CheckedPlan {
    let result = PlanChecker(registry: workspace.registry, reader: DiskReader()).check(path: path)
    guard let plan = result.plan else {
      Output.diagnostics(result.diagnostics, noColor: noColor)
      throw Failure.silent(ExitStatus.usage)
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
      for problem in problems.problems { Output.error(Failure(problem: problem).text ?? "") }
      throw Failure.silent(ExitStatus.usage)
    }
  }
}
