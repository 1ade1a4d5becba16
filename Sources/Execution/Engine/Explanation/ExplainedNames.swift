// What names mean in an explanation: what the journal says that was read, else what is known by now.

import Expressions
import JSONText

/// The values that a condition read when it was asked. A name that it read and that isn't there had no value.
struct RecordedNames: Activation {
  let seen: JSONObject

  func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution {
    let path = Array(path)
    for count in stride(from: path.count, through: 0, by: -1) {
      let name = ([root] + path.prefix(count)).joined(separator: ".")
      if let json = seen[name], let value = try? Value(journaled: json, as: .dyn) {
        return .value(value, consumed: count)
      }
    }
    return .missing
  }
}

/// The values that names have by now; what only the rest of the run will give is unknown.
struct NamesByNow: Activation {
  let base: RunActivation
  /// `outputs` can still come.
  let awaitsOutputs: Bool

  func resolve(_ root: String, _ path: ArraySlice<String>) -> Resolution {
    let state = base.state
    if root == "outputs", awaitsOutputs { return .unknown }
    if root == "steps", let id = path.first, let number = base.sibling(id) {
      switch state.nodes[number].progress {
      case .pending, .open: return .unknown
      case .done, .failed: break
      }
    }
    let resolution = base.resolve(root, path)
    guard case .missing = resolution else { return resolution }
    // A variable that reads what isn't there yet, or the item of a `foreach` that isn't expanded.
    let isItem = state.nodes[base.node].step?.foreach.map { root == $0.variable || root == $0.keyVariable } ?? false
    return root == "vars" || isItem ? .unknown : .missing
  }
}
