// What `swift package describe --type json` says of the targets.

import Foundation
import JSONText

struct PackageDescription {
  struct Module {
    let name: String
    let path: String
    let dependencies: [String]

    /// `Sources/<group>/…`
    var group: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  }
  let modules: [Module]

  func module(_ name: String) -> Module? { modules.first { $0.name == name } }

  /// The project's root, from this file's place.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static func load() -> PackageDescription? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // A scratch path of its own: the build that runs this test holds the lock of the usual one.
    let scratch = NSTemporaryDirectory() + "belay-describe"
    process.arguments = [
      "swift", "package", "--package-path", root, "--scratch-path", scratch, "describe", "--type", "json",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let start = data.firstIndex(of: UInt8(ascii: "{")), let json = try? JSON(parsing: [UInt8](data[start...]))
    else {
      return nil
    }
    let targets = json["targets"]?.arrayValue ?? []
    return PackageDescription(modules: targets.compactMap(module).filter { $0.path.hasPrefix("Sources/") })
  }

  private static func module(_ json: JSON) -> Module? {
    guard let name = json["name"]?.stringValue, let path = json["path"]?.stringValue else { return nil }
    let dependencies = (json["target_dependencies"]?.arrayValue ?? []).compactMap(\.stringValue)
    return Module(name: name, path: path, dependencies: dependencies)
  }
}

enum SourceFiles {
  /// Swift files below a folder of the project, with their text.
  static func all(below folder: String) throws -> [(path: String, text: String)] {
    let root = PackageDescription.root + "/" + folder
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      (folder + "/" + name, try String(contentsOfFile: root + "/" + name, encoding: .utf8))
    }
  }

  static func imports(of text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("import ") || $0.hasPrefix("@preconcurrency import ") }
      .compactMap { $0.split(separator: " ").last.map(String.init) }
  }
}
