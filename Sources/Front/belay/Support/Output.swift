// Writing to stdout and stderr. A closed stdout never stops a run (ANCHORS §2, row 24).

import Diagnostics
import Foundation
import Glibc
import JSONText
import Presentation

/// Text for people and programs.
enum Output {
  /// A line for people: what could act on their terminal is made visible.
  static func line(_ text: String) { write(TerminalText.safe(text) + "\n", to: STDOUT_FILENO) }

  static func raw(_ text: String) { write(text, to: STDOUT_FILENO) }

  static func raw(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  static func error(_ text: String) { write(TerminalText.safe(text) + "\n", to: STDERR_FILENO) }

  /// What the checker found, on stderr.
  static func diagnostics(_ diagnostics: [Diagnostic], noColor: Bool) {
    if diagnostics.isEmpty { return }
    let renderer = TextRenderer(usesColor: Terminal.usesColor(STDERR_FILENO, disabled: noColor))
    write(renderer.render(diagnostics), to: STDERR_FILENO)
  }

  static func json(_ json: JSON) { raw(json.prettyText() + "\n") }

  /// JSON on one line, for programs that read line by line.
  static func jsonLine(_ json: JSON) { raw(json.text() + "\n") }

  private static func write(_ text: String, to file: Int32) { write(Array(text.utf8), to: file) }

  /// Whether all of it was written.
  @discardableResult
  static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// What the terminal is, and signals that must not end a run.
enum Terminal {
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGHUP, SIG_IGN)
  }

  /// Somebody watches.
  static var isInteractive: Bool {
    isatty(STDOUT_FILENO) == 1 && isatty(STDIN_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  static func usesColor(_ file: Int32, disabled: Bool) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    return !disabled && environment["NO_COLOR", default: ""].isEmpty && isatty(file) == 1
      && environment["TERM"] != "dumb"
  }

  static var width: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) : 100
  }
}
