// How a process ended and what it left; the same whether it comes from the living supervisor or from its record.

/// The end of a process.
public struct ProcessExit: Sendable, Equatable {
  public enum Status: Sendable, Equatable {
    case exited(Int32)
    case signaled(Int32)
    /// It never executed; the text says why, e.g. `No such file or directory: systemctll`.
    case failedToStart(String)
    /// It missed its deadline; it and its descendants are gone.
    case timedOut
    /// It was stopped on request; it and its descendants are gone.
    case stopped
  }

  public var status: Status
  /// The last bytes of standard output, secrets masked; at most the spec's capture limit.
  public var stdout: [UInt8]
  /// The last bytes of standard error, secrets masked.
  public var stderr: [UInt8]
  /// A secret was written to standard output, where it was masked.
  public var stdoutHadSecret: Bool
  /// There was more than ``stdout`` holds.
  public var stdoutTruncated: Bool
  /// There was more than ``stderr`` holds.
  public var stderrTruncated: Bool
  /// What the process wrote to `BELAY_OUTPUT`, at most 1 MiB. Empty if it held a secret.
  public var output: [UInt8]
  /// A secret was written to `BELAY_OUTPUT`: its content was dropped, and the step must fail (DESIGN §4).
  public var outputHadSecret: Bool
  /// `BELAY_OUTPUT` held more than 1 MiB.
  public var outputTruncated: Bool
  /// SHA-256 of the log file's bytes, lowercase hexadecimal.
  public var logSHA256: String
  /// The size of the log file.
  public var logBytes: Int
  /// The log reached its limit, or couldn't be written to its end.
  public var logTruncated: Bool
  /// After a deadline or stop some process couldn't be ended: it belongs to another user, or hangs in the kernel.
  public var familyRemained: Bool
  /// Milliseconds since 1970.
  public var startedAt: Int64
  /// Milliseconds since 1970.
  public var endedAt: Int64

  public init(
    status: Status,
    stdout: [UInt8] = [],
    stderr: [UInt8] = [],
    stdoutHadSecret: Bool = false,
    stdoutTruncated: Bool = false,
    stderrTruncated: Bool = false,
    output: [UInt8] = [],
    outputHadSecret: Bool = false,
    outputTruncated: Bool = false,
    logSHA256: String = "",
    logBytes: Int = 0,
    logTruncated: Bool = false,
    familyRemained: Bool = false,
    startedAt: Int64 = 0,
    endedAt: Int64 = 0
  ) {
    self.status = status
    self.stdout = stdout
    self.stderr = stderr
    self.stdoutHadSecret = stdoutHadSecret
    self.stdoutTruncated = stdoutTruncated
    self.stderrTruncated = stderrTruncated
    self.output = output
    self.outputHadSecret = outputHadSecret
    self.outputTruncated = outputTruncated
    self.logSHA256 = logSHA256
    self.logBytes = logBytes
    self.logTruncated = logTruncated
    self.familyRemained = familyRemained
    self.startedAt = startedAt
    self.endedAt = endedAt
  }
}
