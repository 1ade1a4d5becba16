// The problems of the inputs that a run is given. Ids BLY0500–BLY0519.

/// A problem of an input's value, on the command line, in a file, or as a default.
public enum InputProblem: Problem, Hashable {
  case undeclared(String, inputs: [String], nearest: String?)
  case missing(String, type: String, description: String?)
  case repeated(String)
  case wrongType(String, type: String, text: String)
  case badJSON(String, type: String, reason: String)
  case fileIsNoObject
  case notAChoice(String, text: String, choices: [String])
  case patternMismatch(String, text: String, pattern: String)
  case belowMin(String, text: String, min: String, counts: String?)
  case aboveMax(String, text: String, max: String, counts: String?)
  /// `--input` without `=`.
  case malformed(String)

  public var id: String {
    switch self {
    case .undeclared: "BLY0500"
    case .missing: "BLY0501"
    case .repeated: "BLY0502"
    case .wrongType: "BLY0503"
    case .badJSON: "BLY0504"
    case .fileIsNoObject: "BLY0505"
    case .notAChoice: "BLY0506"
    case .patternMismatch: "BLY0507"
    case .belowMin: "BLY0508"
    case .aboveMax: "BLY0509"
    case .malformed: "BLY0510"
    }
  }

  public var message: String {
    switch self {
    case .undeclared(let name, _, _): "the plan has no input '\(name)'"
    case .missing(let name, let type, _): "the input '\(name)' (\(type)) has no value and no default"
    case .repeated(let name): "the input '\(name)' is given twice"
    case .wrongType(let name, let type, let text): "input '\(name)': expected \(type), found '\(text)'"
    case .badJSON(let name, let type, let reason): "input '\(name)' is a \(type), written as JSON: \(reason)"
    case .fileIsNoObject: "a file of inputs holds one JSON object"
    case .notAChoice(let name, let text, let choices):
      "input '\(name)' is \(text), which is none of \(choices.joined(separator: ", "))"
    case .patternMismatch(let name, let text, let pattern):
      "input '\(name)' is '\(text)', which doesn't match \(pattern)"
    case .belowMin(let name, let text, let min, let counts):
      "input '\(name)' \(measure(text, counts)), less than its min \(min)"
    case .aboveMax(let name, let text, let max, let counts):
      "input '\(name)' \(measure(text, counts)), more than its max \(max)"
    case .malformed(let text): "'\(text)' is not name=value"
    }
  }

  private func measure(_ text: String, _ counts: String?) -> String {
    counts.map { "has \(text) \($0)" } ?? "is \(text)"
  }

  public var help: String? {
    switch self {
    case .undeclared(_, let inputs, let nearest):
      nearest.map { "did you mean '\($0)'?" }
        ?? (inputs.isEmpty ? "it has no inputs" : "its inputs: \(inputs.joined(separator: ", "))")
    case .missing(let name, _, let description):
      "give it with --input \(name)=…" + (description.map { " (\($0))" } ?? "")
    case .repeated: "give it once"
    case .wrongType(let name, let type, _): InputProblem.example(name, type)
    case .badJSON(let name, let type, _): InputProblem.example(name, type)
    case .fileIsNoObject: "write {\"name\": value, …}"
    case .malformed: "write --input name=value"
    case .notAChoice, .patternMismatch, .belowMin, .aboveMax: nil
    }
  }

  private static func example(_ name: String, _ type: String) -> String? {
    switch type {
    case "bool": "write true or false"
    case "int": "write a decimal number, such as 3"
    case "double": "write a number, such as 0.5"
    case "duration": "write 500ms, 90s, 15m or 2h30m"
    case "timestamp": "write it like 2027-03-01T12:00:00Z"
    case _ where type.hasPrefix("list"): "write JSON, such as --input '\(name)=[…]'"
    case _ where type.hasPrefix("map"): "write JSON, such as --input '\(name)={\"key\": …}'"
    default: nil
    }
  }
}
