// Which stored texts the events of a run name.

import JSONText

/// The digests that events name, gathered from their data.
struct NamedDigests {
  /// Every string that is a SHA-256 in hex, with or without `sha256:` before it.
  private(set) var mentioned: Set<String> = []
  /// The files of a plan, `{"planDigest", "files": [{"sha256"}]}`, and whatever stands in a list `attachments`: the
  /// texts that must be there. Only keys of the event itself count, none inside of what a plan's author named.
  private(set) var required: Set<String> = []

  mutating func take(_ data: JSON) {
    gather(data)
    var listed = data["attachments"]?.arrayValue?.compactMap(\.stringValue) ?? []
    if data["planDigest"] != nil { listed += data["files"]?.arrayValue?.compactMap { $0["sha256"]?.stringValue } ?? [] }
    required.formUnion(listed.compactMap(digest))
  }

  private mutating func gather(_ value: JSON) {
    switch value {
    case .string(let text):
      if let digest = digest(in: text) { mentioned.insert(digest) }
    case .array(let items):
      for item in items { gather(item) }
    case .object(let object):
      for (_, item) in object { gather(item) }
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
