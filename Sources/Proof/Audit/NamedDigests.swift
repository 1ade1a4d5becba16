// Which stored texts the events of a run name.

import JSONText

/// The digests that events name, gathered from their data.
struct NamedDigests {
  /// Every string that is a SHA-256 in hex, with or without `sha256:` before it.
  private(set) var mentioned: Set<String> = []
  /// Those listed under a key `attachments`: the texts that must be there.
  private(set) var required: Set<String> = []

  mutating func take(_ data: JSON) { take(data, isRequired: false) }

  private mutating func take(_ value: JSON, isRequired: Bool) {
    switch value {
    case .string(let text):
      guard let digest = digest(in: text) else { return }
      mentioned.insert(digest)
      if isRequired { required.insert(digest) }
    case .array(let items):
      for item in items { take(item, isRequired: isRequired) }
    case .object(let object):
      for (key, item) in object { take(item, isRequired: isRequired || key == "attachments") }
    case .null, .bool, .int, .number: return
    }
  }
}

private func digest(in text: String) -> String? {
  let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
  guard digits.utf8.count == 64 else { return nil }
  let isHex = digits.utf8.allSatisfy {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
  }
  return isHex ? String(digits) : nil
}
