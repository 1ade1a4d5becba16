// Starting a program and waiting for its end. Not Foundation's Process: output goes to files, so that nothing blocks
// when nobody reads, and the wait polls, so that no thread is held.

import Foundation
import Glibc
import JSONText

/// How a program ended, with everything that it said.
struct Ended: CustomStringConvertible {
  /// The exit code, or 128 and the signal that ended it.
  let code: Int32
  let stdout: String
  let stderr: String

  /// What it said on stdout, as one JSON document.
  var json: JSON {
    get throws { try JSON(parsing: stdout) }
  }

  /// What it said on stdout, as JSON Lines.
  var lines: [JSON] {
    get throws { try stdout.split(separator: "\n").map { try JSON(parsing: String($0)) } }
  }

  var said: String { stdout + stderr }

  var description: String { "exit \(code)\n--- stdout\n\(stdout.suffix(3000))\n--- stderr\n\(stderr.suffix(3000))" }
}

/// A program that couldn't be started, or that didn't end in time.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
}

/// A program under way.
final class Living: @unchecked Sendable {  // one test at a time uses it
  let id: Int32
  /// Nil when it goes elsewhere.
  private let output: String?
  private let errors: String
  private var code: Int32?

  fileprivate init(id: Int32, output: String?, errors: String) {
    self.id = id
    self.output = output
    self.errors = errors
  }

  /// What it has said so far.
  var stdout: String { String(decoding: output.flatMap(ProcessLook.read) ?? [], as: UTF8.self) }

  func send(_ signal: Int32) { if code == nil { kill(id, signal) } }

  /// True once it has ended. Until its end has been seen, its id can't be another's.
  var hasEnded: Bool {
    if code != nil { return true }
    var status: Int32 = 0
    guard waitpid(id, &status, WNOHANG) == id else { return false }
    code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    return true
  }

  /// It has ended, with exit code 0.
  var endedWell: Bool { hasEnded && code == 0 }

  /// Waits for its end.
  func end(within seconds: Double = 120) async throws -> Ended {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while !hasEnded {
      guard clock.now < deadline else {
        send(SIGKILL)
        throw CommandFailure(description: "no end within \(seconds) s; said: \(stdout.suffix(2000))")
      }
      try await Task.sleep(for: .milliseconds(4))
    }
    let errors = String(decoding: ProcessLook.read(errors) ?? [], as: UTF8.self)
    return Ended(code: code ?? -1, stdout: stdout, stderr: errors)
  }
}

/// What to start, where and how.
struct Command {
  var program: String
  var arguments: [String]
  var environment: [String: String]
  var folder: String
  /// Where files for its output may lie.
  var scratch: String
  /// A file for its standard output, instead of one in `scratch`.
  var outputPath: String?

  /// Starts it in a session of its own, with no input and the signals' default actions.
  func start() throws -> Living {
    let name = UUID().uuidString
    let output = outputPath ?? scratch + "/\(name).out"
    let errors = scratch + "/\(name).err"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var every = sigset_t()
    sigfillset(&every)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | Self.newSession)

    var id: Int32 = 0
    // `env` changes the folder and becomes the program, with the same id.
    let result = withCStrings(["env", "--chdir=" + folder, program] + arguments) { argv in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
        posix_spawn(&id, "/usr/bin/env", &actions, &attributes, argv, envp)
      }
    }
    guard result == 0 else {
      throw CommandFailure(description: "\(program): \(String(cString: strerror(result)))")
    }
    return Living(id: id, output: outputPath == nil ? output : nil, errors: errors)
  }

  /// POSIX_SPAWN_SETSID of glibc, which isn't imported.
  private static let newSession: Int16 = 0x80

  private func withCStrings<Answer>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Answer
  ) -> Answer {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }
}
