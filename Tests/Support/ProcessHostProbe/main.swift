// A tiny executor for tests: starts one process under a supervisor, says so, and waits for its end. Tests kill it with
// SIGKILL to see what becomes of the process.
//
//   process-host-probe FOLDER SUPERVISOR TOKEN UNIT PROGRAM ARGUMENT…

import Glibc
import ProcessHost

let arguments = CommandLine.arguments
guard arguments.count > 5, let token = Int64(arguments[3]) else {
  say("usage: process-host-probe FOLDER SUPERVISOR TOKEN UNIT PROGRAM ARGUMENT…")
  exit(2)
}

/// Writes a line to standard output at once.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(1, bytes, bytes.count)
}

let host = ProcessHost(runFolder: arguments[1], token: token, supervisor: arguments[2])
do {
  let handle = try await host.start(
    arguments[4],
    ProcessSpec(
      argv: Array(arguments[5...]), environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], workingDirectory: "/"))
  say("started \(handle.process ?? 0)")
  say("ended \(try await handle.exit().status)")
} catch {
  say("error \(error)")
}
await host.close()
