// Whether every step whose result is read is surely done by then (DESIGN §3). All references of a file are judged
// together, so that a list of 100,000 steps costs no more than it is long.

import Diagnostics

extension BodyContext {
  func checkReferences() {
    var openByList: [Int: [Int]] = [:]
    for (number, reference) in references.enumerated() {
      switch reference.position {
      case .step(let reader, let seesItself) where reader.list == reference.step.list:
        if reader == reference.step {
          if !seesItself { report(reference, .itself) }
        } else {
          openByList[reader.list, default: []].append(number)
        }
      case .step(let reader, _): judge(reference, isDone: reader.list >= reference.step.list)
      case .startOfList(let list): judge(reference, isDone: reference.step.list < list)
      case .endOfList(let list): judge(reference, isDone: reference.step.list <= list)
      case .beforeAll(let what):
        reporter.report(.noStepsHere(reference.id, what: what), at: reference.range)
      }
    }
    for (list, numbers) in openByList.sorted(by: { $0.key < $1.key }) { checkOrder(numbers, inList: list) }
  }

  private func checkOrder(_ numbers: [Int], inList list: Int) {
    let ancestry = Ancestry(needs: graph.needs[list], order: graph.order[list])
    let questions = numbers.map { (ancestor: references[$0].step.index, node: reader(of: references[$0])) }
    let answers = ancestry.answers(to: questions)
    for (number, isDone) in zip(numbers, answers) where isDone { judge(references[number], isDone: true) }
    let misses = zip(numbers, questions).enumerated().filter { !answers[$0.offset] }.map(\.element)
    // Those that run later than their reader are told apart from those that run beside it.
    let laterAnswers = ancestry.answers(to: misses.map { (ancestor: $0.1.node, node: $0.1.ancestor) })
    for (miss, isLater) in zip(misses, laterAnswers) {
      let reference = references[miss.0]
      report(reference, isLater ? .later : .sideBySide)
    }
  }

  private func judge(_ reference: StepReference, isDone: Bool) {
    guard isDone else { return report(reference, fault(of: reference)) }
    if let absence = reference.absence {
      reporter.report(absence, at: reference.range, label: nil, onlyFix: nil)
    }
  }

  private func reader(of reference: StepReference) -> Int {
    if case .step(let reader, _) = reference.position { reader.index } else { 0 }
  }

  private func fault(of reference: StepReference) -> PlanProblem.ReferenceFault {
    reference.step.list == graph.finallyList ? .inFinally : .later
  }

  private func report(_ reference: StepReference, _ fault: PlanProblem.ReferenceFault) {
    reporter.report(.notSurelyBefore(reference.id, fault), at: reference.range)
  }
}
