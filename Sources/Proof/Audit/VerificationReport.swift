// What a verification found, and what it does and doesn't prove.

import JSONText
import Journal

/// The outcome of verifying a run's record.
public struct VerificationReport: Hashable, Sendable {
  /// Something that is wrong with the record.
  public struct Problem: Hashable, Sendable {
    /// The event concerned, where there is one.
    public let seq: Int64?
    /// The stable id that `belay error` explains.
    public let id: String
    public let message: String

    public init(seq: Int64?, id: String, message: String) {
      self.seq = seq
      self.id = id
      self.message = message
    }
  }

  /// The run; nil for an export that doesn't say.
  public var run: RunID?
  /// How many events there are.
  public var events: Int64
  /// The hash of the last event; 64 zeros when there is none.
  public var head: String
  public var problems: [Problem]
  /// Sentences for the reader: what is proven, and what can't be.
  public var proven: [String]

  /// Whether nothing is wrong.
  public var ok: Bool { problems.isEmpty }

  public init(run: RunID?, events: Int64, head: String, problems: [Problem], proven: [String]) {
    self.run = run
    self.events = events
    self.head = head
    self.problems = problems
    self.proven = proven
  }

  /// Adds what the comparison of the list of runs with the events found; nil: they couldn't be compared.
  public mutating func add(differencesInList differences: [RecordFault]?) {
    guard let differences else {
      if ok { proven.append(Sentences.listNotCompared) }
      return
    }
    problems += differences.map { Problem(RecordProblem(seq: nil, fault: $0)) }
    if differences.isEmpty { if ok { proven.append(Sentences.listAgrees) } } else { proven = [] }
  }

  /// The shape of `belay audit verify --format json` (DESIGN §7).
  public func json() -> JSON {
    var object: JSONObject = ["ok": .bool(ok)]
    if let run { object["run"] = .string(run.text) }
    object["events"] = .int(events)
    object["head"] = .string(head)
    object["problems"] = .array(problems.map { $0.json() })
    object["proven"] = .array(proven.map { .string($0) })
    return .object(object)
  }
}

extension VerificationReport.Problem {
  init(_ problem: RecordProblem) {
    self.init(seq: problem.seq, id: problem.fault.id, message: problem.fault.message)
  }

  func json() -> JSON {
    var object = JSONObject()
    if let seq { object["seq"] = .int(seq) }
    object["id"] = .string(id)
    object["message"] = .string(message)
    return .object(object)
  }
}
