// What the ids of the runner and of the command line mean (BLY0519, BLY0615–BLY0639, BLY0998–BLY0999), for `belay error ID`.

extension ProblemCatalogue {
  /// Failures of carrying out a run, and of the verbs that do.
  static let runner: [CatalogueEntry] = [
    .running(
      "BLY0519", "an input isn't written as name=value",
      "`--input` takes a name, an equals sign, and the value: text for scalars, JSON for lists and maps.",
      "write --input name=value"),
    .running(
      "BLY0615", "the bytes that an undo needs can't be kept",
      "Before a step changes something, what `rollback: auto` will restore is written into the run's folder. "
        + "That failed, so the step didn't begin and changed nothing.",
      "make room or mend the permissions below .belay/runs, then: belay resume RUN"),
    .running(
      "BLY0616", "the bytes that an undo needs are gone",
      "The journal names the digest of what was there before the step. The file in the run's folder is missing "
        + "or has another digest. Nothing was undone: a wrong restore is worse than none.",
      "put the run's folder back from a backup, then: belay rollback RUN; or undo it by hand, then: belay "
        + "resolve RUN STEP done"),
    .running(
      "BLY0617", "a secret would have been journaled",
      "An output or an undo record held the value of a secret, raw or encoded. It was dropped, and the step has "
        + "failed; what it did is still there.",
      "keep secrets out of outputs; pass them on through files or env"),
    .running(
      "BLY0618", "the supervisor can't be reached",
      "Processes belong to a supervisor, one for each run. It couldn't be started, or it died, so that nobody "
        + "can say what became of the process.",
      "look at belay log RUN STEP and at what the step does, then resume; belay-exec stands beside belay"),
    .running(
      "BLY0620", "an event can't be understood",
      "The chain of hashes holds, but an event isn't one that the engine can take in its place. Another program "
        + "wrote it, or the store is damaged.",
      "belay audit verify RUN says what is whole"),
    .running(
      "BLY0621", "the run was written by a newer belay",
      "It has events that this version doesn't know. It can be read and verified here, and isn't resumed: what "
        + "the event means might matter.",
      "go on with it in the newer belay that wrote it"),
    .running(
      "BLY0622", "the stored plan doesn't check with this binary",
      "A run keeps its plan. This binary's step types or rules differ from those of the binary that started it.",
      "use the belay that started the run, or resume with a mended plan: --plan FILE"),
    .running(
      "BLY0623", "the journal has lost the plan",
      "An event names the digest of a plan file that the store doesn't hold any more.",
      "restore the state folder from a backup"),
    .running(
      "BLY0624", "finished steps differ in the edited plan",
      "What is done isn't done again. Steps that have finished were changed or removed in the plan that was "
        + "given with --plan.",
      "accept it with --accept-changes, which is journaled, or restore these steps in the plan"),
    .running(
      "BLY0625", "binary or step types differ from those of the run",
      "Between two executors of one run the version of belay or the declaration of a step type changed.",
      "go on with it all the same: --accept-changes, which is journaled"),
    .running(
      "BLY0626", "there is nothing that could be rolled back",
      "The run is over, or no step of it has started.",
      "belay status RUN says where it stands"),
    .running(
      "BLY0627", "the plan can't be changed now",
      "The outcome of some step isn't known yet, and it belongs to the plan under which it was begun.",
      "resume without --plan first, or belay stop RUN; then resume with --plan"),
    .running(
      "BLY0628", "that is another plan",
      "A run goes on over an edited version of its own plan only: the name must be the same.",
      "start a run of it: belay run PLAN"),
    .running(
      "BLY0629", "the edited plan doesn't take the run's inputs",
      "Inputs are fixed when a run is created. The edited plan declares others, or other rules for them.",
      "give new inputs a default, and let the others take what they have; or start a new run"),
    .running(
      "BLY0630", "the dry run has no place for its logs",
      "Read steps that a dry run executes write logs into a folder of their own, below $TMPDIR or /tmp, which "
        + "goes with the dry run.",
      "point TMPDIR to a folder that exists and is writable"),
    .running(
      "BLY0631", "a step type of the plan's own can't be laid out",
      "The folder of such a step type is stored with the run, and its files are written into the run's folder before they "
        + "run: what was approved is what runs.",
      "free space or mend permissions of the state folder, then resume"),
    .running(
      "BLY0998", "a step type has no way of being carried out",
      "It conforms to none of the protocols by which a step runs: this is a bug of Belay.",
      "please report it, with: belay audit export RUN -o FILE"),
    .running(
      "BLY0999", "a bug of Belay",
      "Belay found itself in a state that it holds to be impossible, and stopped. What is in the journal stays "
        + "true.",
      "please report it, with: belay audit export RUN -o FILE"),
  ]
}

extension CatalogueEntry {
  /// One entry; what happens at run time has no text of a plan as its example.
  static func running(_ id: String, _ title: String, _ explanation: String, _ cure: String) -> CatalogueEntry {
    CatalogueEntry(id: id, title: title, explanation: explanation, example: "", cure: cure)
  }
}
