// Situations in which the archive steps are tried.

import FileWork
import StepKit

enum ArchiveFixtures {
  static let all: [String: [StepFixture]] = ["archive.create": create, "archive.restore": restore]

  private static let tree: [FixtureEntry] = [
    .file("site/a.txt", "one\n", mode: 0o640), .file("site/empty", ""), .file("site/sub/b.bin", bytes: [0, 255, 128]),
    .folder("site/sub/hollow", mode: 0o700), .link("site/link", to: "sub/b.bin"), .file("site/run", "#!", mode: 0o755),
  ]

  private static let create = [
    StepFixture("a folder", files: tree, inputs: ["from": "site", "to": "out/site.tar.gz"]),
    StepFixture("a folder, not compressed", files: tree, inputs: ["from": "site", "to": "site.tar", "mode": "0600"]),
    StepFixture("a folder, with zstd", files: tree, inputs: ["from": "site", "to": "site.tar.zst"]),
    StepFixture(
      "some of a folder", files: tree, inputs: ["from": "site", "to": "a.tgz", "include": ["a.txt", "sub"]]),
    StepFixture(
      "a folder into itself", files: tree + [.file("site/old.tgz", "not an archive")],
      inputs: ["from": "site", "to": "site/old.tgz", "exclude": ["sub", "run"]]),
    StepFixture("a file", files: [.file("a.txt", "one\n")], inputs: ["from": "a.txt", "to": "a.tar.xz"]),
    StepFixture("an empty folder", files: [.folder("site")], inputs: ["from": "site", "to": "a.tar.bz2"]),
    StepFixture("nothing", inputs: ["from": "site", "to": "a.tgz"], failure: "BLY0826"),
    StepFixture("an unknown kind", files: tree, inputs: ["from": "site", "to": "a.zip"], failure: "BLY0894"),
    StepFixture(
      "a link that leads out", files: [.link("site/out", to: "/etc")], inputs: ["from": "site", "to": "a.tgz"],
      failure: "BLY0899"),
  ]

  private static let restore = [
    StepFixture("into a new folder", inputs: ["from": "site.tar.gz", "to": "new/site"], prepare: pack(".tar.gz")),
    StepFixture("into the working directory", inputs: ["from": "site.tar", "to": "."], prepare: pack(".tar")),
    StepFixture(
      "over other files",
      files: [
        .file("site/a.txt", "mine\n", mode: 0o600), .link("site/empty", to: "a.txt"), .file("site/link", "no link"),
        .file("site/other", "stays"), .folder("site/sub", mode: 0o711),
      ], inputs: ["from": "site.tar.zst", "to": "site"], prepare: pack(".tar.zst")),
    StepFixture(
      "a folder where a file would be", files: [.folder("site/a.txt")], inputs: ["from": "site.tgz", "to": "site"],
      failure: "BLY0898", prepare: pack(".tgz")),
    StepFixture(
      "through a link", files: [.folder("elsewhere"), .link("site/sub", to: "../elsewhere")],
      inputs: ["from": "site.tgz", "to": "site"], failure: "BLY0898", prepare: pack(".tgz")),
    StepFixture(
      "another archive than expected",
      inputs: ["from": "site.tgz", "to": "site", "sha256": .string(String(repeating: "0", count: 64))],
      failure: "BLY0895", prepare: pack(".tgz")),
    StepFixture(
      "more than is allowed", inputs: ["from": "site.tgz", "to": "site", "max_bytes": 3], failure: "BLY0897",
      prepare: pack(".tgz")),
    StepFixture(
      "no archive", files: [.file("a.tgz", "no archive at all")], inputs: ["from": "a.tgz", "to": "site"],
      failure: "BLY0895"),
    StepFixture("nothing", inputs: ["from": "a.tgz", "to": "site"], failure: "BLY0826"),
  ]

  /// Makes `site` + ending in the working directory.
  private static func pack(_ ending: String) -> @Sendable (String) throws -> Void {
    { folder in
      let kind = ArchiveKind(name: ending) ?? .tar
      var bytes: [UInt8] = []
      let writer = try ArchiveWriter(kind) { bytes += $0 }
      for (entry, content) in packed() {
        try writer.begin(entry, path: entry.path, size: entry.size)
        try content.withUnsafeBytes { try writer.write($0, of: entry.path) }
      }
      try writer.finish()
      _ = try DurableFile.replace(
        FileName("site" + ending), in: try Folder.open(folder), temporary: ".packing", content: .bytes(bytes),
        attributes: FileAttributes(mode: 0o644), ownerIsRequired: false)
    }
  }

  private static func packed() -> [(TreeEntry, [UInt8])] {
    [
      ("a.txt", .file, 0o640, "one\n"), ("empty", .file, 0o644, ""), ("link", .link, 0o777, "sub/b.txt"),
      ("sub", .folder, 0o750, ""), ("sub/b.txt", .file, 0o600, "two\n"), ("sub/locked", .folder, 0o500, ""),
      ("sub/locked/c.txt", .file, 0o400, "three\n"), ("no/entry/of/its/own", .file, 0o644, "four\n"),
    ].map { (path: String, kind: TreeEntry.Kind, mode: UInt32, text: String) in
      var entry = TreeEntry(path: Array(path.utf8), kind: kind, mode: mode, seconds: 1_700_000_000)
      if kind == .link { entry.target = Array(text.utf8) } else { entry.size = Int64(text.utf8.count) }
      return (entry, kind == .file ? Array(text.utf8) : [])
    }
  }
}
