// What a new executor finds of a process that an earlier one wanted to start (DESIGN §5, "In doubt").

/// What became of a unit.
public enum Finding: Sendable {
  /// It runs under its supervisor: it is adopted by awaiting its exit.
  case running(ProcessHandle)
  /// It has ended, and its exit record was found.
  case exited(ProcessExit)
  /// It surely never executed.
  case neverStarted
  /// It lives, but its supervisor is gone, so its exit code can't be known.
  /// See ``ProcessHost/waitUntilGone(_:)`` and ``ProcessHost/killOrphans(of:graceMilliseconds:)``.
  case alive(pid: Int32)
  /// It was started, or may have been, and nothing says how it ended.
  case lost
}
