// How much of each log a report carries: enough to see what happened, and a whole that can still be sent by mail.

enum LogTail {
  /// All logs together take about this many bytes.
  static let budget = 1_500_000

  static func limit(forLogs count: Int) -> Int { min(16_000, max(1000, budget / max(1, count))) }

  /// The last whole lines within a limit in bytes.
  static func cut(_ log: String, to limit: Int) -> (text: String, isCut: Bool) {
    guard log.utf8.count > limit else { return (log, false) }
    let bytes = log.utf8.suffix(limit)
    let afterNewline = bytes.firstIndex(of: 0x0A).map { bytes[bytes.index(after: $0)...] }
    let kept = afterNewline.map { $0.isEmpty ? bytes : $0 } ?? bytes
    return (String(decoding: kept.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self), true)
  }
}
