// What the codes of StepProblem mean, for `belay error CODE`.

extension StepProblem {
  /// One entry a code.
  public static let explanations: [FailureExplanation] = [
    FailureExplanation(
      "BLY0800", "an input holds a value that the step can't use",
      "Belay checks what a plan says in constants before a run. This value came from an expression, so it was "
        + "known only when the step started. Nothing was done. Correct the value, then resume."),
    FailureExplanation(
      "BLY0801", "a process ended with an exit code other than 0",
      "The message ends with the last line that it wrote to stderr; `belay log RUN STEP` shows everything. What it "
        + "began may be half done. Mend the cause and resume, or roll back."),
    FailureExplanation(
      "BLY0802", "a process was ended by a signal",
      "Something outside Belay ended it, or it crashed. SIGKILL often means that the machine ran out of memory."),
    FailureExplanation(
      "BLY0803", "a process could not be started",
      "The program doesn't exist, isn't executable, or the working folder is gone. Nothing was done. `PATH` is the "
        + "one that Belay was started with unless the step's `env` gives another."),
    FailureExplanation(
      "BLY0804", "a step did not end within its timeout",
      "Belay ended the step's whole process family. What it began may be half done."),
    FailureExplanation(
      "BLY0805", "a step was stopped",
      "Somebody said `belay stop`, or interrupted Belay. What the step began may be half done; resume runs it again."),
    FailureExplanation(
      "BLY0806", "an output contains a secret",
      "What a step writes to BELAY_OUTPUT is journaled, and secrets must not be. The outputs were dropped."),
    FailureExplanation(
      "BLY0807", "a declared output was not set",
      "The plan declares `outputs:` of the step, later steps rely on them, and the step ended well without writing "
        + "this one to the file that $BELAY_OUTPUT names."),
    FailureExplanation(
      "BLY0808", "an output is not of its declared type",
      "An int is decimal and fits 64 bits, a double is finite, a bool is `true` or `false`, lists and maps are JSON."),
    FailureExplanation(
      "BLY0809", "BELAY_OUTPUT can't be read",
      "The file holds lines `name=value`, lines with a JSON object, or one JSON object, in UTF-8. Text of several "
        + "lines needs JSON."),
    FailureExplanation(
      "BLY0810", "an argument or variable is too large for a program",
      "The kernel gives a program no argument or environment variable of more than 128 KiB. Put it into a file."),
    FailureExplanation(
      "BLY0811", "an undo record can't be read",
      "The journal or the vault holds something that this version of Belay doesn't understand. Nothing was undone."),
    FailureExplanation(
      "BLY0812", "BELAY_OUTPUT is too large",
      "Outputs are journaled and shown; they are for values that later steps need. Large results belong into a file."),
    FailureExplanation(
      "BLY0813", "a step type wants to run a program outside of a run",
      "Processes are run by a run's supervisor. Whoever uses the step type elsewhere, in a test of it say, gives its "
        + "context something that runs them."),
    FailureExplanation(
      "BLY0819", "the vault of a trial can't be used",
      "Only where a step type is tried out by StepConformance: the folder that stands for a run's vault can't be "
        + "written or read. In a run it is BLY0615 or BLY0616."),
  ]
}
