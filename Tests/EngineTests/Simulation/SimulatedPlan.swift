// Plans for simulated runs: YAML texts, checked as any plan is, with the simulated step types.

import Diagnostics
import PlanModel
import StepKit

/// A checked plan, and the registry under which it was checked.
struct SimulatedPlan {
  let name: String
  let text: String
  let plan: CheckedPlan
  let registry: Registry

  /// Checks `body` under the four lines that every plan begins with.
  init(_ name: String, _ body: String, files: [String: String] = [:]) throws {
    self.name = name
    text = Self.head + body
    registry = try SimulatedSteps.registry()
    var all = ["plan.yaml": text]
    for (path, inner) in files { all[path] = Self.head + inner }
    let result = PlanChecker(registry: registry, reader: FilesInMemory(all)).check(path: "plan.yaml")
    guard let plan = result.plan else {
      throw UncheckedPlan(
        name: name, text: text,
        problems: result.diagnostics.map { "\($0.id) \($0.message)" })
    }
    self.plan = plan
  }

  static let head = "belay: 1\nname: demo\nversion: 1.0.0\ntitle: Demo\n"
}

/// A plan of a test that doesn't check: the test is wrong.
struct UncheckedPlan: Error, CustomStringConvertible {
  var name: String
  var text: String
  var problems: [String]

  var description: String { "plan '\(name)' doesn't check:\n" + problems.joined(separator: "\n") + "\n" + text }
}

struct FilesInMemory: PlanReader {
  private let files: [String: String]

  init(_ files: [String: String]) { self.files = files }

  func read(_ path: String) -> Result<[UInt8], PlanReadError> {
    files[path].map { .success(Array($0.utf8)) } ?? .failure(PlanReadError(message: "no such file"))
  }
}
