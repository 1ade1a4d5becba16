// What a process step asks for, and what it gets back. How processes are owned is not a step's business.

/// A process to run.
public struct ProcessRequest: Sendable, Hashable {
  /// Program and arguments; the program is looked up in the step's `PATH`.
  public var argv: [String]
  /// Added to the scrubbed environment (DESIGN §4). May hold secrets.
  public var environment: [String: String]
  /// Absolute; nil: the run's working directory.
  public var workingDirectory: String?
  /// What it reads on stdin. May hold secrets; never rests on disk.
  public var standardInput: [UInt8]
  /// How many bytes of stdout, and of stderr, the result holds: the last ones. At most ``largestCapture``.
  public var captureLimit: Int
  /// False: stdout is an answer for a program, and only stderr is the log.
  public var logsStdout: Bool

  /// The standard ``captureLimit``: 64 KiB.
  public static let usualCapture = 64 << 10
  /// 8 MiB.
  public static let largestCapture = 8 << 20

  public init(
    argv: [String], environment: [String: String] = [:], workingDirectory: String? = nil, standardInput: [UInt8] = [],
    captureLimit: Int = ProcessRequest.usualCapture, logsStdout: Bool = true
  ) {
    self.standardInput = standardInput
    self.argv = argv
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.captureLimit = captureLimit
    self.logsStdout = logsStdout
  }
}

/// How a process ended. What it printed is masked and bounded.
public struct ProcessResult: Sendable, Hashable {
  public enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signaled(Int32)
    /// It never ran: why, in words.
    case failedToStart(String)
    case timedOut
    case stopped
  }
  public var ending: Ending
  /// The end of what it printed: at most ``ProcessRequest/captureLimit`` bytes.
  public var stdout: String
  public var stderr: String
  /// There was more than `stdout` holds.
  public var stdoutWasCut: Bool
  /// There was more than `stderr` holds.
  public var stderrWasCut: Bool
  /// It printed a secret on stdout, which now is `***` there. Of an answer that is to be used, this is a failure.
  public var stdoutHeldSecret: Bool
  /// What it wrote to `BELAY_OUTPUT`.
  public var output: [UInt8]
  /// `BELAY_OUTPUT` held a secret; `output` is then empty.
  public var outputHeldSecret: Bool
  /// `BELAY_OUTPUT` held more than `output` does.
  public var outputWasCut: Bool

  public init(
    ending: Ending, stdout: String = "", stderr: String = "", output: [UInt8] = [], outputHeldSecret: Bool = false,
    outputWasCut: Bool = false, stdoutWasCut: Bool = false, stderrWasCut: Bool = false, stdoutHeldSecret: Bool = false
  ) {
    self.ending = ending
    self.stdout = stdout
    self.stderr = stderr
    self.stdoutWasCut = stdoutWasCut
    self.stderrWasCut = stderrWasCut
    self.stdoutHeldSecret = stdoutHeldSecret
    self.output = output
    self.outputHeldSecret = outputHeldSecret
    self.outputWasCut = outputWasCut
  }
}

/// Runs processes for a step that is carried out inside the executor; see ``StepContext/run(_:)``.
public protocol ProcessRunning: Sendable {
  func run(_ request: ProcessRequest) async throws(StepFailure) -> ProcessResult
}
