// `schemas/plan.schema.json` is what `belay schema` says: editors complete from the file.

import Foundation
import JSONText
import Testing

@Suite struct SchemaFileTests {
  @Test func theFileIsUpToDate() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let file = try String(contentsOfFile: root + "/schemas/plan.schema.json", encoding: .utf8)
    try await Sandbox.open { box in
      let said = try await box.belay("schema").stdout
      #expect(said == file, "make schemas writes it anew")
    }
  }
}
