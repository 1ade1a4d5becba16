// The use of the processors, watched for a short time.

import Expressions
import StepKit

enum SampleTime {
  static func isUsable(_ duration: CELDuration) -> Bool {
    duration.seconds >= 0 && duration.nanos >= 0 && duration <= CELDuration(seconds: 10)
  }

  /// Percent of all processors that was in use; nil when nothing is to be watched.
  static func processorUse(_ context: StepContext) async throws(StepFailure) -> Double? {
    guard case .duration(let duration)? = context.inputs["sample"] else { return nil }
    guard isUsable(duration) else { throw HostProblem.sample(duration.text).failure }
    guard let nanoseconds = duration.nanoseconds, nanoseconds > 0 else { return nil }
    let before = try ProcessorTimes(stat: try ProcFile.text("/proc/stat"))
    do {
      try await Task.sleep(nanoseconds: UInt64(nanoseconds))
    } catch {
      throw StepProblem.stopped.failure()
    }
    return try ProcessorTimes(stat: try ProcFile.text("/proc/stat")).percentInUse(since: before)
  }
}

/// Ticks that all processors together have spent, from /proc/stat.
struct ProcessorTimes: Hashable {
  var all: UInt64
  /// Neither working nor stolen by the hypervisor: idle, or waiting for a disk.
  var idle: UInt64

  init(all: UInt64, idle: UInt64) {
    self.all = all
    self.idle = idle
  }

  init(stat: String) throws(StepFailure) {
    guard let line = stat.split(separator: "\n").first, line.hasPrefix("cpu ") else {
      throw HostProblem.unreadable("/proc/stat", reason: "its first line is not about the processors").failure
    }
    // user nice system idle iowait irq softirq steal; guest times are already part of user and nice.
    let times = line.split(separator: " ").dropFirst().prefix(8).compactMap { UInt64($0) }
    guard times.count >= 5 else {
      throw HostProblem.unreadable("/proc/stat", reason: "the times of the processors are incomplete").failure
    }
    self.init(all: times.reduce(0, &+), idle: times[3] &+ times[4])
  }

  func percentInUse(since before: ProcessorTimes) -> Double {
    // A counter may step back a little when a processor goes offline.
    guard all > before.all else { return 0 }
    let idleShare = idle > before.idle ? Double(idle - before.idle) / Double(all - before.all) : 0
    return (max(0, 1 - idleShare) * 10_000).rounded() / 100
  }
}
