// Starts `belay-exec`. It is the only process that the executor ever starts itself.

import Glibc

struct SupervisorProgram: Sendable {
  /// The path of `belay-exec`.
  let path: String

  /// Starts the supervisor of a folder; it listens when this returns. Returns what went wrong, or `nil`.
  func serve(_ folder: String) -> String? {
    run(["serve", folder])
  }

  /// Ends what is left of a process whose supervisor is gone. Returns what went wrong, or `nil` when all is gone.
  func end(process: Int32, start: UInt64, marker: String, graceMilliseconds: Int64) -> String? {
    run(["end", String(process), String(start), marker, String(graceMilliseconds)])
  }

  /// Runs it until it ends or goes into the background. Returns what it complains of, or `nil`.
  private func run(_ arguments: [String]) -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return HostSystem.errorText(errno) }
    // Above the standard streams, which may be closed here.
    for (place, end) in ends.enumerated() {
      ends[place] = fcntl(end, F_DUPFD_CLOEXEC, 3)
      close(end)
    }
    defer { close(ends[0]) }
    let (process, error) = spawn(arguments, complaints: ends[1])
    close(ends[1])
    guard error == 0 else { return "\(HostSystem.errorText(error)): \(path)" }
    let complaints = readAll(ends[0])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      // Whoever ignores SIGCHLD has no status to read; then only complaints tell.
      if errno != EINTR { return complaints.isEmpty ? nil : complaints }
    }
    if status == 0 { return nil }
    return complaints.isEmpty ? "belay-exec ended with status \(status)" : complaints
  }

  private func spawn(_ arguments: [String], complaints: Int32) -> (process: Int32, error: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, complaints, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A session of its own: what the terminal tells this one doesn't concern it.
    let newSession: Int16 = 0x80
    posix_spawnattr_setflags(&attributes, newSession)

    // Nothing of the environment, which may hold secrets, except the mark of a run inside a run: it lets the outer
    // one end the inner one, see BelayExec/family.h.
    let mark = getenv("BELAY_OUTPUT").map { "BELAY_OUTPUT=" + String(cString: $0) }
    var process: pid_t = 0
    let error = withCStrings([path] + arguments) { argumentList in
      withCStrings(mark.map { [$0] } ?? []) { environment in
        posix_spawn(&process, path, &actions, &attributes, argumentList, environment)
      }
    }
    return (process, error)
  }

  private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  }

  private func readAll(_ descriptor: Int32) -> String {
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1024)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      content.append(contentsOf: piece[..<count])
    }
    while content.last == 10 { content.removeLast() }
    return String(decoding: content, as: UTF8.self)
  }
}
