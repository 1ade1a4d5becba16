// The long explanations of problems of inputs, for `belay error BLY05##`.

extension InputProblem: CataloguedProblem {
  public static var atRunTime: [String] { catalogue.map(\.id) }

  public static let catalogue = [
    CatalogueEntry(
      id: "BLY0500", title: "an undeclared input",
      explanation: "A plan declares its inputs under `inputs`; nothing else can be given to it.",
      example: "belay run plan.yaml --input hots=edge1", cure: "belay run plan.yaml --input host=edge1"),
    CatalogueEntry(
      id: "BLY0501", title: "a missing input", explanation: "The plan declares an input without a default.",
      example: "belay run plan.yaml", cure: "belay run plan.yaml --input host=edge1"),
    CatalogueEntry(
      id: "BLY0502", title: "an input twice", explanation: "Nobody could say which of the two values counts.",
      example: "belay run plan.yaml --input n=1 --input n=2", cure: "belay run plan.yaml --input n=2"),
    CatalogueEntry(
      id: "BLY0503", title: "an input of another type",
      explanation: "The value can't be read as the declared type.", example: "belay run plan.yaml --input n=ten",
      cure: "belay run plan.yaml --input n=10"),
    CatalogueEntry(
      id: "BLY0504", title: "not JSON", explanation: "Lists and maps are given as JSON.",
      example: "belay run plan.yaml --input hosts=a,b", cure: "belay run plan.yaml --input 'hosts=[\"a\", \"b\"]'"),
    CatalogueEntry(
      id: "BLY0505", title: "not an object", explanation: "A file of inputs is one JSON object, name → value.",
      example: "[1, 2]", cure: "{\"n\": 1}"),
    CatalogueEntry(
      id: "BLY0506", title: "none of the choices",
      explanation: "The plan declares the values that this input may have.",
      example: "belay run plan.yaml --input mode=fast", cure: "belay run plan.yaml --input mode=safe"),
    CatalogueEntry(
      id: "BLY0507", title: "the pattern doesn't match",
      explanation: "The plan declares a regular expression (RE2) that the value matches as a whole.",
      example: "belay run plan.yaml --input 'host=Edge 1'", cure: "belay run plan.yaml --input host=edge1"),
    CatalogueEntry(
      id: "BLY0508", title: "less than the minimum",
      explanation: "`min` bounds a number, or the length of text, a list or a map.",
      example: "belay run plan.yaml --input keep=0", cure: "belay run plan.yaml --input keep=3"),
    CatalogueEntry(
      id: "BLY0509", title: "more than the maximum",
      explanation: "`max` bounds a number, or the length of text, a list or a map.",
      example: "belay run plan.yaml --input keep=1000", cure: "belay run plan.yaml --input keep=3"),
    CatalogueEntry(
      id: "BLY0510", title: "not name=value", explanation: "An input is given as name, '=', value.",
      example: "belay run plan.yaml --input host", cure: "belay run plan.yaml --input host=edge1"),
  ]
}
