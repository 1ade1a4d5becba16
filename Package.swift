// swift-tools-version: 6.2
// Belay: runbooks as code. The targets are the modules of docs/ARCHITECTURE.md, in its order: a target may depend
// on its own group and on the groups above it. Tests/StructureTests holds the rule.

import PackageDescription

let package = Package(
  name: "belay",
  products: [
    .executable(name: "belay", targets: ["belay"]),
    .executable(name: "belay-exec", targets: ["belay-exec"]),
    .executable(name: "cel-conformance", targets: ["cel-conformance"]),
    // For the package in Fuzz/.
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: system + language + execution + steps + state + proof + front + tests,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11,
  cxxLanguageStandard: .cxx17
)

/// A module of Belay in `Sources/<group>/<name>`.
func module(
  _ group: String, _ name: String, folder: String? = nil, _ dependencies: [Target.Dependency],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(group)/\(folder ?? name)", resources: resources)
}

func suite(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", resources: resources)
}

var crypto: Target.Dependency { .product(name: "Crypto", package: "swift-crypto") }
var orderedCollections: Target.Dependency { .product(name: "OrderedCollections", package: "swift-collections") }

var system: [Target] {
  [
    .systemLibrary(
      name: "CLibYAML", path: "Sources/System/CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLevelDB", path: "Sources/System/CLevelDB", providers: [.apt(["libleveldb-dev"])]),
    .target(name: "JSONSchemaCxx", path: "Sources/System/JSONSchemaCxx"),
    // Static, and without the Swift driver's start files: it starts in half a millisecond.
    .executableTarget(
      name: "belay-exec", path: "Sources/System/BelayExec",
      cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-Wall", "-Wextra"])],
      linkerSettings: [.unsafeFlags(["-nostartfiles", "-static-executable"], .when(configuration: .release))]),
  ]
}

var language: [Target] {
  [
    module("Language", "JSONText", [orderedCollections]),
    module("Language", "Diagnostics", ["JSONText"]),
    module("Language", "PlanText", ["Diagnostics", "CLibYAML"]),
    module("Language", "Expressions", ["Diagnostics", "JSONText", orderedCollections]),
    module("Language", "StepKit", ["Expressions", "JSONText", crypto]),
    module(
      "Language", "PlanModel",
      ["Diagnostics", "PlanText", "Expressions", "StepKit", "JSONText", crypto, orderedCollections]),
    module("Language", "PlanFormat", ["Diagnostics", "PlanText"]),
    .executableTarget(
      name: "cel-conformance", dependencies: ["Expressions", "JSONText"], path: "Sources/Language/CELConformance"),
  ]
}

var execution: [Target] {
  [
    module(
      "Execution", "Engine",
      [
        "Diagnostics", "Expressions", "PlanModel", "StepKit", "JSONText",
        .product(name: "DequeModule", package: "swift-collections"),
      ]),
    module("Execution", "Journal", ["JSONText", crypto]),
    module(
      "Execution", "JournalSQLite",
      [
        "Journal", "JSONText", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    module("Execution", "ProcessHost", ["JSONText", crypto]),
    module(
      "Execution", "Runner",
      ["Engine", "Journal", "ProcessHost", "PlanModel", "StepKit", "Expressions", "Diagnostics", "JSONText", crypto]),
  ]
}

var steps: [Target] {
  ["Shell", "File", "Host", "Wait", "Approval", "SubPlan"].map { family in
    module(
      "Steps", family + "Steps", folder: family == "File" ? "Files" : family,
      ["StepKit", "Expressions", "JSONText", crypto])
  }
}

var state: [Target] {
  [
    module(
      "State", "DeploymentState", ["JSONText", "CLevelDB", "JSONSchemaCxx", crypto],
      resources: [.embedInCode("enhanced-deployment-schema.json")]),
    module("State", "StateSteps", ["StepKit", "Expressions", "DeploymentState", "JSONText", crypto]),
  ]
}

var proof: [Target] {
  [
    module("Proof", "Audit", ["Journal", "JSONText", crypto]),
    module("Proof", "Reports", ["Engine", "Journal", "PlanModel", "StepKit", "Expressions", "Audit", "JSONText"]),
    module("Proof", "Graphs", ["PlanModel", "StepKit", "Expressions"]),
  ]
}

var front: [Target] {
  [
    .executableTarget(
      name: "belay",
      dependencies: [
        .product(name: "ArgumentParser", package: "swift-argument-parser"), "Diagnostics", "PlanText", "Expressions",
        "StepKit", "PlanModel", "Engine", "Journal", "JournalSQLite", "ProcessHost", "Runner", "ShellSteps",
        "FileSteps", "HostSteps", "WaitSteps", "ApprovalSteps", "SubPlanSteps", "StateSteps", "Audit", "Reports",
        "JSONText", "PlanFormat", "Graphs",
      ],
      path: "Sources/Front/belay")
  ]
}

var tests: [Target] {
  let families: [Target.Dependency] = [
    "ShellSteps", "FileSteps", "HostSteps", "WaitSteps", "ApprovalSteps", "SubPlanSteps",
  ]
  return [
    suite("JSONTextTests", ["JSONText"]),
    suite("DiagnosticsTests", ["Diagnostics"]),
    suite("PlanTextTests", ["PlanText"]),
    suite("ExpressionsTests", ["Expressions", "JSONText", "Diagnostics", "cel-conformance"]),
    suite(
      "PlanModelTests",
      ["PlanModel", "StepKit", "Expressions", "Diagnostics", "JSONText", "PlanText", "PlanFormat"],
      resources: [.copy("Corpus")]),
    suite("PlanFormatTests", ["PlanFormat", "PlanText", "Diagnostics"]),
    suite("EngineTests", ["Engine", "PlanModel", "StepKit", "Expressions", "Diagnostics", "JSONText"]),
    suite("JournalTests", ["Journal", "JournalSQLite", "JSONText", .product(name: "GRDB", package: "GRDB.swift")]),
    .executableTarget(
      name: "process-host-probe", dependencies: ["ProcessHost"], path: "Tests/Support/ProcessHostProbe"),
    suite("ProcessHostTests", ["ProcessHost", "belay-exec", "process-host-probe"]),
    suite("StepsTests", ["StepKit", "Expressions", "JSONText"] + families),
    suite("DeploymentStateTests", ["DeploymentState", "JSONText", "CLevelDB"]),
    suite("StateStepsTests", ["StateSteps", "StepKit", "Expressions", "DeploymentState", "JSONText"]),
    suite("AuditTests", ["Audit", "Journal", "JournalSQLite", "JSONText"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Engine", "Journal", "PlanModel", "StepKit", "Expressions", "Audit", "JSONText", "Diagnostics",
      ], path: "Tests/ReportsTests", exclude: ["Goldens"]),
    .testTarget(
      name: "GraphsTests", dependencies: ["Graphs", "PlanModel", "StepKit", "Expressions", "JSONText"] + families,
      path: "Tests/GraphsTests", exclude: ["Goldens"]),
    .target(
      name: "FuzzTargets",
      dependencies: ["PlanModel", "PlanFormat", "StepKit", "Expressions", "Diagnostics"] + families,
      path: "Tests/Support/FuzzTargets"),
    .testTarget(
      name: "FuzzCorpusTests", dependencies: ["FuzzTargets"], path: "Tests/FuzzCorpusTests", exclude: ["FuzzCorpus"]),
    suite("StructureTests", ["JSONText"]),
    suite("BinaryTests", ["belay", "belay-exec", "JSONText"]),
  ]
}
