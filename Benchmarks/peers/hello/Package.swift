// swift-tools-version: 6.2
// The peer of starting `belay`: the smallest program of the same build that uses Foundation.

import PackageDescription

let package = Package(name: "hello", targets: [.executableTarget(name: "hello")])
