// Covers: archives as other programs read and write them, determinism, what is stored, what is refused, and the undo
// of both steps where the disk isn't as it was.

import Expressions
import Foundation
import JSONText
import StepKit
import Testing

@testable import ArchiveSteps
@testable import FileWork

@Suite struct ArchiveTests {
  private let box: FileSandbox

  init() throws { box = try FileSandbox() }

  /// Runs a program in the working directory; what it printed.
  @discardableResult
  private func run(_ arguments: String...) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: box.work)
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments)")
    return String(decoding: data, as: UTF8.self)
  }

  private func site() throws {
    try box.put("site/a.txt", "one\n", mode: 0o640)
    try box.put("site/sub/b.txt", "two\n", mode: 0o600)
    try box.put("site/ümläut €.txt", "three\n")
    try box.put("site/" + String(repeating: "long/", count: 40) + "name", "four\n")
    try box.link("site/link", to: "sub/b.txt")
    try box.folder("site/hollow")
  }

  private func create(_ inputs: [String: Value]) async throws -> [String: Value] {
    try await ArchiveCreate().apply(box.context(inputs))
  }

  // MARK: Creating

  @Test(arguments: ["tar", "tar.gz", "tgz", "tar.xz", "tar.bz2"])
  func tarReadsIt(ending: String) async throws {
    try site()
    let outputs = try await create(["from": "site", "to": .string("out.\(ending)")])
    #expect(outputs["files"] == 5)
    #expect(outputs["unpacked_size"] == 19)
    try box.folder("copy")
    try run("tar", "-xf", "out.\(ending)", "-C", "copy")
    try run("diff", "-r", "--no-dereference", "site", "copy")
    #expect(box.mode("copy/a.txt") == 0o640 && box.mode("copy/sub/b.txt") == 0o600)
    let digest = try run("sha256sum", "out.\(ending)").prefix(64)
    #expect(outputs["sha256"] == .string(String(digest)))
  }

  /// The same content gives the same bytes: whenever it is packed, and from wherever.
  @Test func isDeterministic() async throws {
    try site()
    try run("cp", "-a", "site", "twin")
    let first = try await create(["from": "site", "to": "1.tar.gz"])
    let second = try await create(["from": "twin", "to": "2.tar.gz"])
    #expect(first["sha256"] == second["sha256"])
    let third = try await create(["from": "site", "to": "3.tar.xz"])
    #expect(third["sha256"] != first["sha256"] && third["manifest"] == first["manifest"])
    #expect(try await create(["from": "site", "to": "1.tar.gz"])["changed"] == false)
    try box.put("site/a.txt", "One\n", mode: 0o640)
    #expect(try await create(["from": "site", "to": "1.tar.gz"])["manifest"] != first["manifest"])
  }

  @Test func whatIsLeftOut() async throws {
    try site()
    let names = { () throws -> [String] in try run("tar", "-tf", "out.tar").split(separator: "\n").map(String.init) }
    _ = try await create(["from": "site", "to": "out.tar", "include": ["sub/b.txt", "hollow"]])
    #expect(try names() == ["hollow/", "sub/", "sub/b.txt"])
    _ = try await create(["from": "site", "to": "out.tar", "exclude": ["sub", "long", "./a.txt"]])
    #expect(try names().filter { !$0.contains("ml") } == ["hollow/", "link"])
    let missing = await box.failure { _ = try await create(["from": "site", "to": "out.tar", "include": ["none"]]) }
    #expect(missing?.message == "'\(box.path("site"))/none', from which to copy, doesn't exist")
  }

  @Test func aPipeIsNotStored() async throws {
    try box.folder("site")
    try #require(mkfifo(box.path("site/pipe"), 0o600) == 0)
    let failure = await box.failure { _ = try await create(["from": "site", "to": "out.tar"]) }
    #expect(failure?.code == "BLY0899")
    #expect(
      failure?.message
        == "'\(box.path("site"))' can't be put into an archive: 'pipe' is neither a file nor a folder (a device, pipe or socket)"
    )
    #expect(box.names() == ["site", "site/pipe"])
    _ = try await create(["from": "site", "to": "out.tar", "exclude": ["pipe"]])
  }

  @Test func theFormerArchiveComesBack() async throws {
    try site()
    try box.put("out.tgz", "the former one", mode: 0o600)
    let inputs: [String: Value] = ["from": "site", "to": "out.tgz"]
    let record = try await box.carryOut(ArchiveCreate(), inputs)
    #expect(box.read("out.tgz") != "the former one")
    // The sources don't matter any more.
    try FileManager.default.removeItem(atPath: box.path("site"))
    try await ArchiveCreate().undo(box.context(inputs), record: record)
    #expect(box.read("out.tgz") == "the former one" && box.mode("out.tgz") == 0o600)
  }

  @Test func aPredictionTellsWhatWouldBeStored() async throws {
    try box.put("site/a.txt", "one\n")
    try box.put("site/b/c", "two")
    let prediction = try await ArchiveCreate().predict(box.context(["from": "site", "to": "new/out.tgz"]))
    #expect(
      prediction.changes == [
        PredictedChange(kind: "create", target: box.path("new") + "/"),
        PredictedChange(kind: "create", target: "new/out.tgz", diff: "+ a.txt (4 bytes)\n+ b/\n+ b/c (3 bytes)\n"),
      ])
    // What an earlier step will have changed can't be packed yet; what it will have packed can be restored on paper.
    var files = PredictedFiles()
    files.apply(Prediction(changes: [], files: [box.path("site/a.txt"): .absent]))
    let later = try await ArchiveCreate().predict(box.context(["from": "site", "to": "o.tgz"], predicted: files))
    #expect(later.outputs == ["path": .string(box.path("o.tgz"))])
    var packed = PredictedFiles()
    packed.apply(prediction)
    let restored = try await ArchiveRestore().predict(
      box.context(["from": "new/out.tgz", "to": "copy"], predicted: packed))
    #expect(restored.files[box.path("copy/b/c")] == .file(bytes: Array("two".utf8), mode: 0o644))
    #expect(restored.outputs["manifest"] == prediction.outputs["manifest"])
    #expect(box.names() == ["site", "site/a.txt", "site/b", "site/b/c"])
  }

  // MARK: Restoring

  @Test(arguments: ["--format=gnu", "--format=pax", "--format=ustar"])
  func readsWhatTarWrites(format: String) async throws {
    try site()
    if format == "--format=ustar" { try run("rm", "-r", "site/long", "site/ümläut €.txt") }
    try run("ln", "site/a.txt", "site/hard")
    try run("tar", "-czf", "in.tgz", format, "-C", "site", ".")
    let outputs = try await ArchiveRestore().apply(box.context(["from": "in.tgz", "to": "copy"]))
    #expect(outputs["changed"] == true)
    try run("diff", "-r", "--no-dereference", "site", "copy")
    #expect(box.mode("copy/hard") == 0o640)
    let again = try await ArchiveRestore().apply(box.context(["from": "in.tgz", "to": "copy"]))
    #expect(again["changed"] == false)
    #expect(!box.names().contains { $0.contains(".belay-") })
  }

  /// A hostile archive, written by another program.
  static let hostile: [(String, String)] = [
    ("f('../evil', b'x')", "'../evil' in 'in.tar' leads out through '..'"),
    ("f('a/../../evil', b'x')", "'a/../../evil' in 'in.tar' leads out through '..'"),
    ("f('/evil', b'x')", "'/evil' in 'in.tar' is an absolute path"),
    ("l('out', '/etc')", "'out' in 'in.tar' is a link to '/etc', an absolute path"),
    ("l('a/out', '../../etc')", "'a/out' in 'in.tar' is a link to '../../etc', which leads out of the folder"),
    ("l('out', 'a/../../etc')", "'out' in 'in.tar' is a link to 'a/../../etc', which leads out of the folder"),
    ("l('a', '.'); f('a/evil', b'x')", "'a/evil' in 'in.tar' goes through 'a', which is no folder"),
    ("f('a', b'x'); f('a/evil', b'x')", "'a/evil' in 'in.tar' goes through 'a', which is no folder"),
    ("f('a', b'x'); f('a', b'y')", "'a' in 'in.tar' is there twice"),
    ("f('a', b'x'); l('a', 'b')", "'a' in 'in.tar' is there twice"),
    ("h('a', '/etc/passwd')", "'a' in 'in.tar' is a hard link to '/etc/passwd', which is no file of this archive"),
    ("k('null', t.CHRTYPE)", "'null' in 'in.tar' is neither a file, a folder nor a link"),
    ("k('pipe', t.FIFOTYPE)", "'pipe' in 'in.tar' is neither a file, a folder nor a link"),
  ]

  @Test(arguments: hostile)
  func hostileArchivesAreRefusedWhole(script: String, message: String) async throws {
    let program = """
      import io, tarfile as t
      a = t.open('in.tar', 'w')
      def e(name, kind, link='', data=b''):
          i = t.TarInfo(name); i.type = kind; i.linkname = link; i.size = len(data); a.addfile(i, io.BytesIO(data))
      def f(name, data): e(name, t.REGTYPE, data=data)
      def l(name, to): e(name, t.SYMTYPE, to)
      def h(name, to): e(name, t.LNKTYPE, to)
      def k(name, kind): e(name, kind)
      f('fine', b'fine')
      \(script)
      a.close()
      """
    try run("python3", "-c", program)
    let failure = await box.failure {
      _ = try await ArchiveRestore().apply(box.context(["from": "in.tar", "to": "copy"]))
    }
    #expect(failure?.code == "BLY0896")
    #expect(failure?.message == message)
    #expect(box.names() == ["in.tar"])
  }

  /// Cut anywhere, an archive is no archive, and nothing of it is restored.
  @Test(arguments: [1, 20, 100, 160])
  func aCutArchive(bytes: Int) async throws {
    try site()
    _ = try await create(["from": "site", "to": "in.tgz"])
    let whole = try #require(FileManager.default.contents(atPath: box.path("in.tgz")))
    try #require(bytes < whole.count)
    try box.put("in.tgz", bytes: [UInt8](whole.prefix(bytes)))
    let failure = await box.failure {
      _ = try await ArchiveRestore().apply(box.context(["from": "in.tgz", "to": "copy"]))
    }
    #expect(failure?.code == "BLY0895")
    #expect(!box.exists("copy"))
  }

  @Test func undoBringsEverythingBack() async throws {
    try site()
    _ = try await create(["from": "site", "to": "in.tgz"])
    try box.put("copy/a.txt", "mine\n", mode: 0o600)
    try box.link("copy/link", to: "nowhere")
    try box.put("copy/beside", "stays")
    let before = try run("find", "copy", "-printf", "%p %m %s %l %T@\n").split(separator: "\n").sorted()
    let inputs: [String: Value] = ["from": "in.tgz", "to": "copy"]
    let record = try await box.carryOut(ArchiveRestore(), inputs)
    #expect(box.read("copy/a.txt") == "one\n" && box.exists("copy/sub/b.txt"))
    try FileManager.default.removeItem(atPath: box.path("in.tgz"))
    try await ArchiveRestore().undo(box.context(inputs), record: record)
    try run("touch", "-d", "@1", "copy")
    let after = try run("find", "copy", "-printf", "%p %m %s %l %T@\n").split(separator: "\n").sorted()
    #expect(after.dropFirst() == before.dropFirst())
  }

  @Test func undoLeavesNewerWork() async throws {
    try site()
    _ = try await create(["from": "site", "to": "in.tgz"])
    try box.put("copy/a.txt", "mine\n")
    let inputs: [String: Value] = ["from": "in.tgz", "to": "copy"]
    let record = try await box.carryOut(ArchiveRestore(), inputs)
    try box.put("copy/a.txt", "newer\n", mode: 0o644)
    try box.put("copy/sub/b.txt", "newer too\n", mode: 0o600)
    let failure = await box.failure { try await ArchiveRestore().undo(box.context(inputs), record: record) }
    #expect(failure?.code == "BLY0828")
    #expect(
      failure?.message.contains(
        "! a.txt\n--- what was there before\n+++ what is there now\n@@ -1 +1 @@\n-mine\n+newer\n") == true)
    #expect(failure?.message.contains("! sub/b.txt\nnew file, mode 0600\n") == true)
    #expect(box.read("copy/a.txt") == "newer\n" && box.exists("copy/hollow"))
    // Put right, it goes on; what somebody added stays, with its folder.
    try box.put("copy/a.txt", "one\n", mode: 0o640)
    try box.put("copy/sub/b.txt", "two\n", mode: 0o600)
    try box.put("copy/sub/added", "by hand")
    try await ArchiveRestore().undo(box.context(inputs), record: record)
    #expect(box.names().filter { $0.hasPrefix("copy") } == ["copy", "copy/a.txt", "copy/sub", "copy/sub/added"])
    #expect(box.read("copy/a.txt") == "mine\n")
  }

  @Test func aStopEndsItEarly() async throws {
    try site()
    _ = try await create(["from": "site", "to": "in.tgz"])
    let context = box.context(["from": "in.tgz", "to": "copy"])
    let task = Task { () -> StepFailure? in
      withUnsafeCurrentTask { $0?.cancel() }
      do throws(StepFailure) {
        _ = try await ArchiveRestore().apply(context)
        return nil
      } catch { return error }
    }
    #expect(await task.value?.code == "BLY0805")
    #expect(!box.exists("copy"))
  }

  @Test func checks() {
    let issues = ArchiveCreate().check([
      "from": .constant("a"), "to": .constant("b.zip"), "include": .constant(["../c"]),
    ])
    #expect(
      issues.map(\.message) == [
        "the name 'b.zip' doesn't tell which kind of archive is meant", "'../c' leaves the working directory",
      ])
    #expect(
      ArchiveRestore().check(["sha256": .constant("abc")]).map(\.message) == ["'abc' is no SHA-256"])
  }
}
