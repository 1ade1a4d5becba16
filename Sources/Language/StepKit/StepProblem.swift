// The failures that steps of any family have in common: how a process ended, what it said in BELAY_OUTPUT, what
// an input holds. Their wording stands here and nowhere else. Codes BLY0800 to BLY0819.

/// Why a step failed, in terms that no family owns alone.
public enum StepProblem: Sendable, Hashable {
  /// An input doesn't hold what the step type can use.
  case badInput(String, reason: String)
  case exited(Int32, lastLine: String?, readOnly: Bool)
  case signaled(Int32)
  case failedToStart(program: String, reason: String)
  case timedOut
  case stopped
  case outputHeldSecret
  case outputNotSet(String, type: String)
  case outputInvalid(String, type: String, text: String)
  /// A line of BELAY_OUTPUT that can't be read; 0: the whole file.
  case outputUnreadable(line: Int, reason: String)
  case tooLarge(what: String, bytes: Int, limit: Int)
  /// BELAY_OUTPUT holds more than is read of it.
  case outputTooLarge(read: Int)
  /// An undo record that this version can't read.
  case unreadableRecord(reason: String)
  /// A step wants to run a program where none can be run: outside of a run.
  case noProcesses(program: String)
}

extension StepProblem {
  /// The failure that a step throws. `log` is the command that shows what the step printed.
  public func failure(log: String? = nil) -> StepFailure {
    StepFailure(code: code, message: message, help: help(log))
  }

  public var code: String {
    switch self {
    case .badInput: "BLY0800"
    case .exited: "BLY0801"
    case .signaled: "BLY0802"
    case .failedToStart: "BLY0803"
    case .timedOut: "BLY0804"
    case .stopped: "BLY0805"
    case .outputHeldSecret: "BLY0806"
    case .outputNotSet: "BLY0807"
    case .outputInvalid: "BLY0808"
    case .outputUnreadable: "BLY0809"
    case .tooLarge: "BLY0810"
    case .unreadableRecord: "BLY0811"
    case .outputTooLarge: "BLY0812"
    case .noProcesses: "BLY0813"
    }
  }

  public var message: String {
    switch self {
    case .badInput(let input, let reason): "'\(input)' \(reason)"
    case .exited(let status, let line, _): "exited with \(status)" + (line.map { ": " + $0 } ?? "")
    case .signaled(let number): "was ended by signal \(number)" + (signalName(number).map { " (\($0))" } ?? "")
    case .failedToStart(let program, let reason): "'\(program)' could not be started: \(reason)"
    case .timedOut: "did not end within its timeout"
    case .stopped: "was stopped"
    case .outputHeldSecret: "an output contains a secret"
    case .outputNotSet(let name, _): "output '\(name)' was declared but not set"
    case .outputInvalid(let name, let type, let text): "output '\(name)' is not \(article(type)): \(quoted(text))"
    case .outputUnreadable(0, let reason): "BELAY_OUTPUT \(reason)"
    case .outputUnreadable(let line, let reason): "line \(line) of BELAY_OUTPUT \(reason)"
    case .tooLarge(let what, let bytes, let limit):
      "\(what) has \(bytes) bytes; a program can be given at most \(limit)"
    case .outputTooLarge(let read): "BELAY_OUTPUT holds more than \(read) bytes"
    case .unreadableRecord(let reason): "the undo record can't be read: \(reason)"
    case .noProcesses(let program): "'\(program)' can't be run here: nothing owns its process"
    }
  }

  private func help(_ log: String?) -> String? {
    switch self {
    case .badInput: "correct the value in the plan, or the input that it comes from"
    case .exited(let status, _, let readOnly): exitHelp(status, readOnly: readOnly, log: log)
    case .signaled(9): "nothing that Belay did: perhaps the machine ran out of memory; see the kernel's log (dmesg)"
    case .signaled: log.map { "`\($0)` shows what it printed" }
    case .failedToStart: "is it installed, executable, and on the step's PATH? does its working folder exist?"
    case .timedOut: "what it began may be half done. Raise the step's `timeout`, or see why it took so long"
    case .stopped: "what it began may be half done. `belay resume` runs it again, `belay rollback` undoes it"
    case .outputHeldSecret: "write only what is not secret to BELAY_OUTPUT; nothing of it was kept"
    case .outputNotSet(let name, let type):
      "write `\(name)=<\(type)>` to the file that $BELAY_OUTPUT names, or don't declare it"
    case .outputInvalid(let name, let type, _): "write `\(name)=<\(type)>`, or declare another type for it"
    case .outputUnreadable: "write lines `name=value`; JSON (`{\"name\": …}`) for text of several lines"
    case .tooLarge: "put it into a file and give the path of the file"
    case .outputTooLarge:
      "outputs are for values that later steps need; put large results into a file and give its path"
    case .unreadableRecord: "undo by hand what the step did, then say `belay resolve`"
    case .noProcesses: "give the context of the step something that runs processes"
    }
  }

  private func exitHelp(_ status: Int32, readOnly: Bool, log: String?) -> String? {
    let show = log.map { "`\($0)` shows what it printed" }
    if readOnly {
      let rule = "the step says `effect: read`: it may write to $BELAY_OUTPUT, $TMPDIR and /dev/null, nothing else"
      return [rule, show].compactMap { $0 }.joined(separator: "; ")
    }
    switch status {
    case 126: return "the command was found but could not be executed"
    case 127: return "a command was not found: is it installed, and on the step's PATH?"
    default: return show
    }
  }

  private func article(_ type: String) -> String {
    let vowel = type.first.map { "aeio".contains($0) } ?? false
    return (vowel ? "an " : "a ") + type
  }

  /// At most 60 characters of a text, in quotes, on one line.
  private func quoted(_ text: String) -> String {
    let line = text.map { $0.isNewline ? " " : $0 }
    return line.count > 60 ? "'\(String(line.prefix(60)))…'" : "'\(String(line))'"
  }
}

/// The usual name of a signal, where there is one.
private func signalName(_ number: Int32) -> String? {
  let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
    9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
  ]
  return names[number]
}
