// The names that expressions of a plan read (DESIGN §3). The run's activation resolves exactly these.

enum ScopeNames {
  static let inputs = "inputs"
  static let vars = "vars"
  static let steps = "steps"
  static let outputs = "outputs"
  static let run = "run"
  static let env = "env"
  static let secrets = "secrets"

  static let all = [inputs, vars, steps, outputs, run, env, secrets]
}
