// The module map as a test (DESIGN §8): a target depends on its own group and on the groups above it, steps see
// StepKit only, the engine sees no store, no clock, no process, and every import is a declared dependency.

import Foundation
import JSONText
import Testing

@Suite struct DependencyRuleTests {
  /// Groups from the top; a target may use its own and those above.
  static let groups = ["System", "Language", "Execution", "StepSupport", "Steps", "State", "Proof", "Front"]

  static let package = PackageDescription.load()

  @Test func everyTargetBelongsToAGroup() throws {
    let targets = try #require(Self.package).modules
    #expect(targets.count >= 20)
    for target in targets { #expect(Self.groups.contains(target.group), "\(target.name) is in \(target.path)") }
  }

  @Test func dependenciesPointUpwards() throws {
    let package = try #require(Self.package)
    for target in package.modules {
      for name in target.dependencies {
        guard let other = package.module(name) else { continue }
        let own = try #require(Self.groups.firstIndex(of: target.group))
        let its = try #require(Self.groups.firstIndex(of: other.group))
        #expect(its <= own, "\(target.name) (\(target.group)) depends on \(name) (\(other.group))")
      }
    }
  }

  @Test func stepsSeeNothingOfTheExecution() throws {
    for target in try #require(Self.package).modules
    where ["StepSupport", "Steps"].contains(target.group) || target.name == "StateSteps" {
      for name in ["Engine", "Journal", "JournalSQLite", "ProcessHost", "Runner", "PlanModel"] {
        #expect(!target.dependencies.contains(name), "\(target.name) depends on \(name)")
      }
    }
  }

  @Test func theEngineIsPure() throws {
    let package = try #require(Self.package)
    let engine = try #require(package.module("Engine"))
    for name in ["Journal", "JournalSQLite", "ProcessHost", "Runner"] {
      #expect(!engine.dependencies.contains(name))
    }
    for folder in ["Sources/Execution/Engine", "Sources/Language/Expressions"] {
      for (path, text) in try SourceFiles.all(below: folder) {
        for word in [
          "import Foundation", "import Glibc", "import Dispatch", "async ", "Date()", "ContinuousClock", "UUID()",
          ".random(",
        ] {
          #expect(!text.contains(word), "\(path) has '\(word)'")
        }
      }
    }
  }

  @Test func everyImportIsDeclared() throws {
    let package = try #require(Self.package)
    for target in package.modules {
      for (path, text) in try SourceFiles.all(below: target.path) {
        for name in SourceFiles.imports(of: text) where package.module(name) != nil {
          #expect(target.dependencies.contains(name), "\(path) imports \(name), which \(target.name) doesn't declare")
        }
      }
    }
  }

  @Test func onlyPlanTextImportsLibYAML() throws {
    for target in try #require(Self.package).modules where target.name != "PlanText" {
      #expect(!target.dependencies.contains("CLibYAML"), "\(target.name)")
    }
  }
}
