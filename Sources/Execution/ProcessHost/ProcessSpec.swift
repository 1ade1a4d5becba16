// What is to be executed: the whole of it, since nothing is taken from the executor's own surroundings.

/// A process to be started by a ``ProcessHost``.
public struct ProcessSpec: Sendable {
  /// The program and its arguments. A program without `/` is looked up in the `PATH` of ``environment``.
  public var argv: [String]
  /// The complete environment, already scrubbed by the caller (DESIGN §4). The supervisor adds `BELAY_OUTPUT`, and for
  /// ``readOnly`` a private `TMPDIR`.
  public var environment: [String: String]
  /// An absolute path.
  public var workingDirectory: String
  /// What the process reads on standard input; it lies in memory only, so it may hold secrets.
  public var standardInput: [UInt8]
  /// Secret values as they are. They are masked as `***` in the log and in what is captured, raw and in the forms that
  /// ``SecretForms`` derives; one in `BELAY_OUTPUT` makes ``ProcessExit/outputHadSecret``.
  public var secrets: [String]
  /// Whether the process is kept from writing with Landlock; see ``ProcessHost/canConfine``. Where the kernel can't,
  /// it doesn't start.
  public var readOnly: Bool
  /// How long the process and its descendants may take, from the start, on a clock that neither jumps nor counts
  /// suspension; then they are ended. `nil`: for ever. The supervisor enforces it, also when the executor is dead.
  public var deadlineMilliseconds: Int64?
  /// From SIGTERM to SIGKILL when the deadline is missed.
  public var graceMilliseconds: Int64
  /// How many bytes of each of standard output and standard error ``ProcessExit`` keeps: the last ones.
  public var captureLimit: Int
  /// How many bytes of log are kept; then a line marks it as truncated, and the process goes on.
  public var logLimit: Int
  /// False: standard output is an answer for a program, and only standard error is the log.
  public var logsStdout: Bool

  public init(
    argv: [String],
    environment: [String: String],
    workingDirectory: String,
    standardInput: [UInt8] = [],
    secrets: [String] = [],
    readOnly: Bool = false,
    deadlineMilliseconds: Int64? = nil,
    graceMilliseconds: Int64 = 5000,
    captureLimit: Int = 65536,
    logLimit: Int = 64 << 20,
    logsStdout: Bool = true
  ) {
    self.argv = argv
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.standardInput = standardInput
    self.secrets = secrets
    self.readOnly = readOnly
    self.deadlineMilliseconds = deadlineMilliseconds
    self.graceMilliseconds = graceMilliseconds
    self.captureLimit = captureLimit
    self.logLimit = logLimit
    self.logsStdout = logsStdout
  }
}
