// Which texts an event demands, and which it merely names.

import JSONText
import Testing

@testable import Audit

@Suite("Named digests")
struct NamedDigestsTests {
  private let a = String(repeating: "a", count: 64)
  private let b = String(repeating: "b", count: 64)

  private func gather(_ data: JSON) -> NamedDigests {
    var named = NamedDigests()
    named.take(data)
    return named
  }

  @Test("The files of a plan and listed attachments must be there")
  func required() {
    let plan = gather(["planDigest": "x", "files": [["name": "p.yaml", "sha256": .string(a)]]])
    #expect(plan.required == [a] && plan.mentioned == [a])
    let listed = gather(["attachments": [.string("sha256:" + a), .string(b), "note", 1]])
    #expect(listed.required == [a, b] && listed.mentioned == [a, b])
  }

  @Test("What a plan's author names is named, not demanded")
  func mentioned() {
    let outputs = gather([
      "outputs": ["attachments": [.string(a)], "planDigest": "x", "files": [["sha256": .string(b)]]]
    ])
    #expect(outputs.required == [] && outputs.mentioned == [a, b])
    #expect(gather(["files": [["sha256": .string(a)]]]).required == [], "files of a step, say")
    #expect(gather([.string(a.uppercased()), .string(String(a.dropLast())), .string("x" + a)]).mentioned == [])
  }
}
