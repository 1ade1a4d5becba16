// `belay steps test NAME`: every promise of an outside step type, tried in real folders with its real program.

import ArgumentParser
import Diagnostics
import Foundation
import JSONText
import OperatingSystem
import OutsideSteps
import PlanModel
import Presentation
import Runner
import StepCatalogue
import StepConformance
import StepKit

struct StepsTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Try an outside step type in each situation under its `tests`; exit 1 names every promise it breaks.")

  @Argument(help: "A step type, the name of a folder in `steps`.")
  var name: String

  @Option(name: .long, help: "The folder that holds `steps` (default: the working directory).")
  var dir = ""

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() async throws {
    let (type, fixtures) = try find()
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let environment = ProcessInfo.processInfo.environment
    let processes = TrialProcesses(
      folder: folder + "/run", supervisor: Installation.supervisor(environment), environment: environment)
    let means = TrialMeans(
      layout: processes.layout, processes: { context, confined in processes.runner(for: context, confined: confined) },
      questions: [{ context in await OutsideSteps.faultOfUnknownOperation(type, context) }])
    let faults = await StepConformance.faults(of: type, fixtures: fixtures, in: folder, means: means)
    await processes.close()
    show(faults, count: fixtures.count)
    if !faults.isEmpty { throw Failure.silent(ExitStatus.failed) }
  }

  private func find() throws -> (any StepType, [StepFixture]) {
    let checker = PlanChecker(registry: try BuiltinSteps.registry(), reader: DiskReader())
    let result = checker.outsideTypes(in: StepFolder(dir).path, named: name)
    Output.diagnostics(result.diagnostics, noColor: options.noColor)
    guard result.names.contains(name) else {
      let near = nearestName(to: name, in: result.names).map { "did you mean '\($0)'?" }
      throw Failure(
        code: ExitStatus.usage, message: "there is no folder \(StepFolder(dir).path)steps/\(name)",
        help: near ?? "--dir names the folder that holds 'steps'")
    }
    guard let type = result.types[name], !result.diagnostics.contains(where: { $0.severity == .error }) else {
      throw Failure.silent(ExitStatus.usage)
    }
    guard var fixtures = result.fixtures[name] else {
      throw Failure(
        code: ExitStatus.usage, message: "'\(name)' is a composite: it has no program to be tried",
        help: "test the step types that its steps use; belay check checks the rest")
    }
    if fixtures.isEmpty, !type.declaration.inputs.contains(where: \.required) {
      fixtures = [StepFixture("without inputs", inputs: [:])]
    }
    return (type, fixtures)
  }

  private func makeFolder() throws -> String {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array((parent + "/belay-steps." + String(repeating: "X", count: 6)).utf8CString)
    guard let made = mkdtemp(&template) else {
      let reason = SystemError.last.text.lowercased()
      throw Failure(
        code: ExitStatus.usage, message: "there is no place for trials in '\(parent)': \(reason)",
        help: "point TMPDIR to a folder that exists and is writable")
    }
    return String(cString: made)
  }

  private func show(_ faults: [ConformanceFault], count: Int) {
    switch format {
    case .json:
      Output.json([
        "ok": .bool(faults.isEmpty), "tests": .int(Int64(count)),
        "faults": .array(
          faults.map { fault in
            [
              "rule": .string(fault.rule.rawValue), "test": fault.fixture.map { .string($0) } ?? .null,
              "detail": .string(fault.detail),
            ]
          }),
      ])
    case .text:
      for fault in faults { Output.line("\(fault)") }
      let tests = "\(count) test\(count == 1 ? "" : "s")"
      Output.line(
        faults.isEmpty
          ? "\(name): keeps its promises in \(tests)"
          : "\(name): \(faults.count) fault\(faults.count == 1 ? "" : "s") in \(tests)")
    }
  }
}
