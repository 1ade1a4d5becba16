// Helpers for the tests with real processes: a folder that vanishes, waiting for a condition, looking at processes.

import Foundation
import OperatingSystem
import Testing

@testable import ProcessHost

/// The folder in which the products of this build lie.
let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
let supervisorPath = products + "/belay-exec"
let probePath = products + "/process-host-probe"

/// A run's folder for one test. What the test left running in it is ended with it.
final class RunFolder: Sendable {
  let path: String

  init(_ name: String = "run") {
    path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("process-host-\(UUID().uuidString)").appendingPathComponent(name).path
  }

  func host(token: Int64 = 1) -> ProcessHost {
    ProcessHost(runFolder: path, token: token, supervisor: supervisorPath)
  }

  /// The living supervisors of this folder.
  var supervisors: [Int32] {
    processes { $0.arguments.count == 3 && $0.arguments[1] == "serve" && $0.arguments[2] == path }.map(\.id)
  }

  /// All that lies in the folder, with the records.
  func content() -> [String: Data] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.reduce(into: [:]) { content, name in
      content[name] = FileManager.default.contents(atPath: path + "/" + name)
    }
  }

  func log(_ unit: String) -> String {
    let data = FileManager.default.contents(atPath: host().logPath(unit)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// The folders in memory that supervisors of this run made for the files of BELAY_OUTPUT.
  private var outputFolders: Set<String> {
    let records = String(decoding: content()["supervisor.records"] ?? Data(), as: UTF8.self)
    return Set(records.matches(of: /\/dev\/shm\/belay-[A-Za-z0-9]+/).map { String($0.output) })
  }

  deinit {
    for supervisor in supervisors { kill(supervisor, SIGKILL) }
    for folder in outputFolders { try? FileManager.default.removeItem(atPath: folder) }
    try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
  }
}

func spec(
  _ argv: [String], environment: [String: String] = [:], secrets: [String] = [], readOnly: Bool = false,
  deadline: Int64? = nil, grace: Int64 = 5000
) -> ProcessSpec {
  ProcessSpec(
    argv: argv, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"].merging(environment) { $1 },
    workingDirectory: "/", secrets: secrets, readOnly: readOnly, deadlineMilliseconds: deadline,
    graceMilliseconds: grace)
}

func shell(
  _ script: String, environment: [String: String] = [:], secrets: [String] = [], readOnly: Bool = false,
  deadline: Int64? = nil, grace: Int64 = 5000
) -> ProcessSpec {
  spec(
    ["sh", "-c", script], environment: environment, secrets: secrets, readOnly: readOnly, deadline: deadline,
    grace: grace)
}

extension ProcessHost {
  /// Starts a process and waits for its end.
  func run(_ unit: String, _ spec: ProcessSpec) async throws -> ProcessExit {
    try await start(unit, spec).exit()
  }
}

extension ProcessExit {
  var out: String { String(decoding: stdout, as: UTF8.self) }
  var err: String { String(decoding: stderr, as: UTF8.self) }
  var outputText: String { String(decoding: output, as: UTF8.self) }
}

struct ProcessLook {
  let id: Int32
  let state: Character
  let arguments: [String]
}

/// The processes of this machine for which a condition holds, those that have ended excepted.
func processes(_ condition: (ProcessLook) -> Bool) -> [ProcessLook] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return names.compactMap { Int32($0) }.compactMap { look(at: $0) }.filter { $0.state != "Z" && condition($0) }
}

func look(at process: Int32) -> ProcessLook? {
  guard let stat = try? WholeFile.read("/proc/\(process)/stat"),
    let line = try? WholeFile.read("/proc/\(process)/cmdline"),
    let end = stat.lastIndex(of: UInt8(ascii: ")")), stat.count > end + 2
  else { return nil }
  let arguments = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  return ProcessLook(id: process, state: Character(UnicodeScalar(stat[end + 2])), arguments: arguments)
}

/// The living processes that have a text among their arguments, as a whole.
func processes(withArgument text: String) -> [Int32] {
  processes { $0.arguments.contains(text) }.map(\.id)
}

/// A text for an argument that no other test has.
func mark() -> String { "mark-\(UUID().uuidString)" }

/// A number of seconds for `sleep` that serves as a mark: nobody else sleeps exactly that long.
func markedSleep() -> String { "\(Int.random(in: 1000...1999)).\(Int.random(in: 100_000_000...999_999_999))" }

struct WaitedInVain: Error {}

/// Waits until a condition holds, and fails when it doesn't within a generous time.
func eventually(
  within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(seconds)
  while try !condition() {
    guard clock.now < end else {
      Issue.record("waited in vain", sourceLocation: sourceLocation)
      throw WaitedInVain()
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
