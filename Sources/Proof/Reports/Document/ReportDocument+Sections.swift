// The order of a report: outcome, what happened, who, how it was undone, each step, the proof.

import Engine

extension ReportDocument {
  init(_ input: ReportInput) {
    let facts = RunFacts(input)
    title = "\(input.state.created.planName) \(input.state.created.planVersion): \(facts.headline.lowercased())"
    outcome = facts.outcome
    let sections: [Section?] = [
      facts.timelineSection, facts.courseSection, facts.alarmSection, facts.phaseSection, facts.peopleSection,
      facts.rollbackSection, facts.planChangeSection, facts.finallySection, facts.durationSection, facts.inputSection,
      facts.subPlanSection,
      facts.stepSection, facts.verificationSection,
    ]
    self.sections = sections.compactMap { $0 }
    footer =
      "Report of run \(code: input.run), made \(TimeText.full(input.generatedAt)) by belay \(input.binaryVersion). All times are UTC."
  }
}
