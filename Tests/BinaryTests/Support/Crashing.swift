// Ending an executor as a power cut or an angry administrator would.

import Glibc
import Testing

/// What dies beside the executor.
enum Casualties: String, Sendable, CaseIterable {
  case executor
  /// The supervisor, the step and all that it started too.
  case family
}

extension Sandbox {
  /// SIGKILL for the executor, and for everything else of this test where wanted; returns when they are gone.
  func crash(_ executor: Living, _ casualties: Casualties) async throws {
    executor.send(SIGKILL)
    _ = try await executor.end()
    if casualties == .family {
      killEverything()
      try await eventually("the end of the family", within: 10) { processes.isEmpty && marked.isEmpty }
    }
  }

  /// A plan whose second step notes that it is in, waits for the file `go` or a time, and notes that it is out.
  func slowPlan(_ more: String = "", seconds: Double = 60, code: Int = 0, top: String = "") throws {
    try plan(
      top
        + """
        steps:
          - {id: a, uses: shell.run, with: {script: 'echo a >> log'}, rollback: {uses: shell.run, with: {script: 'echo -a >> log'}}}
          - id: b
            uses: exec.run
            outputs: {n: int}
            with: {argv: [bash, -c, 'echo in >> log; echo "$BELAY_IDEMPOTENCY_KEY" >> keys; echo n=7 >> "$BELAY_OUTPUT"; i=0; until [ -e go ] || [ $i -ge \(Int(seconds * 20)) ]; do sleep 0.05; i=$((i+1)); done; echo out >> log; exit \(code)', '\(marker)']}
            rollback: {uses: shell.run, with: {script: 'echo -b >> log'}}
        \(more.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
          - {id: c, uses: shell.run, with: {script: 'echo c$N >> log', env: {N: '${{ steps.b.status }}'}}, rollback: {none: x}}
        """)
  }

  /// Starts the slow plan and crashes it inside the slow step.
  func crashInSlowStep(_ casualties: Casualties) async throws {
    let run = try start("run", "plan.yaml")
    try await wait(for: "in", in: "log")
    // The shell's line and its key are written before the crash, so that what a test finds is always the same.
    try await eventually("the key") { lines("keys").count == 1 }
    try await crash(run, casualties)
  }
}
