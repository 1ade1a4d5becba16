// A folder for one black-box test, with the real `belay` in it: writes plans and files, runs the binary, and at the
// end kills what the test left running, found by the folder in its working directory or its command line.

import Foundation
import Glibc
import JSONText
import Testing

final class Sandbox: Sendable {
  /// The project folder of the test, in which belay runs.
  let path: String
  /// Beside it: what the programs said.
  private let scratch: String
  /// A word that no other process of this machine has in its command line.
  let marker: String

  /// The folder in which the products of this build lie: beside the test bundle.
  static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .path
  static let binary = products + "/belay"

  private init() throws {
    let name = "belay-test-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/" + name
    path = base + "/project"
    scratch = base + "/said"
    marker = "mark" + String(UInt64.random(in: .min ... .max), radix: 36)
    for folder in [path, scratch] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
  }

  /// Gives a test its folder, and clears up after it. One that mostly waits needs no lane.
  static func open<Answer>(inLane: Bool = true, _ body: (Sandbox) async throws -> Answer) async throws -> Answer {
    if inLane { await Lanes.shared.enter() }
    let box = try Sandbox()
    let result: Result<Answer, any Error>
    do { result = .success(try await body(box)) } catch { result = .failure(error) }
    box.clear()
    if inLane { await Lanes.shared.leave() }
    return try result.get()
  }

  private func clear() {
    killEverything()
    try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
  }

  // MARK: Processes

  /// The living processes that belong to this test.
  var processes: [ProcessLook] {
    let base = (path as NSString).deletingLastPathComponent
    return ProcessLook.all().filter { $0.concerns(base) }
  }

  var marked: [ProcessLook] { ProcessLook.with(marker) }

  /// SIGKILL for all that belongs to this test, until nothing is left.
  func killEverything() {
    for _ in 0..<200 {
      let left = processes + marked
      if left.isEmpty { return }
      for process in left { kill(process.id, SIGKILL) }
      usleep(2000)
    }
  }

  // MARK: Files

  func at(_ name: String) -> String { name.hasPrefix("/") ? name : path + "/" + name }

  func write(_ name: String, _ text: String = "") throws { try write(name, bytes: Array(text.utf8)) }

  func write(_ name: String, bytes: [UInt8]) throws {
    let file = at(name)
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  func bytes(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: at(name)).map { [UInt8]($0) } }
  func read(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }
  func lines(_ name: String) -> [String] { (read(name) ?? "").split(separator: "\n").map(String.init) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: at(name)) }
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: at(name)) }

  func mode(_ name: String) -> UInt32? {
    var facts = stat()
    return lstat(at(name), &facts) == 0 ? facts.st_mode & 0o7777 : nil
  }

  func setMode(_ name: String, _ mode: UInt32) { chmod(at(name), mode) }

  /// Every file below the project folder with its bytes, without those below `.belay` unless wanted.
  func tree(withState: Bool = false) -> [String: [UInt8]] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.filter { withState || !$0.hasPrefix(".belay") }.reduce(into: [:]) { $0[$1] = bytes($1) }
  }

  /// A plan from its body; the head names it.
  func plan(_ body: String, name: String = "plan.yaml", title: String = "Rehearse the bridge") throws {
    try write(name, "belay: 1\nname: bridge\nversion: 2.3.4\ntitle: \(title)\n" + body + "\n")
  }

  // MARK: The binary

  /// The environment of a person's shell, without anything of belay's.
  var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": path, "LANG": "C.UTF-8",
      "NO_COLOR": "1", "USER": "tester", "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Starts any program in the project folder.
  func launch(
    _ program: String, _ arguments: [String], environment extra: [String: String?] = [:], in folder: String? = nil,
    outputPath: String? = nil
  ) throws -> Living {
    var environment = environment
    for (name, value) in extra { environment[name] = value }
    return try Command(
      program: program, arguments: arguments, environment: environment, folder: folder.map(at) ?? path,
      scratch: scratch, outputPath: outputPath
    ).start()
  }

  func start(
    _ arguments: String..., environment extra: [String: String?] = [:], in folder: String? = nil,
    outputPath: String? = nil
  ) throws -> Living {
    try launch(Self.binary, arguments, environment: extra, in: folder, outputPath: outputPath)
  }

  /// Runs belay to its end.
  @discardableResult
  func belay(
    _ arguments: String..., environment extra: [String: String?] = [:], in folder: String? = nil,
    within seconds: Double = 120
  ) async throws -> Ended {
    try await launch(Self.binary, arguments, environment: extra, in: folder).end(within: seconds)
  }

  /// Runs a shell script in the project folder; `$BELAY` is the binary.
  func shell(_ script: String, environment extra: [String: String?] = [:], within seconds: Double = 120) async throws
    -> Ended
  {
    let all = extra.merging(["BELAY": Self.binary]) { $1 }
    return try await launch("/bin/bash", ["-c", script], environment: all).end(within: seconds)
  }

  /// Runs a plan, and asks for the status after.
  func run(
    _ arguments: String..., environment extra: [String: String?] = [:]
  ) async throws -> (ended: Ended, status: Status) {
    let named = arguments.first?.hasSuffix(".yaml") == true ? arguments : ["plan.yaml"] + arguments
    let ended = try await launch(Self.binary, ["run", "--format", "json"] + named, environment: extra).end()
    guard let run = try ended.lines.last?["run"]?.stringValue else {
      throw CommandFailure(description: "run gave no result: \(ended)")
    }
    return (ended, try await status(run))
  }

  func status(_ run: String = "last") async throws -> Status {
    let ended = try await belay("status", run, "--format", "json")
    guard ended.code == 0 else { throw CommandFailure(description: "status: \(ended)") }
    return Status(json: try ended.json)
  }

  /// The record of a run is whole and unchanged.
  func expectVerified(_ run: String = "last", sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let ended = try await belay("audit", "verify", run, "--format", "json")
    #expect(ended.code == 0, "\(ended)", sourceLocation: sourceLocation)
  }

  /// Waits until a file has a line.
  func wait(for line: String, in name: String) async throws {
    try await eventually("'\(line)' in \(name)") { lines(name).contains(line) }
  }
}
