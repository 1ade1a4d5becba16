// The long explanations of text problems, for `belay error BLY00##`.

extension TextProblem {
  public static var atRunTime: [String] { [] }

  public static var catalogue: [CatalogueEntry] { encodingEntries + refusedYAMLEntries + limitEntries + syntaxEntries }

  private static let encodingEntries = [
    CatalogueEntry(
      id: "BLY0002", title: "not UTF-8",
      explanation: "A plan is UTF-8 text. Some byte of this file can't be, so that what follows can't be trusted. It "
        + "was probably saved in Latin-1 or Windows-1252, or it isn't text.",
      example: "title: caf\\xE9        (one byte, Latin-1)", cure: "title: café           (two bytes, UTF-8)"),
    CatalogueEntry(
      id: "BLY0003", title: "another encoding",
      explanation: "The first bytes are those of UTF-16 or UTF-32. Save the file as UTF-8; a UTF-8 byte order mark is "
        + "accepted, though not needed.",
      example: "FF FE 62 00 65 00 …   (UTF-16)", cure: "62 65 6C 61 79 …      (UTF-8)"),
    CatalogueEntry(
      id: "BLY0004", title: "control character",
      explanation: "Control characters other than tab and line ends have no place in a text that people approve: a "
        + "terminal may obey them. In double quotes they can be written as escapes.",
      example: "title: red ␛[31mtext", cure: "title: \"red \\e[31mtext\""),
    CatalogueEntry(
      id: "BLY0005", title: "invisible character",
      explanation: "Characters that turn the direction of text, or end lines without being seen, let a plan look other "
        + "than it is. They are refused anywhere in a plan, comments included.",
      example: "when: inputs.role == 'admin<U+202E>'", cure: "when: inputs.role == 'admin'"),
  ]

  private static let refusedYAMLEntries = [
    CatalogueEntry(
      id: "BLY0006", title: "tab as indentation",
      explanation: "YAML is indented with spaces only, since a tab is as wide as the reader's editor likes.",
      example: "steps:\n⇥- id: one", cure: "steps:\n  - id: one"),
    CatalogueEntry(
      id: "BLY0007", title: "duplicate key",
      explanation: "A key stands twice in one map. YAML readers disagree about which one counts, so neither does.",
      example: "timeout: 10m\ntimeout: 1h", cure: "timeout: 1h"),
    CatalogueEntry(
      id: "BLY0008", title: "explicit tag",
      explanation: "A tag (`!name`, `!!str`) changes how YAML reads a value. In a plan the field declares the type: "
        + "`017` stays text where text is declared.",
      example: "content: !!str 017", cure: "content: 017"),
    CatalogueEntry(
      id: "BLY0009", title: "an expression read as a tag",
      explanation: "A value without quotes that starts with `!` is a tag to YAML. Put the expression in quotes.",
      example: "when: !inputs.dry", cure: "when: '!inputs.dry'"),
    CatalogueEntry(
      id: "BLY0010", title: "alias",
      explanation: "An alias (`*name`) stands for a value written elsewhere. An approved plan must read literally, so "
        + "values are written where they are used; `vars`, `defaults` and `foreach` avoid repetition.",
      example: "with: *common", cure: "with: {script: make}"),
    CatalogueEntry(
      id: "BLY0011", title: "anchor",
      explanation: "An anchor (`&name`) names a value for aliases, which plans don't have.",
      example: "with: &common {script: make}", cure: "with: {script: make}"),
    CatalogueEntry(
      id: "BLY0012", title: "merge key",
      explanation: "`<<` copies the keys of another map. It isn't part of YAML 1.2, and a plan must read literally.",
      example: "<<: {timeout: 10m}\nid: one", cure: "timeout: 10m\nid: one"),
    CatalogueEntry(
      id: "BLY0013", title: "a key that isn't text",
      explanation: "Keys of a plan are names. YAML also allows lists and maps as keys; mostly they appear by accident, "
        + "as in `{{ name }}`, which is a map within a map.",
      example: "text: {{ inputs.name }}", cure: "text: '${{ inputs.name }}'"),
    CatalogueEntry(
      id: "BLY0014", title: "several documents",
      explanation: "A line `---` within a file starts another document. A plan file holds one.",
      example: "name: one\n---\nname: two", cure: "name: one"),
    CatalogueEntry(
      id: "BLY0015", title: "directive",
      explanation: "Lines that start with `%` before a document change how YAML is read. Plans have none.",
      example: "%YAML 1.1\n---\nname: one", cure: "name: one"),
  ]

  private static let limitEntries = [
    CatalogueEntry(
      id: "BLY0016", title: "nested too deep",
      explanation: "A plan nests at most 64 deep. No plan that a person reads comes near; generated ones can be "
        + "flattened or split into sub-plans.",
      example: "x: [[[[ … 65 times … ]]]]", cure: "x: []"),
    CatalogueEntry(
      id: "BLY0017", title: "a value too long",
      explanation: "One value holds at most 256 KiB. Longer text belongs into a file beside the plan.",
      example: "with: {path: a.txt, content: … 300 KiB …}", cure: "with: {path: a.txt, from: long.txt}"),
    CatalogueEntry(
      id: "BLY0018", title: "a file too long",
      explanation: "A plan file holds at most 64 MiB.", example: "… 70 MiB …",
      cure: "- {id: part-two, uses: plan.run, with: {plan: part-two.yaml}}"),
    CatalogueEntry(
      id: "BLY0019", title: "too many values",
      explanation: "The number of values (scalars, lists, maps) of a file is bounded, so that checking it stays quick.",
      example: "x: [1, 1, 1, …]", cure: "foreach: ${{ inputs.items }}"),
  ]

  private static let syntaxEntries = [
    CatalogueEntry(
      id: "BLY0001", title: "not YAML",
      explanation: "The text breaks a rule of YAML that has no more exact explanation here. Look at the line and the "
        + "one before it.",
      example: "with:\n  script: | echo hello",
      cure: "with:\n  script: |\n    echo hello"),
    CatalogueEntry(
      id: "BLY0020", title: "a colon within a value",
      explanation: "A colon and a space separate a key from its value. A value that holds them needs quotes.",
      example: "title: Step 1: prepare", cure: "title: 'Step 1: prepare'"),
    CatalogueEntry(
      id: "BLY0021", title: "a reserved first character",
      explanation: "A value without quotes can't start with `@`, a backtick, `%`, and some other characters that YAML "
        + "keeps for itself.",
      example: "title: @home", cure: "title: '@home'"),
    CatalogueEntry(
      id: "BLY0022", title: "an open quote", explanation: "The text that starts here runs to the end of the file.",
      example: "title: 'its done",
      cure: "title: 'its done'"),
    CatalogueEntry(
      id: "BLY0023", title: "an open bracket", explanation: "A list `[…]` or map `{…}` that starts here isn't closed.",
      example: "with: {script: make", cure: "with: {script: make}"),
    CatalogueEntry(
      id: "BLY0024", title: "indentation",
      explanation: "Entries of one list or map start in the same column. This line starts in none that is open.",
      example: "steps:\n   - id: one\n  - id: two", cure: "steps:\n  - id: one\n  - id: two"),
    CatalogueEntry(
      id: "BLY0025", title: "an unknown escape",
      explanation: "In double quotes a backslash starts an escape. In single quotes a backslash is just itself.",
      example: "pattern: \"^\\d+$\"", cure: "pattern: '^\\d+$'"),
    CatalogueEntry(
      id: "BLY0026", title: "an interpolation in a flow list or map",
      explanation: "Within `[…]` and `{…}` a brace ends a value without quotes, so `${{ … }}` needs quotes there.",
      example: "with: {path: ${{ vars.live }}}", cure: "with: {path: '${{ vars.live }}'}"),
    CatalogueEntry(
      id: "BLY0027", title: "a comment that cuts a value",
      explanation:
        "A space and `#` start a comment. Here the value before it has an open quote, so the `#` was probably "
        + "meant to be part of it.",
      example: "when: inputs.name == 'a #1'", cure: "when: \"inputs.name == 'a #1'\""),
    CatalogueEntry(
      id: "BLY0028", title: "text after a closing quote",
      explanation:
        "A value that starts with a quote ends at the next one. An apostrophe within single quotes is written "
        + "twice; an expression that starts with a quoted text is quoted as a whole.",
      example: "when: 'a' == inputs.name", cure: "when: \"'a' == inputs.name\""),
    CatalogueEntry(
      id: "BLY0029", title: "a key without a colon",
      explanation: "Every line of a map is a key, a colon, a space and a value.",
      example: "name demo\nversion: 1.0.0", cure: "name: demo\nversion: 1.0.0"),
    CatalogueEntry(
      id: "BLY0030", title: "an expression read as a list or map",
      explanation: "A value without quotes that starts with `[` or `{` is a list or a map to YAML, and ends where that "
        + "is closed. Put the expression in quotes.",
      example: "when: [1, 2].exists(n, n > 1)", cure: "when: '[1, 2].exists(n, n > 1)'"),
  ]
}
