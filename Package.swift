// swift-tools-version: 6.2
// Belay: runbooks as code. The targets are the modules of docs/ARCHITECTURE.md, in its order: a target may depend
// on its own group and on the groups above it. Tests/StructureTests holds the rule.

import PackageDescription

let package = Package(
  name: "belay",
  products: [
    .executable(name: "belay", targets: ["belay"]),
    .executable(name: "belay-exec", targets: ["belay-exec"]),
    .executable(name: "belay-http", targets: ["belay-http"]),
    .executable(name: "cel-conformance", targets: ["cel-conformance"]),
    // For the package in Fuzz/.
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
  ],
  targets: system + language + execution + stepSupport + steps + state + proof + front + tests,
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
    module("System", "OperatingSystem", []),
    .target(
      name: "ArchiveC", path: "Sources/System/ArchiveC", cSettings: [.define("_GNU_SOURCE")],
      linkerSettings: [.linkedLibrary("dl")]),
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
    module("Language", "Digests", [crypto]),
    module("Language", "Secrets", []),
    module("Language", "StepKit", ["Expressions", "JSONText", "Digests"]),
    module("Language", "StepConformance", ["StepKit", "Expressions", "JSONText", "Digests", "OperatingSystem"]),
    module(
      "Language", "PlanModel",
      ["Diagnostics", "PlanText", "Expressions", "StepKit", "JSONText", "Digests", orderedCollections]),
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
    module("Execution", "Journal", ["JSONText", "Digests", "OperatingSystem"]),
    module(
      "Execution", "JournalSQLite",
      [
        "Journal", "JSONText", "Digests", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    module("Execution", "ProcessHost", ["JSONText", "Secrets", "OperatingSystem"]),
    module(
      "Execution", "Runner",
      [
        "Engine", "Journal", "ProcessHost", "PlanModel", "StepKit", "Expressions", "Diagnostics", "JSONText", "Digests",
        "Secrets", "OperatingSystem",
      ]),
  ]
}

/// The families of step types: one folder below `Sources/Steps` each, with what it works with besides StepKit. A new one
/// is a line here, and one in `Sources/Front/StepCatalogue`.
var families: [(name: String, support: [Target.Dependency])] {
  [
    ("Shell", []), ("Files", ["FileWork"]), ("Archive", ["FileWork", "ArchiveC"]), ("HTTP", ["WebExchange"]),
    ("Host", []), ("Wait", []), ("Approval", []), ("Notify", ["WebExchange"]), ("SubPlan", []), ("Outside", []),
  ]
}
var familyTargets: [Target.Dependency] { families.map { .init(stringLiteral: $0.name + "Steps") } }

/// What several families work with; a family may not import another.
var stepSupport: [Target] {
  [
    module("StepSupport", "FileWork", ["StepKit", "Expressions", "JSONText", "Digests", "Secrets", "OperatingSystem"]),
    module("StepSupport", "WebExchange", ["StepKit", "Expressions", "JSONText", "Digests"]),
  ]
}

var steps: [Target] {
  families.map { family in
    module(
      "Steps", family.name + "Steps", folder: family.name,
      ["StepKit", "Expressions", "JSONText", "Digests", "Secrets", "OperatingSystem"] + family.support)
  }
}

var state: [Target] {
  [
    module(
      "State", "DeploymentState", ["JSONText", "CLevelDB", "JSONSchemaCxx", "Digests", "OperatingSystem"],
      resources: [.embedInCode("enhanced-deployment-schema.json")]),
    module("State", "StateSteps", ["StepKit", "Expressions", "DeploymentState", "JSONText", "Digests"]),
  ]
}

var proof: [Target] {
  [
    module("Proof", "Audit", ["Journal", "JSONText", "Digests"]),
    module("Proof", "Reports", ["Engine", "Journal", "PlanModel", "StepKit", "Expressions", "Audit", "JSONText"]),
    module("Proof", "Graphs", ["PlanModel", "StepKit", "Expressions"]),
  ]
}

var front: [Target] {
  [
    module("Front", "StepCatalogue", ["StepKit", "StateSteps"] + familyTargets),
    module(
      "Front", "Presentation",
      ["Diagnostics", "Expressions", "StepKit", "PlanModel", "Engine", "Journal", "ProcessHost", "Runner", "JSONText"]),
    .executableTarget(
      name: "belay",
      dependencies: [
        .product(name: "ArgumentParser", package: "swift-argument-parser"), "Diagnostics", "Expressions", "StepKit",
        "PlanModel", "Engine", "Journal", "JournalSQLite", "Runner", "Audit", "Reports", "JSONText", "OperatingSystem",
        "StepCatalogue", "Presentation", "PlanFormat", "Graphs", "StepConformance", "OutsideSteps",
      ],
      path: "Sources/Front/belay"),
    // The HTTP client is an executable of its own, so that `belay` starts without it.
    .executableTarget(
      name: "belay-http",
      dependencies: [
        "JSONText", .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "Sources/Front/belay-http"),
  ]
}

var tests: [Target] {
  [
    suite("JSONTextTests", ["JSONText"]),
    suite("DiagnosticsTests", ["Diagnostics"]),
    suite("PlanTextTests", ["PlanText"]),
    suite("SecretsTests", ["Secrets"]),
    suite("ExpressionsTests", ["Expressions", "JSONText", "Diagnostics", "cel-conformance"]),
    suite(
      "PlanModelTests",
      ["PlanModel", "StepKit", "Expressions", "Diagnostics", "JSONText", "PlanText", "PlanFormat"],
      resources: [.copy("Corpus")]),
    suite("PlanFormatTests", ["PlanFormat", "PlanText", "Diagnostics"]),
    suite("EngineTests", ["Engine", "PlanModel", "StepKit", "Expressions", "Diagnostics", "JSONText"]),
    suite(
      "JournalTests",
      ["Journal", "JournalSQLite", "JSONText", "Digests", .product(name: "GRDB", package: "GRDB.swift")]),
    .executableTarget(
      name: "process-host-probe", dependencies: ["ProcessHost"], path: "Tests/Support/ProcessHostProbe"),
    suite("ProcessHostTests", ["ProcessHost", "OperatingSystem", "belay-exec", "process-host-probe"]),
    suite(
      "RunnerTests",
      [
        "Runner", "Engine", "Journal", "ProcessHost", "PlanModel", "StepKit", "StepConformance", "Expressions",
        "Diagnostics", "JSONText", "belay-exec",
      ]),
    suite(
      "StepsTests",
      [
        "StepKit", "StepConformance", "Expressions", "JSONText", "Digests", "Secrets", "FileWork", "WebExchange",
        "belay-http",
      ] + familyTargets),
    suite("DeploymentStateTests", ["DeploymentState", "JSONText", "CLevelDB"]),
    suite(
      "StateStepsTests", ["StateSteps", "StepKit", "StepConformance", "Expressions", "DeploymentState", "JSONText"]),
    suite("AuditTests", ["Audit", "Journal", "JournalSQLite", "JSONText"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Engine", "Journal", "PlanModel", "StepKit", "Expressions", "Audit", "JSONText", "Diagnostics",
      ], path: "Tests/ReportsTests", exclude: ["Goldens"]),
    .testTarget(
      name: "GraphsTests", dependencies: ["Graphs", "PlanModel", "StepKit", "Expressions", "JSONText"] + familyTargets,
      path: "Tests/GraphsTests", exclude: ["Goldens"]),
    .target(
      name: "FuzzTargets",
      dependencies: ["PlanModel", "PlanFormat", "StepKit", "Expressions", "Diagnostics"] + familyTargets,
      path: "Tests/Support/FuzzTargets"),
    .testTarget(
      name: "FuzzCorpusTests", dependencies: ["FuzzTargets"], path: "Tests/FuzzCorpusTests", exclude: ["FuzzCorpus"]),
    suite("PresentationTests", ["Presentation", "Diagnostics", "Engine", "Journal", "Runner", "StepKit"]),
    suite("StructureTests", ["JSONText", "StepKit", "StepCatalogue", "Diagnostics"]),
    suite("BinaryTests", ["belay", "belay-exec", "belay-http", "JSONText"]),
  ]
}
