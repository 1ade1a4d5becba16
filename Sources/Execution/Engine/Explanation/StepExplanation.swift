// Every expression of a step with the values that its parts had: the answer to "why did it do that?". Pure: from the
// state and the events alone.

import Expressions
import JSONText
import PlanModel

/// What is known of one step, phase or sub-plan and of each of its expressions.
public struct StepExplanation: Sendable {
  /// One expression, or one input with expressions in it, at its place in the plan.
  public struct Part: Sendable {
    /// Where it stands: `foreach`, `when`, `done_when`, `preconditions`, `with`, `success`, `rollback[0].with` …
    public var list: String
    /// Its place in the list, from 0.
    public var place: Int?
    /// The name of the input, of inputs.
    public var field: String?
    /// As the plan writes it.
    public var text: String
    /// The read step whose outputs it judges.
    public var uses: String?
    /// A code of the plan's error catalogue.
    public var code: String?
    /// What it came to, the latest last; one that was never asked has one, made from what is known now.
    public var answers: [Answer]
  }

  /// What an expression came to at one time.
  public struct Answer: Sendable {
    /// The number of the event that has it; nil: made now from what is known.
    public var event: Int64?
    /// Milliseconds since 1970.
    public var at: Int64?
    public var attempt: Int?
    /// Of a condition: whether it held. Nil where nobody could say.
    public var holds: Bool?
    /// Of an input: its value in journal form, in which a secret is a reference.
    public var value: JSON?
    /// Why it has no answer.
    public var error: String?
    public var observation: Observed?
    /// The parts with their values: one tree for each expression.
    public var trees: [ExplanationTree]
  }

  public var id: String
  public var step: PlanStep?
  public var state: StepState
  /// Of what stands for several steps, the worst of theirs.
  public var status: StepStatus
  /// Of an instance of a `foreach`: its key and its item.
  public var item: (key: String, value: Value)?
  public var parts: [Part]
  /// The events about it, with their numbers.
  public var history: [(number: Int64, event: RecordedEvent)]
}

extension RunState {
  /// Explains a step, phase or sub-plan; nil: the run has none of this id.
  ///
  /// - Parameter events: all events of the run, in order.
  public func explanation(of id: String, events: [RecordedEvent]) -> StepExplanation? {
    index[id].map { Explainer(state: self, node: $0, events: events).explanation }
  }
}

extension StepExplanation.Answer {
  init(trees: [ExplanationTree]) {
    self.init(
      event: nil, at: nil, attempt: nil, holds: nil, value: nil, error: nil, observation: nil, trees: trees)
  }

  init(
    event: Int64, at: Int64, attempt: Int?, holds: Bool?, error: String?, observation: Observed?,
    trees: [ExplanationTree]
  ) {
    self.init(
      event: event, at: at, attempt: attempt, holds: holds, value: nil, error: error, observation: observation,
      trees: trees)
  }
}
