// Differences of files as people see them: a unified diff for text, sizes and digests for everything else, modes,
// and never a secret.

import Secrets
import StepKit

/// A side of a difference.
package struct DifferenceSide: Sendable {
  /// How the side is named after `---` or `+++`.
  package var name: String
  /// Nil: there is no file on this side.
  package var facts: FileFacts?
  /// Nil: too large to show.
  package var bytes: [UInt8]?

  package init(name: String, facts: FileFacts?, bytes: [UInt8]?) {
    self.name = name
    self.facts = facts
    self.bytes = bytes
  }
}

package struct FileDifference {
  /// Text of more bytes is summed up instead of compared.
  package static let textLimit = 1 << 20

  package let mask: SecretMask
  package var lineLimit = 400

  package init(mask: SecretMask) { self.mask = mask }

  /// Lines that end in a line feed; empty when bytes and mode are the same.
  package func text(from old: DifferenceSide, to new: DifferenceSide) -> String {
    mode(old.facts, new.facts) + content(old, new)
  }

  private func mode(_ old: FileFacts?, _ new: FileFacts?) -> String {
    switch (old?.mode, new?.mode) {
    case (let old?, let new?): old == new ? "" : "mode \(FileMode.text(old)) -> \(FileMode.text(new))\n"
    case (nil, let new?): "new file, mode \(FileMode.text(new))\n"
    case (let old?, nil): "removed file, mode \(FileMode.text(old))\n"
    case (nil, nil): ""
    }
  }

  private func content(_ old: DifferenceSide, _ new: DifferenceSide) -> String {
    if old.facts?.content == new.facts?.content { return "" }
    guard let oldBytes = shown(old), let newBytes = shown(new) else { return summary(old, new) }
    let oldName = old.facts == nil ? "/dev/null" : old.name
    let newName = new.facts == nil ? "/dev/null" : new.name
    guard
      let diff = UnifiedDiff.text(
        from: oldBytes, to: newBytes, oldName: oldName, newName: newName, lineLimit: lineLimit)
    else { return summary(old, new) }
    if diff.isEmpty, old.facts != nil, new.facts != nil { return "they differ only in what is masked\n" }
    return diff
  }

  /// Bytes with what must not be shown taken out; nil when they can't be shown as text.
  private func shown(_ side: DifferenceSide) -> [UInt8]? {
    if side.facts == nil { return [] }
    guard let bytes = side.bytes, bytes.count <= Self.textLimit, UnifiedDiff.isText(bytes) else { return nil }
    return PrivateKeys.masked(mask(bytes))
  }

  private func summary(_ old: DifferenceSide, _ new: DifferenceSide) -> String {
    "--- \(old.facts == nil ? "/dev/null" : old.name)\n+++ \(new.facts == nil ? "/dev/null" : new.name)\n"
      + "not shown as text: \(size(old.facts)) -> \(size(new.facts))\n"
  }

  private func size(_ facts: FileFacts?) -> String {
    guard let content = facts?.content else { return "nothing" }
    return "\(content.size) bytes (sha256 \(content.sha256.prefix(16))…)"
  }
}

/// Private keys in PEM form are secrets whether the plan says so or not.
package enum PrivateKeys {
  package static func masked(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("PRIVATE KEY-----") else { return bytes }
    var isInside = false
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("-----END ") { isInside = false }
      if !isInside { lines.append(line) }
      if line.hasPrefix("-----BEGIN "), line.contains("PRIVATE KEY-----") {
        isInside = true
        lines.append("***")
      }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
