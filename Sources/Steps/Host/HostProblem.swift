// What can go wrong when the host is measured, in words. Codes BLY0840 to BLY0849.

import StepKit

enum HostProblem: Hashable {
  case unreadable(String, reason: String)
  case noFileSystem(String, reason: String)
  case sample(String)

  var code: String {
    switch self {
    case .unreadable: "BLY0840"
    case .noFileSystem: "BLY0841"
    case .sample: "BLY0842"
    }
  }

  var message: String {
    switch self {
    case .unreadable(let path, let reason): "can't read '\(path)': \(reason)"
    case .noFileSystem(let path, let reason): "can't measure the file system that holds '\(path)': \(reason)"
    case .sample(let text): "'sample' must be between 0s and 10s, not \(text)"
    }
  }

  var help: String? {
    switch self {
    case .unreadable: "is /proc mounted, and does this user see it?"
    case .noFileSystem: "name a file or folder that exists"
    case .sample: nil
    }
  }

  var failure: StepFailure { StepFailure(code: code, message: message, help: help) }

  static let explanations = [
    FailureExplanation(
      "BLY0840", "the kernel's figures can't be read",
      "host.resources reads /proc/stat, /proc/meminfo, /proc/loadavg and /proc/uptime. In a container or jail they may "
        + "be missing."),
    FailureExplanation(
      "BLY0841", "a file system can't be measured",
      "host.resources measures the file system that holds `path`, so the path must exist."),
    FailureExplanation(
      "BLY0842", "the sample is negative or longer than 10 seconds",
      "The duration came from an expression. Correct the value from which it is computed, then resume."),
  ]
}
