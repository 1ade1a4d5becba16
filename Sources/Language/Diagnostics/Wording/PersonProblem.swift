// Why something that a person said to a run can't be taken.

/// A refused answer, resolve or abandon. Exit code 2.
public enum PersonProblem: Problem, Error, Hashable {
  case unknownStep(name: String, nearest: String?, steps: [String])
  case ambiguousStep(name: String, candidates: [String])
  case notWaiting(step: String, status: String, waiting: [String])
  case wrongVerb(step: String, verb: String)
  case notInRole(person: String, roles: [String], people: [String])
  case isStarter(person: String)
  case notToResolve(step: String, status: String, inDoubt: [String])
  case nothingToAbandon(String)
  case stillRunning
  case signatureNeeded(step: String)
  case neverStarted(step: String)
  case answersAnother(step: String)
  case runIsOver(status: String)

  public var id: String {
    switch self {
    case .unknownStep: "BLY0520"
    case .ambiguousStep: "BLY0521"
    case .notWaiting: "BLY0522"
    case .wrongVerb: "BLY0523"
    case .notInRole: "BLY0524"
    case .isStarter: "BLY0525"
    case .notToResolve: "BLY0526"
    case .nothingToAbandon: "BLY0527"
    case .stillRunning: "BLY0528"
    case .signatureNeeded: "BLY0529"
    case .neverStarted: "BLY0530"
    case .answersAnother: "BLY0531"
    case .runIsOver: "BLY0532"
    }
  }

  public var severity: Severity { .error }

  public var message: String {
    switch self {
    case .unknownStep(let name, _, _): "the run has no step '\(name)'"
    case .ambiguousStep(let name, _): "'\(name)' names more than one step"
    case .notWaiting(let step, let status, _): "'\(step)' doesn't wait for anybody: it is \(status)"
    case .wrongVerb(let step, let verb): "'\(step)' is passed with: belay \(verb)"
    case .notInRole(let person, let roles, _): "'\(person)' has none of the roles \(roles.joined(separator: ", "))"
    case .isStarter(let person): "'\(person)' started the run, and the plan wants somebody else"
    case .notToResolve(let step, let status, _): "'\(step)' is \(status): there is nothing to resolve"
    case .nothingToAbandon(let status): "the run is \(status)"
    case .stillRunning: "steps of the run are still running"
    case .signatureNeeded(let step): "'\(step)' takes signed answers only"
    case .neverStarted(let step): "'\(step)' never started, so that a rollback can't end there"
    case .runIsOver(let status): "the run is \(status): there is nothing left to answer or to resolve"
    case .answersAnother(let step): "the answer is to another question than the one that '\(step)' asks now"
    }
  }

  public var help: String? {
    switch self {
    case .unknownStep(_, let nearest, let steps):
      nearest.map { "did you mean '\($0)'?" } ?? "its steps: \(Self.some(steps))"
    case .ambiguousStep(_, let candidates): "say which: \(Self.some(candidates))"
    case .notWaiting(_, _, let waiting):
      waiting.isEmpty ? "nothing waits in this run: belay status RUN" : "waiting: \(Self.some(waiting))"
    case .wrongVerb: nil
    case .notInRole(_, _, let people): "who may answer: \(Self.some(people)); say who you are with --as NAME"
    case .isStarter: "ask another person of the role"
    case .notToResolve(_, _, let inDoubt):
      inDoubt.isEmpty ? "resolve takes steps in doubt and failed steps" : "in doubt: \(Self.some(inDoubt))"
    case .nothingToAbandon: "it has ended, its locks are free: a new run can start"
    case .neverStarted: "give a step that has started, or none to undo everything"
    case .runIsOver: "see what was done: belay status RUN"
    case .answersAnother: "look at what is asked, and answer that: belay status RUN"
    case .stillRunning: "stop it first: belay stop RUN"
    case .signatureNeeded:
      "this version can't verify signatures yet: use a plan without `approvers`, or abandon the run"
    }
  }

  private static func some(_ names: [String]) -> String {
    names.count <= 12 ? names.joined(separator: ", ") : names.prefix(12).joined(separator: ", ") + ", …"
  }
}
