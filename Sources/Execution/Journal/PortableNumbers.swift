// The rule for numbers in entries (DESIGN §6): integers within ±2^53, so that any language recomputes the hash.

import JSONText

/// The place of the first number in a value that isn't an integer within ±2^53, such as `outputs.ratio` or `items[3]`;
/// nil when there is none.
func placeOfUnportableNumber(in value: JSON) -> String? {
  switch value {
  case .null, .bool, .string: return nil
  case .int(let integer): return integer.magnitude <= 1 << 53 ? nil : ""
  case .number: return ""
  case .array(let items):
    for (position, item) in items.enumerated() {
      if let place = placeOfUnportableNumber(in: item) { return join("[\(position)]", place) }
    }
    return nil
  case .object(let object):
    for (key, item) in object {
      if let place = placeOfUnportableNumber(in: item) { return join(key, place) }
    }
    return nil
  }
}

private func join(_ outer: String, _ inner: String) -> String {
  inner.isEmpty || inner.utf8.first == UInt8(ascii: "[") ? outer + inner : outer + "." + inner
}
