// Covers: StepConformance finds every kind of false claim. Each liar is the honest type below with one promise broken,
// and must be caught for just that promise.

import Expressions
import Foundation
import JSONText
import StepConformance
import StepKit
import Testing

/// A step that writes `now` into the file `state` and can do everything that a step can.
private struct HonestStep: InProcessStep, Predicting, Probing, Undoing {
  enum Lie: String, CaseIterable, Sendable {
    case none, name, doc, undeclaredOutput, wrongOutputType, missingOutput, readWrites, predictWrites, predictsNothing
    case predictsWrongFile, probeWrites, probeAlwaysDone, probeNeverDone, recordWrites, recordDouble, notIdempotent
    case otherOutputs, undoForgets, undoMode, undoAppends, undoBeforeFails, undoTwiceFails, undoDestroys, failsWrongly
  }
  var lie = Lie.none

  var declaration: StepDeclaration {
    StepDeclaration(
      name: lie == .name ? "Honest" : "honest.step", summary: "Write a state",
      inputs: [FieldDeclaration("word", .string, required: true, lie == .doc ? "" : "The word to write.")],
      outputs: [FieldDeclaration("length", .int, required: true, "Its length.")],
      effect: lie == .readWrites ? .read : .write, idempotent: true)
  }

  private func path(_ context: StepContext) -> String { context.workingDirectory + "/state" }

  private func read(_ context: StepContext) -> String? {
    (try? Data(contentsOf: URL(fileURLWithPath: path(context)))).map { String(decoding: $0, as: UTF8.self) }
  }

  private func write(_ text: String?, _ context: StepContext) {
    if let text {
      try? Data(text.utf8).write(to: URL(fileURLWithPath: path(context)))
      chmod(path(context), 0o644)
    } else {
      unlink(path(context))
    }
  }

  private func scribble(_ context: StepContext) {
    // The same bytes again: only the trace of the file betrays it.
    write(read(context) ?? "scribble", context)
  }

  private func wanted(_ context: StepContext) -> String { context.text("word") ?? "" }

  func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    if lie == .failsWrongly { throw StepFailure(code: "X-1", message: "it fails") }
    write(lie == .notIdempotent && context.attempt > 1 ? wanted(context) + "!" : wanted(context), context)
    var outputs: [String: Value] = ["length": .int(Int64(wanted(context).count))]
    switch lie {
    case .undeclaredOutput: outputs["more"] = 1
    case .wrongOutputType: outputs["length"] = "four"
    case .missingOutput: outputs = [:]
    case .otherOutputs: outputs["length"] = .int(Int64(context.attempt))
    default: break
    }
    return outputs
  }

  func predict(_ context: StepContext) async throws(StepFailure) -> Prediction {
    if lie == .predictWrites { scribble(context) }
    let isSo = read(context) == wanted(context)
    let kind = isSo || lie == .predictsNothing ? "none" : "modify"
    let bytes = Array((wanted(context) + (lie == .predictsWrongFile ? "?" : "")).utf8)
    return Prediction(
      changes: [PredictedChange(kind: kind, target: "state")], files: [path(context): .file(bytes: bytes, mode: 0o644)])
  }

  func probe(_ context: StepContext) async throws(StepFailure) -> ProbeResult {
    if lie == .probeWrites { scribble(context) }
    let length = lie == .otherOutputs ? 1 : wanted(context).count
    let done = ProbeResult.done(lie == .missingOutput ? [:] : ["length": .int(Int64(length))])
    if lie == .probeAlwaysDone { return done }
    if lie == .probeNeverDone { return .notDone }
    return read(context) == wanted(context) ? done : .notDone
  }

  func record(_ context: StepContext) async throws(StepFailure) -> JSON {
    if lie == .recordWrites { scribble(context) }
    let before = read(context).map { JSON.string($0) } ?? .null
    let record: JSON = ["before": before, "after": .string(wanted(context))]
    return lie == .recordDouble ? ["record": record, "load": .number("0.5")] : record
  }

  func undo(_ context: StepContext, record: JSON) async throws(StepFailure) {
    let record = record["record"] ?? record
    let before = record["before"]?.stringValue
    let now = read(context)
    if lie == .undoBeforeFails, now == before { throw StepFailure(code: "X-2", message: "nothing to undo") }
    if now != before, now != record["after"]?.stringValue, lie != .undoDestroys {
      throw StepFailure(code: "X-3", message: "newer work")
    }
    let marker = context.workingDirectory + "/../undone"
    if lie == .undoTwiceFails {
      if now == before, access(marker, F_OK) == 0 { throw StepFailure(code: "X-4", message: "undone already") }
      if now != before { close(open(marker, O_CREAT | O_WRONLY, 0o600)) }
    }
    switch lie {
    case .undoForgets where now != before: write("", context)
    case .undoAppends: write((before ?? "") + (now == before ? "" : "."), context)
    default: write(before, context)
    }
    if lie == .undoMode { chmod(path(context), 0o600) }
  }
}

@Suite struct ConformanceLiarTests {
  private static let fixtures = [
    StepFixture("over a file", files: [.file("state", "before")], inputs: ["word": "after"]),
    StepFixture("a new file", inputs: ["word": "after"]),
    StepFixture("nothing to do", files: [.file("state", "after")], inputs: ["word": "after"]),
  ]

  private static let expected: [HonestStep.Lie: Set<ConformanceFault.Rule>] = [
    .none: [],
    .name: [.declaration],
    .doc: [.declaration],
    .undeclaredOutput: [.outputs],
    .wrongOutputType: [.outputs],
    .missingOutput: [.outputs],
    .readWrites: [.declaration, .readOnly],
    .predictWrites: [.predictReadOnly],
    .predictsNothing: [.prediction],
    .predictsWrongFile: [.prediction],
    .probeWrites: [.probeReadOnly],
    .probeAlwaysDone: [.probe],
    .probeNeverDone: [.probe],
    .recordWrites: [.recordReadOnly],
    .recordDouble: [.record],
    .notIdempotent: [.idempotence],
    .otherOutputs: [.idempotence],
    .undoForgets: [.undo],
    .undoMode: [.undo],
    .undoAppends: [.undo],
    .undoBeforeFails: [.undoBefore],
    .undoTwiceFails: [.undoTwice],
    .undoDestroys: [.newerWork],
    .failsWrongly: [.outcome],
  ]

  @Test(arguments: HonestStep.Lie.allCases)
  fileprivate func everyLieIsFound(_ lie: HonestStep.Lie) async throws {
    let folder = try TemporaryFolder()
    let faults = await StepConformance.faults(
      of: HonestStep(lie: lie), fixtures: Self.fixtures, in: folder.path)
    let rules = Set(faults.map(\.rule))
    let expected = try #require(Self.expected[lie])
    #expect(expected.isSubset(of: rules), "\(faults)")
    if lie == .none { #expect(faults == []) }
  }

  @Test func aStepThatShouldFailMustFail() async throws {
    let folder = try TemporaryFolder()
    let fixture = StepFixture("should fail", inputs: ["word": "x"], failure: "X-9")
    let faults = await StepConformance.faults(of: HonestStep(), fixtures: [fixture], in: folder.path)
    #expect(
      faults.map(\.description)
        == ["honest.step (should fail) breaks 'outcome': it should fail with X-9, but succeeds"])
  }

  @Test func aTypeWithoutFixturesIsNotTrusted() async throws {
    let folder = try TemporaryFolder()
    let faults = await StepConformance.faults(of: HonestStep(), fixtures: [], in: folder.path)
    #expect(faults.map(\.description) == ["honest.step breaks 'fixtures': it has no fixtures"])
  }

  @Test func fixturesThatDontFitAreFound() async throws {
    let folder = try TemporaryFolder()
    let fixture = StepFixture("bad", inputs: ["wrod": "x", "word": 5])
    let faults = await StepConformance.faults(of: HonestStep(), fixtures: [fixture], in: folder.path)
    #expect(
      faults.filter { $0.rule == .fixtures }.map(\.detail)
        == ["'word' is not of type string", "'wrod' is no input"])
  }

  /// A process step that takes any end for a success, and asks for something else each time.
  private struct CarelessProcess: ProcessStep {
    let declaration = StepDeclaration(
      name: "careless.run", summary: "Run", inputs: [], outputs: [], effect: .write, idempotent: false, isOpaque: true)
    func process(_ context: StepContext) throws(StepFailure) -> ProcessRequest {
      ProcessRequest(argv: ["x", UUID().uuidString], workingDirectory: "relative")
    }
    func outputs(of result: ProcessResult, _ context: StepContext) throws(StepFailure) -> [String: Value] { [:] }
  }

  @Test func carelessProcessesAreFound() async throws {
    let folder = try TemporaryFolder()
    let faults = await StepConformance.faults(
      of: CarelessProcess(), fixtures: [StepFixture("any", inputs: [:])], in: folder.path)
    #expect(
      faults.filter { $0.rule == .process }.map(\.detail) == [
        "its folder 'relative' is not absolute", "it asks for another process each time",
        "it takes this for a success: exited(1)", "it takes this for a success: exited(255)",
        "it takes this for a success: signaled(9)",
        "it takes this for a success: failedToStart(\"no such file or directory\")",
        "it takes this for a success: timedOut", "it takes this for a success: stopped",
        "it takes this for a success: a secret in its output",
      ])
  }

  private struct EmptyGate: GateStep {
    let declaration = StepDeclaration(
      name: "empty.gate", summary: "Ask", inputs: [], effect: .read, idempotent: true)
    func gate(_ context: StepContext) throws(StepFailure) -> GateRequest {
      GateRequest(kind: .manual, message: "", quorum: 0)
    }
  }

  private struct BackwardTimer: TimerStep {
    let declaration = StepDeclaration(
      name: "backward.timer", summary: "Wait", inputs: [], effect: .read, idempotent: true)
    func delay(_ context: StepContext) throws(StepFailure) -> Int64 { -5 }
  }

  @Test func gatesAndTimersAreTried() async throws {
    let folder = try TemporaryFolder()
    let fixtures = [StepFixture("any", inputs: [:])]
    let gate = await StepConformance.faults(of: EmptyGate(), fixtures: fixtures, in: folder.path)
    #expect(gate.map(\.detail) == ["it asks for 0 people", "it doesn't say what to do"])
    let timer = await StepConformance.faults(of: BackwardTimer(), fixtures: fixtures, in: folder.path)
    #expect(timer.map(\.detail) == ["it waits -5 ms"])
  }

  /// A step that is neither idempotent nor probed leaves doubt; one that is carried out in two ways is none.
  private struct DoubtfulStep: InProcessStep, TimerStep {
    let declaration = StepDeclaration(
      name: "doubtful.step", summary: "Do. Twice.",
      inputs: [
        FieldDeclaration("Path", .int, required: true, default: 1, role: .path, choices: ["a"], ""),
        FieldDeclaration("script", .string, role: .script(valuesGoTo: "nowhere"), "x"),
      ], effect: .irreversible, idempotent: false)
    func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] { [:] }
    func delay(_ context: StepContext) throws(StepFailure) -> Int64 { 0 }
  }

  @Test func declarationsAreRead() async throws {
    let folder = try TemporaryFolder()
    let faults = await StepConformance.faults(of: DoubtfulStep(), fixtures: [], in: folder.path)
    #expect(
      faults.filter { $0.rule == .declaration }.map(\.detail) == [
        "it must be carried out in exactly one way, not 2", "its summary ends in a full stop",
        "input 'Path' has a name that is not snake_case", "input 'Path' has no documentation",
        "input 'Path' has choices, but isn't text", "input 'Path' must be string to be what it is",
        "input 'script' sends values to an input 'nowhere' that doesn't exist",
        "it is neither idempotent nor can it be probed: a crash would leave it in doubt",
      ])
  }
}
