// Every folder under Sources/Steps is a family that the catalogue has, with step types in it.

import Foundation
import StepCatalogue
import Testing

@Suite struct StepFolderTests {
  @Test func everyFolderIsAFamilyOfTheCatalogue() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: PackageDescription.root + "/Sources/Steps")
    // The steps on deployment state live in their own group.
    let families = BuiltinSteps.families.filter { $0.folder != "StateSteps" }
    #expect(families.map(\.folder).sorted() == folders.sorted())
  }

  @Test func noFamilyIsEmpty() {
    // The checker makes those of a plan's own folder.
    for family in BuiltinSteps.families where family.folder != "Outside" {
      #expect(!family.types.isEmpty, "\(family.folder)")
    }
  }
}
