// A run in a folder of its own, with a journal in memory, fake step types and the real supervisor.

import Diagnostics
import Engine
import Foundation
import Journal
import PlanModel
import StepKit
import Testing

@testable import Runner

private let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path

/// A state folder, a plan, and the executors that come and go.
final class Scene: Sendable {
  let folder: String
  let plan: CheckedPlan
  let registry: Registry
  private let journal = MemoryJournal()
  private let environment: [String: String]

  /// `body` follows the lines that every plan begins with; `T` is in the environment.
  init(_ body: String, _ types: [any StepType], secret: String = "") throws {
    registry = try Registry(types)
    let text = "belay: 1\nname: demo\nversion: 1.0.0\ntitle: Demo\nsecrets: {t: {env: T}}\n" + body
    let file = PlanFile(name: "plan.yaml", bytes: Array(text.utf8))
    let result = PlanChecker(registry: registry).check(files: [file])
    guard let plan = result.plan else {
      throw SceneFault(result.diagnostics.map { "\($0.id) \($0.message)" }.joined(separator: "\n"))
    }
    self.plan = plan
    environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "T": secret]
    folder =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("runner-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder + "/work", withIntermediateDirectories: true)
  }

  deinit {
    for supervisor in supervisors { kill(supervisor, SIGKILL) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Another process on the same journal.
  func workspace(faults: @escaping StoreFaultPlan = { _, _ in nil }) -> (Workspace, MemoryStore) {
    let store = MemoryStore(sharing: journal, faults: faults)
    let workspace = Workspace(
      folder: folder, store: store, registry: registry, supervisor: products + "/belay-exec", version: "1",
      environment: environment)
    return (workspace, store)
  }

  func create(_ workspace: Workspace) throws -> (LoadedRun, Lease) {
    try RunVerbs(workspace).create(
      RunVerbs.Order(plan: plan, inputs: [:], starter: "ann", workingDirectory: folder + "/work"))
  }

  /// Carries a verb out with an executor of its own.
  static func execute(
    _ workspace: Workspace, _ opened: (LoadedRun, Lease), _ verb: Verb, orphans: OrphanPolicy = .wait
  ) async throws -> RunStatus {
    let executor = Executor(workspace, opened.0, lease: opened.1, observer: nil)
    return try await executor.execute(
      OpenRequest(opened: RunVerbs(workspace).opened(verb, opened.0), actor: "ann", orphans: orphans))
  }

  /// Runs the plan to its end.
  func run() async throws -> Ended {
    let (workspace, _) = workspace()
    let opened = try create(workspace)
    let status = try await Self.execute(workspace, opened, .run)
    return try ended(opened.0.id, status)
  }

  func open(_ run: RunID, _ verb: Verb, orphans: OrphanPolicy = .wait) async throws -> Ended {
    let (workspace, _) = workspace()
    let opened = try RunVerbs(workspace).open(run, for: verb)
    return try ended(run, try await Self.execute(workspace, opened, verb, orphans: orphans))
  }

  /// How a run stands, from its journal.
  func ended(_ run: RunID, _ status: RunStatus? = nil) throws -> Ended {
    let state = try RunLoader(workspace().0).load(run).state
    return Ended(run: run, status: status ?? state.status, state: state)
  }

  /// A file of the run's folder, or of the folder in which steps work.
  func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  func runFile(_ run: RunID, _ name: String) -> String? { text("\(folder)/runs/\(run)/\(name)") }

  func workFile(_ name: String) -> String? { text("\(folder)/work/\(name)") }

  var supervisors: [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { id in
      (text("/proc/\(id)/cmdline") ?? "").split(separator: "\0").dropFirst().starts(with: ["serve"])
        && (text("/proc/\(id)/cmdline") ?? "").contains(folder)
    }
  }
}

struct Ended {
  var run: RunID
  var status: RunStatus
  var state: RunState

  func step(_ id: String) -> StepStatus? { state.stepState(id)?.status }
  func error(_ id: String) -> RecordedError? { state.stepState(id)?.error }
}

struct SceneFault: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Whether a process is there; what has only to be reaped isn't.
func lives(_ process: String?) -> Bool {
  guard let id = process.flatMap({ Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }),
    let stat = FileManager.default.contents(atPath: "/proc/\(id)/stat"), let end = stat.lastIndex(of: UInt8(ascii: ")"))
  else { return false }
  return stat[end + 2] != UInt8(ascii: "Z")
}

struct WaitedInVain: Error {}

/// Waits until a condition holds, and fails when it doesn't within a generous time.
func eventually(_ what: String, _ condition: () throws -> Bool) async throws {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(20)
  while try !condition() {
    guard clock.now < end else {
      Issue.record("waited in vain: \(what)")
      throw WaitedInVain()
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
