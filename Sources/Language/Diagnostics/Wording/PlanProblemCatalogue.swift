// The long explanations of plan problems, for `belay error BLY01##`: structure and values.

extension PlanProblem: CataloguedProblem {
  public static var catalogue: [CatalogueEntry] {
    structureEntries + valueEntries + inputEntries + conditionEntries + stepTypeEntries + outsideTypeEntries
      + subPlanEntries + orderEntries + safetyEntries + warningEntries
  }

  public static var atRunTime: [String] { [] }

  static let structureEntries = [
    CatalogueEntry(
      id: "BLY0100", title: "an empty plan",
      explanation: "The file holds nothing, or only comments.", example: "# nothing yet",
      cure: "belay: 1\nname: demo\nversion: 1.0.0\ntitle: Demo\nsteps:\n  - id: look\n    uses: host.resources"),
    CatalogueEntry(
      id: "BLY0101", title: "an unknown key",
      explanation:
        "Every map of a plan has a fixed set of keys. A key outside it would be ignored by a lenient reader, "
        + "and a slip such as `precondition` would silently remove a check; so it is refused.",
      example: "precondition: [inputs.go]", cure: "preconditions: [inputs.go]"),
    CatalogueEntry(
      id: "BLY0102", title: "a missing key", explanation: "The map can't be understood without this key.",
      example: "- uses: file.stat\n  with: {path: a.txt}", cure: "- id: look\n  uses: file.stat\n  with: {path: a.txt}"),
    CatalogueEntry(
      id: "BLY0106", title: "another kind of value",
      explanation: "Text, a list or a map stands where something else is expected.", example: "needs: build",
      cure: "needs: [build]"),
    CatalogueEntry(
      id: "BLY0107", title: "no value",
      explanation: "A key without a value says nothing. Where text is meant to be empty, the quotes say so.",
      example: "content:", cure: "content: ''"),
    CatalogueEntry(
      id: "BLY0113", title: "a name of another form",
      explanation:
        "Names match `[A-Za-z_][A-Za-z0-9_-]*`, so that expressions, full ids and command lines can use them. "
        + "One with '-' is read as `steps['sign-off']`.",
      example: "id: sign off", cure: "id: sign-off"),
    CatalogueEntry(
      id: "BLY0115", title: "twice in a list",
      explanation: "The list names things, and naming one twice has no meaning.", example: "needs: [build, build]",
      cure: "needs: [build]"),
    CatalogueEntry(
      id: "BLY0116", title: "an empty list", explanation: "A list without items says nothing here.",
      example: "rollback: []", cure: "rollback: {none: nothing is left behind}"),
    CatalogueEntry(
      id: "BLY0117", title: "no language version",
      explanation: "`belay` is the version of the plan language, so that an old plan stays readable and a new one is "
        + "recognised. The only version so far is 1.",
      example: "belay: latest", cure: "belay: 1"),
    CatalogueEntry(
      id: "BLY0118", title: "a newer language",
      explanation:
        "The plan is written for a later version of the plan language. What this program would make of it is "
        + "anybody's guess, so it doesn't try.",
      example: "belay: 2", cure: "belay: 1"),
    CatalogueEntry(
      id: "BLY0119", title: "not a semantic version",
      explanation: "`version` and `name` identify a plan; versions follow semver.org: major.minor.patch.",
      example: "version: 1.2", cure: "version: 1.2.0"),
    CatalogueEntry(
      id: "BLY0120", title: "not a date", explanation: "`review_by` is a day that exists, as year-month-day.",
      example: "review_by: 2027-02-30", cure: "review_by: 2027-03-01"),
    CatalogueEntry(
      id: "BLY0121", title: "an id twice",
      explanation: "Step ids are unique in a plan file, over all phases and `finally`; so are the ids of phases and of "
        + "guards. Status, rollback and expressions name them.",
      example: "- {id: one, uses: file.stat, with: {path: a}}\n- {id: one, uses: file.stat, with: {path: b}}",
      cure: "- {id: one, uses: file.stat, with: {path: a}}\n- {id: two, uses: file.stat, with: {path: b}}"),
    CatalogueEntry(
      id: "BLY0122", title: "no steps", explanation: "A plan, and each of its phases, does something.",
      example: "steps: []", cure: "steps:\n  - {id: look, uses: file.stat, with: {path: a.txt}}"),
    CatalogueEntry(
      id: "BLY0123", title: "steps and phases",
      explanation: "A plan has a flat list of steps, or phases that each have one. With both, nobody could say what "
        + "comes first.",
      example: "steps:\n"
        + "  - {id: a, uses: file.stat, with: {path: a}}\n"
        + "phases:\n"
        + "  - id: all\n"
        + "    steps:\n"
        + "      - {id: b, uses: file.stat, with: {path: b}}",
      cure: "phases:\n"
        + "  - id: all\n"
        + "    steps:\n"
        + "      - {id: a, uses: file.stat, with: {path: a}}\n"
        + "      - {id: b, uses: file.stat, with: {path: b}}"),
    CatalogueEntry(
      id: "BLY0124", title: "too many steps",
      explanation: "A run has at most 200,000 steps, those of sub-plans included. `foreach` makes instances when the "
        + "run comes to them, and those don't count.",
      example: "steps: [… 300,000 …]", cure: "steps:\n  - {id: each, foreach: '${{ inputs.files }}', …}"),
  ]

  private static let valueEntries = [
    CatalogueEntry(
      id: "BLY0108", title: "a value of another type",
      explanation:
        "A scalar takes the type that its field declares. A bool is only true or false; an int is decimal and "
        + "fits 64 bits; a double is finite. `yes`, `017` and `1_000` are text.",
      example: "idempotent: yes", cure: "idempotent: true"),
    CatalogueEntry(
      id: "BLY0109", title: "out of bounds", explanation: "The number is outside what makes sense here.",
      example: "foreach: [a, b]\nmax_parallel: 0",
      cure: "foreach: [a, b]\nmax_parallel: 1"),
    CatalogueEntry(
      id: "BLY0110", title: "not a duration",
      explanation: "Durations are whole numbers with units, larger units first: h, m, s, ms.", example: "timeout: soon",
      cure: "timeout: 2h30m"),
    CatalogueEntry(
      id: "BLY0111", title: "no time at all",
      explanation: "A timeout of zero would fail every step, a pause of zero would ask without end.",
      example: "timeout: 0s", cure: "timeout: 90s"),
    CatalogueEntry(
      id: "BLY0112", title: "longer than a year",
      explanation: "So long a duration is a slip of the pen, such as hours for milliseconds.",
      example: "timeout: 90000h",
      cure: "timeout: 90s"),
    CatalogueEntry(
      id: "BLY0114", title: "none of the choices", explanation: "The value is one of a few words.",
      example: "on_failure: rolback", cure: "on_failure: rollback"),
    CatalogueEntry(
      id: "BLY0141", title: "not a file mode",
      explanation: "File modes are three or four octal digits. Quotes keep editors from showing them as numbers.",
      example: "mode: rw-r-----", cure: "mode: '0640'"),
    CatalogueEntry(
      id: "BLY0157", title: "an expression of another type",
      explanation: "The expression gives a value of another type than the input declares. Where text is declared, an "
        + "int, a double or a bool is written as text, and an int may stand for a double; nothing else converts.",
      example: "quorum: ${{ inputs.name }}", cure: "quorum: ${{ inputs.count }}"),
    CatalogueEntry(
      id: "BLY0142", title: "a file that can't be read",
      explanation:
        "The plan, its error catalogue and its list of approvers are read when it is checked. Paths in a plan "
        + "are relative to the plan file.",
      example: "error_catalog: error.yaml", cure: "error_catalog: errors.yaml"),
    CatalogueEntry(
      id: "BLY0143", title: "an absolute path",
      explanation:
        "The files of a plan belong to it: they are stored with every run and are bound by its digest, under "
        + "names relative to the plan. An absolute path names something else on every machine.",
      example: "error_catalog: /etc/belay/errors.yaml", cure: "error_catalog: errors.yaml"),
  ]

  private static let inputEntries = [
    CatalogueEntry(
      id: "BLY0125", title: "an unknown type",
      explanation: "Types are string, int, double, bool, duration, timestamp, any, list<…> and map<string, …>.",
      example: "keep: {type: integer}", cure: "keep: {type: int}"),
    CatalogueEntry(
      id: "BLY0126", title: "a pattern that doesn't compile",
      explanation: "Patterns are RE2 regular expressions, which match in time linear in the text. They have no "
        + "look-around and no backreferences. A value must match as a whole.",
      example: "host: {type: string, pattern: '[a-z'}", cure: "host: {type: string, pattern: '[a-z]+'}"),
    CatalogueEntry(
      id: "BLY0127", title: "a rule that doesn't fit",
      explanation:
        "`pattern` goes with text, `min` and `max` with numbers and with the length of text, lists and maps, "
        + "`choices` with scalars.",
      example: "keep: {type: int, pattern: '[0-9]+'}", cure: "keep: {type: int, min: 0}"),
    CatalogueEntry(
      id: "BLY0128", title: "max below min", explanation: "No value could keep both rules.",
      example: "keep: {type: int, min: 9, max: 1}", cure: "keep: {type: int, min: 1, max: 9}"),
    CatalogueEntry(
      id: "BLY0129", title: "a default that breaks its own rule",
      explanation: "A default is a value like any other: it keeps to pattern, min, max and choices.",
      example: "keep: {type: int, min: 3, default: 1}", cure: "keep: {type: int, min: 3, default: 3}"),
    CatalogueEntry(
      id: "BLY0130", title: "where a secret comes from",
      explanation: "A secret has one source: a variable of the environment or a file. It is fetched late and never "
        + "journaled.",
      example: "token: {}", cure: "token: {env: TOKEN}"),
    CatalogueEntry(
      id: "BLY0131", title: "not the name of a variable",
      explanation: "Names of environment variables have letters, digits and '_', and don't start with a digit.",
      example: "token: {env: MY-TOKEN}", cure: "token: {env: MY_TOKEN}"),
    CatalogueEntry(
      id: "BLY0132", title: "a role without people", explanation: "Nobody could ever approve for it.",
      example: "roles: {lead: []}", cure: "roles: {lead: [ann, bob]}"),
  ]

  private static let conditionEntries = [
    CatalogueEntry(
      id: "BLY0133", title: "conditions are a list",
      explanation: "`preconditions`, `done_when` and `success` are lists, even of one condition.",
      example: "success: outputs.exit_code == 0", cure: "success: [outputs.exit_code == 0]"),
    CatalogueEntry(
      id: "BLY0134", title: "without a step type",
      explanation: "`with`, `effect` and `outputs` of a condition belong to the step type that it looks with.",
      example: "- {check: outputs.exists, with: {path: a.txt}}",
      cure: "- {check: outputs.exists, uses: file.stat, with: {path: a.txt}}"),
    CatalogueEntry(
      id: "BLY0135", title: "every without within",
      explanation: "A condition is asked once, unless `within` says how long it may take to become true.",
      example: "- {check: outputs.exists, uses: file.stat, with: {path: a.txt}, every: 5s}",
      cure: "- {check: outputs.exists, uses: file.stat, with: {path: a.txt}, every: 5s, within: 2m}"),
    CatalogueEntry(
      id: "BLY0136", title: "not an error code",
      explanation: "Codes have letters, digits, '-', '_' and '.', and start with a letter. BLY and four digits are "
        + "Belay's own.",
      example: "- {check: inputs.go, code: disk full}",
      cure: "- {check: inputs.go, code: DISK-001}"),
    CatalogueEntry(
      id: "BLY0137", title: "without foreach",
      explanation: "`as` names the item of `foreach`, and `max_parallel` says how many instances run at once.",
      example: "max_parallel: 4", cure: "foreach: [a, b, c]\nmax_parallel: 4"),
    CatalogueEntry(
      id: "BLY0138", title: "a name that is taken",
      explanation: "An item of `foreach` can't have a name that expressions know already, or it would hide it.",
      example: "foreach: [a, b]\nas: steps", cure: "foreach: [a, b]\nas: step"),
    CatalogueEntry(
      id: "BLY0139", title: "a name with a minus", explanation: "In an expression `my-item` is a subtraction.",
      example: "foreach: [a, b]\nas: my-item", cure: "foreach: [a, b]\nas: my_item"),
    CatalogueEntry(
      id: "BLY0140", title: "a bound below the delay", explanation: "`max_delay` bounds a delay that grows.",
      example: "retry: {attempts: 3, delay: 30s, max_delay: 5s}",
      cure: "retry: {attempts: 3, delay: 5s, backoff: 2, max_delay: 30s}"),
    CatalogueEntry(
      id: "BLY0144", title: "not a rollback",
      explanation: "A rollback is `auto` (the step type restores what it changed), one action, a list of actions, or "
        + "`{none: reason}`.",
      example: "rollback: manual", cure: "rollback: {none: undone by hand, see the wiki}"),
  ]
}
