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

  public init(
    argv: [String], environment: [String: String] = [:], workingDirectory: String? = nil, standardInput: [UInt8] = []
  ) {
    self.standardInput = standardInput
    self.argv = argv
    self.environment = environment
    self.workingDirectory = workingDirectory
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
  public var stdout: String
  public var stderr: String
  /// What it wrote to `BELAY_OUTPUT`.
  public var output: [UInt8]
  /// `BELAY_OUTPUT` held a secret; `output` is then empty.
  public var outputHeldSecret: Bool
  /// `BELAY_OUTPUT` held more than `output` does.
  public var outputWasCut: Bool

  public init(
    ending: Ending, stdout: String = "", stderr: String = "", output: [UInt8] = [], outputHeldSecret: Bool = false,
    outputWasCut: Bool = false
  ) {
    self.ending = ending
    self.stdout = stdout
    self.stderr = stderr
    self.output = output
    self.outputHeldSecret = outputHeldSecret
    self.outputWasCut = outputWasCut
  }
}
