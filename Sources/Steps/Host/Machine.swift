// What the kernel says about the machine.

import Glibc
import OperatingSystem
import StepKit

enum Machine {
  /// The processors that this process may run on.
  static var usableProcessors: Int64 {
    let status = (try? ProcFile.text("/proc/self/status")) ?? ""
    return allowedProcessors(status: status) ?? Int64(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// From /proc/self/status: `Cpus_allowed:	ff,ffffffff`, a mask in hex.
  static func allowedProcessors(status: String) -> Int64? {
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else { return nil }
    let digits = line.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue)
    let count = digits.reduce(0) { $0 + $1.nonzeroBitCount }
    return count > 0 ? Int64(count) : nil
  }

  static var name: String { names.node }

  /// Kernel and release.
  static var system: String { names.system + " " + names.release }

  private static var names: (system: String, node: String, release: String) {
    var names = utsname()
    uname(&names)
    return (text(&names.sysname), text(&names.nodename), text(&names.release))
  }

  private static func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// Small files in which the kernel says something.
enum ProcFile {
  static func text(_ path: String) throws(StepFailure) -> String {
    do throws(SystemError) {
      return String(decoding: try WholeFile.read(path), as: UTF8.self)
    } catch {
      throw HostProblem.unreadable(path, reason: error.text).failure
    }
  }

  /// The number with which a file starts.
  static func firstNumber(_ path: String) throws(StepFailure) -> Double {
    guard let word = try text(path).split(separator: " ").first, let number = Double(word), number.isFinite else {
      throw HostProblem.unreadable(path, reason: "it doesn't start with a number").failure
    }
    return number
  }
}
