// The long explanations of problems of expressions, for `belay error BLY02##`. Examples are expressions of a plan with
// the inputs `host` (text), `keep` (int), `names` (list of texts), `note` (text, may be missing) and a step `a` with an
// output `n`; the tests of Expressions run them.

extension ExpressionProblem: CataloguedProblem {
  public static var catalogue: [CatalogueEntry] { textEntries + nameEntries + templateEntries + runEntries }

  public static var atRunTime: [String] { runEntries.map(\.id) }

  private static let textEntries = [
    CatalogueEntry(
      id: "BLY0200", title: "syntax",
      explanation: "The expression isn't formed as the language (CEL) has it. The message says what could have stood "
        + "at this place.",
      example: "inputs.keep <", cure: "inputs.keep < 10"),
    CatalogueEntry(
      id: "BLY0201", title: "text without its end",
      explanation: "A quote opens a text that no quote of the same kind closes on the same line. Text of several lines "
        + "stands between three quotes.",
      example: "inputs.host == 'edge", cure: "inputs.host == 'edge'"),
    CatalogueEntry(
      id: "BLY0202", title: "unknown escape",
      explanation: "A backslash in a text begins an escape, and this is none. A backslash itself is written twice; in "
        + "r'…' it stands for itself, which is convenient for patterns.",
      example: #"inputs.host.matches('\d+')"#, cure: #"inputs.host.matches(r'\d+')"#),
    CatalogueEntry(
      id: "BLY0203", title: "not a number",
      explanation: "Integers have 64 bits, unsigned ones end in u, and doubles must be finite.",
      example: "inputs.keep < 99999999999999999999", cure: "inputs.keep < 9223372036854775807"),
    CatalogueEntry(
      id: "BLY0204", title: "character without meaning",
      explanation: "This character has no meaning outside of quotes. The language writes equality '==', and '&&', or "
        + "'||', not '!'.",
      example: "inputs.keep = 3", cure: "inputs.keep == 3"),
    CatalogueEntry(
      id: "BLY0205", title: "reserved word",
      explanation:
        "The word is kept free by the language, so that it can't be a name. A field with such a name is read "
        + "with ['…'].",
      example: "inputs.host == package", cure: "inputs.host == 'package'"),
    CatalogueEntry(
      id: "BLY0206", title: "expression too long",
      explanation:
        "Nobody can approve an expression of this length by reading it. Name its parts in 'vars', or compute "
        + "it in a step.",
      example: "an expression of a million bytes", cure: "vars.allowed && vars.healthy"),
    CatalogueEntry(
      id: "BLY0207", title: "nested too deeply",
      explanation: "Brackets, calls, conditionals and signs stand inside each other beyond the limit. Name the inner "
        + "parts in 'vars'.",
      example: "((((…))))", cure: "vars.inner + 1"),
    CatalogueEntry(
      id: "BLY0208", title: "too many parts",
      explanation: "The expression has more names, numbers and operators than the limit. Large data belongs into an "
        + "input or a file, not into an expression.",
      example: "[1, 2, 3, …]", cure: "inputs.numbers"),
    CatalogueEntry(
      id: "BLY0209", title: "macro misused",
      explanation: "Words such as has, all, exists, map and filter look like functions but bind a name or look at a "
        + "field, so that their arguments have a fixed form.",
      example: "inputs.names.all(size(inputs.host) > 0, true)", cure: "inputs.names.all(name, size(name) > 0)"),
  ]

  private static let nameEntries = [
    CatalogueEntry(
      id: "BLY0210", title: "unknown variable",
      explanation: "Nothing of this name can be read here. Inputs are read as inputs.NAME, outputs of steps as "
        + "steps.ID.outputs.NAME. Text stands in quotes.",
      example: "host == 'edge'", cure: "inputs.host == 'edge'"),
    CatalogueEntry(
      id: "BLY0211", title: "unknown field",
      explanation: "What stands before the point has no such field. An input must be declared, and an output is one "
        + "that the type of the step declares.",
      example: "inputs.hots == 'edge'", cure: "inputs.host == 'edge'"),
    CatalogueEntry(
      id: "BLY0212", title: "unknown function",
      explanation: "The language has no function of this name: the library is fixed, so that an expression means the "
        + "same everywhere and can't reach outside.",
      example: "inputs.host.startWith('a')", cure: "inputs.host.startsWith('a')"),
    CatalogueEntry(
      id: "BLY0213", title: "types don't fit",
      explanation: "The function or operator takes other types. Nothing is converted silently: int(…), double(…) and "
        + "string(…) convert where that is meant.",
      example: "inputs.host + inputs.keep", cure: "inputs.host + string(inputs.keep)"),
    CatalogueEntry(
      id: "BLY0214", title: "another type expected",
      explanation: "The place requires one type and the expression has another: a condition must be true or false, "
        + "both branches of '?:' must have one type.",
      example: "inputs.keep ? 1 : 2", cure: "inputs.keep > 0 ? 1 : 2"),
    CatalogueEntry(
      id: "BLY0215", title: "no fields",
      explanation: "Only records and maps have fields; a list is read with [0], and parts of a text with functions.",
      example: "inputs.host.length", cure: "inputs.host.size()"),
    CatalogueEntry(
      id: "BLY0216", title: "nothing to go through",
      explanation: "all, exists, map and filter go through a list or the keys of a map.",
      example: "inputs.host.all(x, x != '')", cure: "inputs.names.all(x, x != '')"),
    CatalogueEntry(
      id: "BLY0217", title: "no such type",
      explanation: "Name{…} would construct a message of a type. There are none here; a map is written {'key': value}.",
      example: "Point{x: 1}", cure: "{'x': 1}"),
    CatalogueEntry(
      id: "BLY0218", title: "always fails",
      explanation: "This part reads nothing, so that it is evaluated when the plan is checked, and it fails. It would "
        + "fail in every run.",
      example: "inputs.keep > 10 / 0", cure: "inputs.keep > 10"),
    CatalogueEntry(
      id: "BLY0219", title: "pattern doesn't compile",
      explanation:
        "Patterns have the syntax of RE2: no back references and no look-around, so that matching takes time "
        + "linear in the text. In r'…' a backslash needs no second one.",
      example: "inputs.host.matches('edge-[0-9')", cure: "inputs.host.matches('edge-[0-9]')"),
  ]

  private static let templateEntries = [
    CatalogueEntry(
      id: "BLY0220", title: "interpolation without its end",
      explanation: "'${{' begins an expression that '}}' must end. A literal '${{' is written '$${{'.",
      example: "https://${{ inputs.host }/health", cure: "https://${{ inputs.host }}/health"),
    CatalogueEntry(
      id: "BLY0221", title: "empty interpolation",
      explanation: "There must be an expression between '${{' and '}}'.",
      example: "https://${{ }}/health", cure: "https://${{ inputs.host }}/health"),
    CatalogueEntry(
      id: "BLY0222", title: "no text",
      explanation: "Inside of longer text a text, number or bool can be written; everything else has no one form. A "
        + "value that is a whole '${{ … }}' keeps its type.",
      example: "hosts: ${{ inputs.names }}", cure: "hosts: ${{ inputs.names.join(', ') }}"),
  ]

  private static let runEntries = [
    CatalogueEntry(
      id: "BLY0240", title: "division by zero",
      explanation: "An integer was divided by zero. A condition before it, or '?:', can keep that from happening.",
      example: "10 / (inputs.keep - inputs.keep)", cure: "inputs.keep == 0 ? 0 : 10 / inputs.keep"),
    CatalogueEntry(
      id: "BLY0241", title: "out of range",
      explanation:
        "The result doesn't fit its type: 64 bits for integers and durations, the years 1 to 9999 for times. "
        + "Numbers never wrap around.",
      example: "inputs.keep * 9223372036854775807", cure: "double(inputs.keep) * 9223372036854775807.0"),
    CatalogueEntry(
      id: "BLY0243", title: "missing key",
      explanation:
        "The map has no such key at run time. 'has(map.key)' asks, 'map[?key].orValue(…)' gives another value.",
      example: "{'a': inputs.keep}[inputs.host] > 0", cure: "{'a': inputs.keep}[?inputs.host].orValue(1) > 0"),
    CatalogueEntry(
      id: "BLY0244", title: "no value",
      explanation: "What is read was never given a value in this run, such as an output of a step that was skipped. "
        + "'has(…)' asks.",
      example: "steps.a.outputs.n > 0", cure: "has(steps.a.outputs.n) && steps.a.outputs.n > 0"),
    CatalogueEntry(
      id: "BLY0245", title: "no such place",
      explanation: "A list, or a text, is shorter than the place that is asked for. Places count from 0.",
      example: "inputs.names[inputs.keep] == 'x'", cure: "inputs.names[?inputs.keep].orValue('') == 'x'"),
    CatalogueEntry(
      id: "BLY0246", title: "types don't fit at run time",
      explanation: "A value whose type was only known at run time ('any') was used as another type.",
      example: "dyn(inputs.host) > 1", cure: "int(dyn(inputs.keep)) > 1"),
    CatalogueEntry(
      id: "BLY0247", title: "not convertible",
      explanation: "The text or number has no counterpart in the other type.",
      example: "int(inputs.host) > 0", cure: "inputs.host.matches('^[0-9]{1,18}$') && int(inputs.host) > 0"),
    CatalogueEntry(
      id: "BLY0248", title: "bad argument",
      explanation:
        "A function was given a value that it can't work with, such as a format with more clauses than values.",
      example: "inputs.host.substring(2, inputs.keep - 2) == ''", cure: "inputs.host.substring(0, 1) != ''"),
    CatalogueEntry(
      id: "BLY0249", title: "key twice",
      explanation: "Two keys of a map literal came out equal; 1, 1u and 1.0 are one key.",
      example: "{inputs.host: 1, inputs.host: 2}.size() > 0", cure: "{inputs.host: 1}.size() > 0"),
    CatalogueEntry(
      id: "BLY0250", title: "optional without a value",
      explanation: "value() was asked of an optional that has none. orValue(…) gives another value instead.",
      example: "inputs.?note.value() == ''", cure: "inputs.?note.orValue('') == ''"),
    CatalogueEntry(
      id: "BLY0251", title: "too dear",
      explanation: "The evaluation needed more operations than the limit and was stopped, so that no expression can "
        + "hold up a run. Loops inside of loops multiply.",
      example: "a.all(x, b.all(y, c.all(z, …)))", cure: "a step that computes it and gives an output"),
    CatalogueEntry(
      id: "BLY0252", title: "result too large",
      explanation: "The result has more parts than the limit; it would have to be journaled and shown.",
      example: "a list of a million numbers", cure: "a file that a step writes"),
  ]
}
