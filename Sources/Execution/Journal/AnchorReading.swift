// What the anchor says: one line a commit, `RUN COUNT HASH`, kept outside the database (DESIGN §6).

/// The anchor, read with an eye on one run, or on all.
public struct AnchorReading: Hashable, Sendable {
  /// Whether there is an anchor at all.
  public var exists: Bool
  /// The heads of the run in the order of the lines; two executors may have written them out of order.
  public var heads: [Head] = []
  /// The highest count of every other run; of all when no run is named.
  public var others: [String: Int64] = [:]
  /// The numbers of lines that can't be read, from 1; at most 100.
  public var damagedLines: [Int] = []
  /// The first line that can't be read and mentions the run.
  public var damagedLineOfRun: Int?

  public init(exists: Bool) { self.exists = exists }

  /// The head with the highest count.
  public var highest: Head? { heads.max { $0.count < $1.count } }

  /// Reads the bytes of an anchor. A last line without an end is an append that was torn and says nothing.
  public init(parsing bytes: [UInt8], for run: RunID?) {
    self.init(exists: true)
    let runBytes = run.map { Array($0.text.utf8) }
    var number = 0
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      take(bytes[start..<end], number: number, runBytes: runBytes)
      start = end + 1
    }
  }

  private mutating func take(_ line: ArraySlice<UInt8>, number: Int, runBytes: [UInt8]?) {
    guard let (name, head) = parseAnchorLine(line) else {
      if damagedLines.count < 100 { damagedLines.append(number) }
      if let runBytes, damagedLineOfRun == nil, line.starts(with: runBytes) { damagedLineOfRun = number }
      return
    }
    if let runBytes, name.elementsEqual(runBytes) {
      heads.append(Head(count: head.count, hash: String(decoding: head.hash, as: UTF8.self)))
    } else {
      others[String(decoding: name, as: UTF8.self), default: 0].raise(to: head.count)
    }
  }
}

/// The text of one line.
func anchorLine(run: RunID, head: Head) -> String { "\(run) \(head.count) \(head.hash)\n" }

/// Takes a line apart without copying; nil when it isn't `RUN COUNT HASH`.
private func parseAnchorLine(
  _ line: ArraySlice<UInt8>
) -> (name: ArraySlice<UInt8>, head: (count: Int64, hash: ArraySlice<UInt8>))? {
  let space = UInt8(ascii: " ")
  guard let first = line.firstIndex(of: space), let second = line[(first + 1)...].firstIndex(of: space) else {
    return nil
  }
  let name = line[..<first]
  let digits = line[(first + 1)..<second]
  let hash = line[(second + 1)...]
  guard RunID(String(decoding: name, as: UTF8.self)) != nil, isDigest(hash), !digits.isEmpty,
    digits.first != UInt8(ascii: "0"), digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
    let count = Int64(String(decoding: digits, as: UTF8.self))
  else { return nil }
  return (name, (count, hash))
}

extension Int64 {
  fileprivate mutating func raise(to other: Int64) { self = Swift.max(self, other) }
}
