// Situations in which the file steps are tried.

import FileWork
import StepKit

enum FileFixtures {
  static let all: [String: [StepFixture]] = [
    "file.write": write, "file.copy": copy, "file.remove": remove, "file.stat": stat,
  ]

  /// Neither UTF-8 nor without NUL.
  private static let binary: [UInt8] = [0x00, 0xFF, 0xFE, 0x0A, 0x80, 0x00]

  private static let write = [
    StepFixture("a new file", inputs: ["path": "a.txt", "content": "one\n"]),
    StepFixture("a new file in new folders", inputs: ["path": "new/deep/a.txt", "content": "one\n", "mode": "0600"]),
    StepFixture(
      "over a file, mode kept", files: [.file("a.txt", "before\n", mode: 0o640)],
      inputs: ["path": "a.txt", "content": "after\n"]),
    StepFixture(
      "over a file, mode changed", files: [.file("a.txt", "before\n", mode: 0o4755)],
      inputs: ["path": "a.txt", "content": "after\n", "mode": "600"]),
    StepFixture(
      "only the mode", files: [.file("a.txt", "same\n")],
      inputs: ["path": "./a.txt", "content": "same\n", "mode": "0444"]),
    StepFixture(
      "already so", files: [.file("a.txt", "same\n", mode: 0o600)],
      inputs: ["path": "a.txt", "content": "same\n", "mode": "0600"]),
    StepFixture("an empty file", files: [.file("a.txt", "before")], inputs: ["path": "a.txt", "content": ""]),
    StepFixture(
      "over an empty file", files: [.file("a.txt", "")], inputs: ["path": "sub/../a.txt", "content": "now\n"]),
    StepFixture(
      "over bytes that are no text", files: [.file("a.bin", bytes: binary)],
      inputs: ["path": "a.bin", "content": "text\n"]),
    StepFixture(
      "from a file", files: [.file("secret.pem", bytes: binary, mode: 0o600)],
      inputs: ["path": "live/x.pem", "from": "secret.pem"]),
    StepFixture(
      "through a link that stays in its place", files: [.folder("releases/42"), .link("current", to: "releases/42")],
      inputs: ["path": "current/a.txt", "content": "one\n"]),
    StepFixture(
      "onto a link", files: [.file("a.txt", "one\n"), .link("b.txt", to: "a.txt")],
      inputs: ["path": "b.txt", "content": "two\n"], failure: "BLY0821"),
    StepFixture(
      "through a link that leads out", files: [.link("out", to: "/tmp")],
      inputs: ["path": "out/a.txt", "content": "two\n"], failure: "BLY0822"),
    StepFixture("out through ..", inputs: ["path": "../a.txt", "content": "x"], failure: "BLY0823"),
    StepFixture("onto a folder", files: [.folder("a")], inputs: ["path": "a", "content": "x"], failure: "BLY0825"),
    StepFixture(
      "below a file", files: [.file("a", "")], inputs: ["path": "a/b", "content": "x"], failure: "BLY0825"),
    StepFixture("from nothing", inputs: ["path": "a.txt", "from": "b.txt"], failure: "BLY0826"),
    StepFixture("no mode", inputs: ["path": "a.txt", "content": "", "mode": "rw"], failure: "BLY0827"),
    StepFixture("neither content nor source", inputs: ["path": "a.txt"], failure: "BLY0834"),
  ]

  private static let copy = [
    StepFixture(
      "to a new file", files: [.file("a.txt", "one\n", mode: 0o600)], inputs: ["from": "a.txt", "to": "b/c.txt"]),
    StepFixture(
      "over a file", files: [.file("a.txt", "one\n"), .file("b.txt", "two\n", mode: 0o640)],
      inputs: ["from": "a.txt", "to": "b.txt"]),
    StepFixture(
      "over a file that is the same", files: [.file("a.txt", "one\n"), .file("b.txt", "one\n")],
      inputs: ["from": "a.txt", "to": "b.txt"]),
    StepFixture(
      "bytes that are no text", files: [.file("a.bin", bytes: binary)],
      inputs: ["from": "a.bin", "to": "b.bin", "mode": "0400"]),
    StepFixture(
      "from a link that stays in its place", files: [.file("v2/a.txt", "two\n"), .link("a.txt", to: "v2/a.txt")],
      inputs: ["from": "a.txt", "to": "b.txt"]),
    StepFixture(
      "from a link that leads out", files: [.link("a.txt", to: "/etc/hostname")],
      inputs: ["from": "a.txt", "to": "b.txt"], failure: "BLY0822"),
    StepFixture("from a folder", files: [.folder("a")], inputs: ["from": "a", "to": "b"], failure: "BLY0825"),
    StepFixture("onto itself", files: [.file("a", "")], inputs: ["from": "a", "to": "./a"], failure: "BLY0829"),
  ]

  private static let tree: [FixtureEntry] = [
    .file("tree/a.txt", "one\n", mode: 0o640), .file("tree/empty", ""), .file("tree/sub/b.bin", bytes: binary),
    .folder("tree/sub/hollow", mode: 0o700), .link("tree/link", to: "../beside"), .file("beside", "stays\n"),
  ]

  private static let remove = [
    StepFixture("a file", files: [.file("a.txt", "one\n", mode: 0o640)], inputs: ["path": "a.txt"]),
    StepFixture("an empty file", files: [.file("a.txt", "")], inputs: ["path": "a.txt"]),
    StepFixture("bytes that are no text", files: [.file("a.bin", bytes: binary)], inputs: ["path": "a.bin"]),
    StepFixture(
      "a link, not what it points to", files: [.file("a.txt", "one\n"), .link("b.txt", to: "a.txt")],
      inputs: ["path": "b.txt"]),
    StepFixture("a link to nothing", files: [.link("b.txt", to: "/nowhere/at/all")], inputs: ["path": "b.txt"]),
    StepFixture("nothing", inputs: ["path": "gone/a.txt"]),
    StepFixture("a folder with all it holds", files: tree, inputs: ["path": "tree", "recursive": true]),
    StepFixture("an empty folder", files: [.folder("tree", mode: 0o711)], inputs: ["path": "tree", "recursive": true]),
    StepFixture("nothing, which must not be", inputs: ["path": "a.txt", "missing_ok": false], failure: "BLY0830"),
    StepFixture("a folder unasked", files: tree, inputs: ["path": "tree"], failure: "BLY0831"),
    StepFixture("the working directory", inputs: ["path": "a/..", "recursive": true], failure: "BLY0823"),
    StepFixture(
      "through a link that leads out", files: [.link("out", to: "/tmp")], inputs: ["path": "out/a.txt"],
      failure: "BLY0822"),
  ]

  private static let stat = [
    StepFixture("nothing", inputs: ["path": "a.txt"]),
    StepFixture("a file", files: [.file("a.txt", "one\n", mode: 0o640)], inputs: ["path": "a.txt"]),
    StepFixture("without its digest", files: [.file("a.txt", "")], inputs: ["path": "a.txt", "digest": false]),
    StepFixture("a folder", files: [.folder("a")], inputs: ["path": "a"]),
    StepFixture("a link", files: [.link("a", to: "nowhere")], inputs: ["path": "a"]),
    StepFixture("the working directory", inputs: ["path": "."]),
    StepFixture(
      "through a link that leads out", files: [.link("out", to: "/etc")], inputs: ["path": "out/hostname"],
      failure: "BLY0822"),
  ]
}
