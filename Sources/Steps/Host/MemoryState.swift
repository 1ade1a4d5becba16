// Memory, from /proc/meminfo.

import StepKit

/// Memory of the machine, in bytes.
struct MemoryState: Hashable {
  var total: Int64
  var available: Int64

  init(meminfo: String) throws(StepFailure) {
    var kilobytes: [Substring: Int64] = [:]
    for line in meminfo.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count >= 2, let number = Int64(words[1]) { kilobytes[words[0]] = number }
    }
    // Kernels before 3.14 don't say what is available.
    let old = kilobytes["MemFree:"].map { $0 + (kilobytes["Cached:"] ?? 0) }
    guard let total = kilobytes["MemTotal:"], let available = kilobytes["MemAvailable:"] ?? old else {
      throw HostProblem.unreadable("/proc/meminfo", reason: "it doesn't say how much memory there is").failure
    }
    self.total = total * 1_024
    self.available = available * 1_024
  }
}
