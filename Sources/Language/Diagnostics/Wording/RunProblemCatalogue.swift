// What the ids of RunProblem and PersonProblem mean, for `belay error ID`.

extension RunProblem: CataloguedProblem {
  public static var atRunTime: [String] { catalogue.map(\.id) }

  public static let catalogue: [CatalogueEntry] = [
    entry(
      "BLY0601", "a precondition does not hold",
      "A step, phase or plan asked for something before it starts, and it wasn't so. The step changed nothing. The "
        + "message shows the expression and what it saw.",
      "preconditions: ['inputs.keep < 10']", "make it true, then: belay resume RUN"),
    entry(
      "BLY0602", "a success criterion does not hold",
      "The effect was carried out, but what must hold afterwards doesn't, also after `within`. The step has failed; "
        + "what it did is still there until it is undone.",
      "success: [{uses: file.stat, with: {path: ready}, check: outputs.exists, within: 10s}]",
      "look at the log of the step; then resume, which tries again, or roll back"),
    entry(
      "BLY0603", "an expression has no value",
      "Often it reads an output that isn't there: of a step that was skipped, or resolved by hand as done.",
      "when: steps.look.outputs.n > 3", "when: steps.look.status == 'succeeded' && steps.look.outputs.n > 3"),
    entry(
      "BLY0604", "an input has no value",
      "The input is an expression that can't be evaluated now, or whose value breaks the rules of the input.",
      "env: {N: '${{ steps.look.outputs.n }}'}",
      "give the expression a value for every case, or skip the step with `when`"),
    entry(
      "BLY0605", "a person refused", "A person who may answer at this gate said no. The reason is in the record.",
      "belay reject RUN gate --reason 'not today'",
      "belay resume RUN asks again; belay rollback RUN undoes what was done"),
    entry(
      "BLY0606", "stopped on request",
      "`belay stop`, SIGINT or SIGTERM ended the step and everything it had started. A stop never starts a rollback.",
      "belay stop RUN", "belay resume RUN goes on; belay rollback RUN undoes what was done"),
    entry(
      "BLY0607", "a step missed its deadline",
      "The whole family of its processes was ended, first with SIGTERM, then with SIGKILL. What it had done stays.",
      "timeout: 10s", "give it the time it needs, or find out why it hangs"),
    entry(
      "BLY0608", "the run took too long",
      "`limits.duration` counts the time in which an executor worked on the run. No new step starts; `on_failure` decides.",
      "limits: {duration: 1h}", "raise the limit and resume with --plan, or roll back"),
    entry(
      "BLY0609", "a step is in doubt",
      "Its intent is in the journal, its outcome isn't, and neither a living process nor an exit record tells what "
        + "happened. Belay doesn't guess: running it again might double what it does.",
      "kill -9 of everything, or a reboot, while a step ran that isn't idempotent",
      "look, then: belay resolve RUN STEP done|not-done|retry. Steps that say `idempotent: true` or have `done_when` settle themselves"
    ),
    entry(
      "BLY0610", "a guard tripped",
      "A condition that is sampled during the run became false for as long as the plan allows.",
      "guards: [{id: errors, check: outputs.rate < 0.01, every: 10s, …}]",
      "look at what it saw; then resume or roll back"),
    entry(
      "BLY0611", "the rollback takes longer than planned",
      "`limits.rollback` is an alarm, not an end: the rollback goes on.", "limits: {rollback: 15m}",
      "tell those who wait for it; rehearse the way back"),
    entry(
      "BLY0612", "two items of a foreach are the same",
      "Instances are named by their items, so that each must be there once.", "foreach: ${{ ['a', 'a'] }}",
      "make the items distinct, or use a map with a key for each"),
    entry(
      "BLY0613", "a secret can't be fetched",
      "Secrets are fetched when a step needs them, from where the plan says. Nothing was started.",
      "secrets: {token: {env: CA_TOKEN}}", "set it, then: belay resume RUN"),
    entry(
      "BLY0614", "an irreversible step stops the rollback",
      "`irreversible: true` marks the point of no return. What started after it is undone; it and what was before stay.",
      "irreversible: true", "decide by hand what to do; belay abandon RUN frees the run's locks"),
  ]
}

extension PersonProblem: CataloguedProblem {
  public static var atRunTime: [String] { catalogue.map(\.id) }

  public static let catalogue: [CatalogueEntry] = [
    entry(
      "BLY0520", "the run has no such step", "Steps are named by full id, `phase/step[key]`, or the unique end of it.",
      "belay approve RUN gat", "belay status RUN lists them"),
    entry(
      "BLY0521", "a name fits several steps", "The end of an id is enough only while it is unique.",
      "belay resolve RUN c done",
      "give the full id"),
    entry(
      "BLY0522", "the step doesn't wait", "Only a step that waits for people takes an answer.",
      "belay approve RUN done-step",
      "belay status RUN says what waits"),
    entry(
      "BLY0523", "the other verb passes this step", "An approval is approved, a manual step is confirmed.",
      "belay approve RUN manual-step", "belay confirm RUN manual-step"),
    entry(
      "BLY0524", "the person has none of the roles", "The plan names people per role. Who acts is `--as NAME`.",
      "belay approve RUN gate --as eve", "ask somebody of the role"),
    entry(
      "BLY0525", "the starter can't approve", "`distinct_from: [starter]` wants a second pair of eyes.",
      "belay approve RUN gate --as STARTER", "ask another person of the role"),
    entry(
      "BLY0526", "there is nothing to resolve", "`resolve` takes steps in doubt and failed steps.",
      "belay resolve RUN ok done",
      "belay status RUN says what is in doubt"),
    entry(
      "BLY0527", "the run is over", "A run that has succeeded or is rolled back can't be abandoned.",
      "belay abandon RUN", "nothing to do"),
    entry(
      "BLY0528", "the run is still running", "Abandoning it would leave running steps without an owner.",
      "belay abandon RUN",
      "belay stop RUN, then abandon it"),
    entry(
      "BLY0529", "the plan takes signed answers only", "`approvers` names a file of allowed signers.",
      "belay approve RUN gate",
      "this version can't verify signatures yet: use a plan without `approvers`"),
    entry(
      "BLY0530", "a rollback can't end at that step", "The step that stays done must have started.",
      "belay rollback RUN --to later",
      "name a step that has started"),
    entry(
      "BLY0531", "the answer is to another question",
      "Between the answer and the moment at which the run read it the question was withdrawn and asked anew: over an "
        + "edited plan, or after a rollback. The answer is kept in the record, and doesn't count.",
      "belay approve RUN gate, while somebody resumes it over an edited plan",
      "look at what is asked now (belay status RUN), then answer again"),
    entry(
      "BLY0532", "the run is over", "A run that succeeded, is rolled back or was abandoned takes no answers.",
      "belay approve RUN gate", "nothing to do"),
  ]
}

/// One entry, its parts in reading order.
private func entry(
  _ id: String, _ title: String, _ explanation: String, _ example: String, _ cure: String
) -> CatalogueEntry {
  CatalogueEntry(id: id, title: title, explanation: explanation, example: example, cure: cure)
}
