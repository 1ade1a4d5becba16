// swift-tools-version: 6.2
// Fuzzing: `make fuzz`. A package of its own, since everything in it is built with -sanitize=fuzzer,address.

import PackageDescription

/// gold, the usual linker, stops with an internal error over what the sanitizers leave behind.
let lld: [LinkerSetting] = [.unsafeFlags(["-use-ld=lld"])]

let package = Package(
  name: "belay-fuzz",
  dependencies: [.package(name: "belay", path: "..")],
  targets: [
    .target(name: "FuzzerDriver"),
    .executableTarget(
      name: "fuzz-plan", dependencies: ["FuzzerDriver", .product(name: "FuzzTargets", package: "belay")],
      linkerSettings: lld),
    .executableTarget(
      name: "fuzz-expression", dependencies: ["FuzzerDriver", .product(name: "FuzzTargets", package: "belay")],
      linkerSettings: lld),
  ],
  swiftLanguageModes: [.v6]
)
