// Every folder under Sources/Steps is a family that `belay` knows.

import Foundation
import Testing

@Suite struct StepFolderTests {
  @Test func everyFamilyIsRegistered() throws {
    let root = PackageDescription.root
    let folders = try FileManager.default.contentsOfDirectory(atPath: root + "/Sources/Steps").sorted()
    let registration = try String(
      contentsOfFile: root + "/Sources/Front/belay/Support/BuiltinSteps.swift", encoding: .utf8)
    #expect(!folders.isEmpty)
    for folder in folders {
      let family = (folder == "Files" ? "File" : folder) + "Steps"
      #expect(
        registration.contains("\(family).family"), "Sources/Steps/\(folder) isn't registered in BuiltinSteps.swift")
    }
  }
}
