// The runner's errors in words.

import Diagnostics
import Engine

extension RunnerError: Problem {
  public var id: String {
    switch self {
    case .journal(let error): error.id
    case .refused(let problem), .unknownTarget(let problem): problem.id
    case .unreadableEvent: "BLY0620"
    case .newerEvent: "BLY0621"
    case .planDoesNotCheck: "BLY0622"
    case .planMissing: "BLY0623"
    case .changedPlan: "BLY0624"
    case .drift: "BLY0625"
    case .inFlight: "BLY0627"
    case .otherPlan: "BLY0628"
    case .inputsDontFit: "BLY0629"
    case .itemsNotDistinct: "BLY0612"
    case .notRollbackable: "BLY0626"
    case .noScratchFolder: "BLY0630"
    case .engine: "BLY0999"
    }
  }

  public var severity: Severity { .error }

  public var message: String {
    switch self {
    case .journal(let error): error.message
    case .refused(let problem), .unknownTarget(let problem): problem.message
    case .unreadableEvent(let run, let seq, let reason): "event \(seq) of run \(run) can't be understood: \(reason)"
    case .newerEvent(let run, let type): "run \(run) has an event '\(type)' that this belay doesn't know"
    case .planDoesNotCheck(let run, let diagnostics):
      "the plan stored with run \(run) doesn't check with this binary: \(diagnostics.first?.message ?? "")"
    case .planMissing(let run, let file): "the journal of run \(run) has lost its plan file \(file)"
    case .changedPlan(let labels): "finished steps differ in the edited plan:\n" + Self.list(labels)
    case .drift(let differences): differences.joined(separator: "; ")
    case .inFlight(let steps):
      "the plan can't be changed while the outcome of \(steps.joined(separator: ", ")) isn't known"
    case .notRollbackable(let why): why
    case .itemsNotDistinct(let step, let key): "foreach of '\(step)' has the item '\(key)' twice"
    case .otherPlan(let name, let given): "the run is one of plan '\(name)', and this is plan '\(given)'"
    case .inputsDontFit(let problems):
      "the edited plan doesn't take what the run was given:\n" + problems.map { "  " + $0 }.joined(separator: "\n")
    case .noScratchFolder(let parent, let reason):
      "the dry run can't make a folder for its logs in '\(parent)': \(reason)"
    case .engine(let fault): fault.message
    }
  }

  private static func list(_ labels: [StepLabel]) -> String {
    labels.filter { $0.label != .reused }.map { "  \($0.label.rawValue): \($0.step), \($0.reason)" }
      .joined(separator: "\n")
  }

  public var help: String? {
    switch self {
    case .journal(let error): error.help
    case .refused(let problem), .unknownTarget(let problem): problem.help
    case .unreadableEvent: "check the record: belay audit verify RUN"
    case .newerEvent: "it can be read and verified here; go on with it in the newer belay that wrote it"
    case .planDoesNotCheck: "use the belay that started the run, or resume with a mended plan: --plan FILE"
    case .planMissing: "restore the state folder from a backup"
    case .changedPlan: "what is done isn't done again: accept that with --accept-changes, or restore the steps"
    case .inFlight: "resume without --plan first, which settles them, or belay stop RUN; then resume with --plan"
    case .drift: "go on with it all the same: --accept-changes"
    case .notRollbackable: "belay status RUN says where it stands"
    case .itemsNotDistinct: "instance ids come from the items: make them distinct, or use a map"
    case .otherPlan: "start a run of it: belay run PLAN"
    case .inputsDontFit: "give new inputs a default, and let the others take what they have; or start a new run"
    case .noScratchFolder: "point TMPDIR to a folder that exists and is writable"
    case .engine: "this is a bug of Belay; please report it"
    }
  }
}
