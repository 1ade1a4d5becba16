// `state.mode`: which backend the team's tools use from now on. Enabling dual-write and the cutover are this one small
// file.

import DeploymentState
import Expressions
import JSONText
import StepKit

/// Sets the mode.
public struct StateModeStep: InProcessStep, Predicting, Probing, Undoing {
  public init() {}

  public let declaration = StepDeclaration(
    name: "state.mode", summary: "Choose the backend in use: LevelDB, dual-write or JSON",
    inputs: [
      StateInputs.state,
      FieldDeclaration(
        "mode", .string, required: true, choices: ["leveldb", "dual-write", "json"],
        "The backend in use. `json` is refused while a divergence is open."),
      FieldDeclaration(
        "primary", .string, default: .string("leveldb"), choices: BackendSide.allCases.map(\.rawValue),
        "In dual-write: the backend that is written first and read from."),
    ],
    outputs: [
      FieldDeclaration("mode", .string, required: true, "The mode that is set."),
      FieldDeclaration("previous", .string, required: true, "The mode before; `leveldb` where none was ever set."),
    ],
    effect: .write, idempotent: true)

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let (file, mode) = (try modeFile(context), try mode(context))
    let previous = try previous(context)
    if mode == .json { try refuseOpenDivergences(context) }
    try onState { () throws(StateError) in
      if try file.read() != mode { try file.write(mode) }
    }
    return ["mode": .string(mode.name), "previous": .string(previous)]
  }

  public func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    let (file, mode) = (try modeFile(context), try mode(context))
    let disk = PredictedDisk.of(context)
    let now = try onState { () throws(StateError) in try disk.read(file.path) }
    let bytes = ModeFile.bytes(of: mode)
    let known = context.predicted.map { $0[file.path] == nil } ?? true
    let change = PredictedChange(
      kind: now == nil ? "create" : now == bytes ? "none" : "modify", target: file.path,
      diff: UnifiedDiff.text(from: now ?? [], to: bytes, oldName: file.path, newName: file.path))
    var outputs: [String: Value] = ["mode": .string(mode.name)]
    if known { outputs["previous"] = .string(try previous(context)) }
    return Prediction(
      changes: [change], outputs: outputs,
      files: [file.path: .file(bytes: bytes, mode: now == nil ? 0o644 : FileChanges.mode(of: file.path))])
  }

  public func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    let (file, mode) = (try modeFile(context), try mode(context))
    let now = try onState { () throws(StateError) in try file.read() }
    guard now == mode else { return .notDone }
    return .done(["mode": .string(mode.name), "previous": .string(try previous(context))])
  }

  public func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    let (file, mode) = (try modeFile(context), try mode(context))
    let previous = try onState { () throws(StateError) in try file.read() }
    let isSet = previous == mode
    let planned: [(path: String, bytes: [UInt8]?)] = isSet ? [] : [(file.path, ModeFile.bytes(of: mode))]
    let changes = try FileChanges(planned: planned, context)
    return ["changes": changes.json, "previous": .string((previous ?? .leveldb).name)]
  }

  public func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    try FileChanges(json: record["changes"]).undo(context)
  }

  public func describeUndo(_ context: StepContext) -> [String] {
    guard let file = try? modeFile(context) else { return [] }
    return ["put back '\(file.path)' as it was"]
  }

  private func modeFile(_ context: StepContext) throws(StepFailure) -> ModeFile {
    ModeFile(stateFolder: try context.place("state"))
  }

  private func mode(_ context: StepContext) throws(StepFailure) -> StateMode {
    guard let mode = StateMode(name: context.text("mode") ?? "", primary: try context.side("primary")) else {
      throw StateProblem.badInput(name: "mode", reason: "is none of leveldb, dual-write, json").failure
    }
    return mode
  }

  /// What was set before the first attempt.
  private func previous(_ context: StepContext) throws(StepFailure) -> String {
    if let recorded = context.recorded?["previous"]?.stringValue { return recorded }
    let file = try modeFile(context)
    return try onState { () throws(StateError) in try file.read() ?? .leveldb }.name
  }

  private func refuseOpenDivergences(_ context: StepContext) throws(StepFailure) {
    let path = try context.place("state") + "/divergences.jsonl"
    let open = try onState { () throws(StateError) in try DivergenceLog(path: path).open }
    guard let first = open.first else { return }
    let rest = open.count > 1 ? " (and \(open.count - 1) more)" : ""
    throw StateError.synchronizationFailed(reason: "an open divergence: \(first.summary)\(rest)").failure
  }
}
