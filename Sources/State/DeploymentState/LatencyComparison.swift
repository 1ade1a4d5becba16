// How the JSON backend compares with LevelDB on this machine: the same records, the same durability, measured in
// turns so that a disturbance meets all, and the median taken so that it doesn't count. Syncs are either quick or wait
// for somebody else's: of several series of writes the quietest counts.

import Glibc

/// Latencies of LevelDB, JSON and dual-write, and their ratios to LevelDB.
public struct LatencyComparison: Sendable, Hashable {
  /// Medians in nanoseconds (memory: bytes).
  public struct Measure: Sendable, Hashable {
    public var leveldb: Int64
    public var json: Int64
    public var dualWrite: Int64

    /// JSON ÷ LevelDB.
    public var jsonRatio: Double { Double(json) / Double(max(leveldb, 1)) }
    /// Dual-write with LevelDB as its primary ÷ LevelDB alone.
    public var dualWriteRatio: Double { Double(dualWrite) / Double(max(leveldb, 1)) }
  }

  /// Every record by its key, one after the other.
  public var read: Measure
  /// All records of the network as one synced batch.
  public var write: Measure
  /// The records of one contract name, over everything.
  public var query: Measure
  /// Resident memory of the process while the backend is in use, in bytes.
  public var memory: Measure
  /// Rounds that were measured; each meets every backend once.
  public var rounds: Int
  /// Records that were used.
  public var records: Int

  /// Measures on private copies. The records of the largest network are used, at most `limit` of them. Throws
  /// `MIGRATION-004` when there are none.
  public init(
    records all: [Int64: [DeploymentRecord]], rounds: Int = 15, limit: Int = 60
  ) throws(StateError) {
    let records = Self.oneNetwork(all, limit)
    guard !records.isEmpty else { throw .initializationFailed(reason: "there is no record to measure with") }
    let bench = try Bench(rounds: rounds)
    defer { bench.close() }
    self.rounds = rounds
    self.records = records.count
    write = try bench.writes(of: records)
    read = try bench.measure { backend throws(StateError) in
      for record in records { _ = try backend.get(record.key) }
    }
    let name = records[records.count / 2].contractName
    query = try bench.measure { backend throws(StateError) in
      _ = try backend.query(RecordFilter(contractName: name))
    }
    memory = try bench.memory()
  }

  /// The network with the most records; of equals the one with the lowest chain id.
  private static func oneNetwork(_ byChain: [Int64: [DeploymentRecord]], _ limit: Int) -> [DeploymentRecord] {
    let chosen = byChain.max { left, right in
      left.value.count == right.value.count ? left.key > right.key : left.value.count < right.value.count
    }
    return Array((chosen?.value ?? []).prefix(limit))
  }
}

/// Three backends in one private folder, measured in turn.
private final class Bench {
  private let folder: PrivateFolder
  private let backends: [any StateBackend]
  private let rounds: Int

  init(rounds: Int) throws(StateError) {
    self.rounds = rounds
    folder = try PrivateFolder(durable: true)
    let dualWrite = DualWriteBackend(
      leveldb: try LevelDBBackend(path: folder.path + "/dual-leveldb", create: true),
      json: JSONBackend(folder: folder.path + "/dual-json"), primary: .leveldb,
      divergences: try DivergenceLog(path: folder.path + "/divergences.jsonl"))
    backends = [
      try LevelDBBackend(path: folder.path + "/leveldb", create: true), JSONBackend(folder: folder.path + "/json"),
      dualWrite,
    ]
  }

  func close() { for backend in backends { backend.close() } }

  /// One network's records as a synced batch. LevelDB and JSON: of three series the quietest. Dual-write, which nobody
  /// judges by its writes, a third of a series.
  func writes(of records: [DeploymentRecord]) throws(StateError) -> LatencyComparison.Measure {
    let write: (any StateBackend) throws(StateError) -> Void = { backend throws(StateError) in
      try backend.batchPut(records)
    }
    let all = try medians([0, 1, 2], rounds: max(1, rounds / 3), write)
    var best = try medians([0, 1], rounds: rounds, write)
    for _ in 1...2 {
      let next = try medians([0, 1], rounds: rounds, write)
      if next[0] + next[1] < best[0] + best[1] { best = next }
    }
    return LatencyComparison.Measure(leveldb: best[0], json: best[1], dualWrite: all[2])
  }

  /// Each backend in turn.
  func measure(_ operation: (any StateBackend) throws(StateError) -> Void) throws(StateError)
    -> LatencyComparison.Measure
  {
    let found = try medians([0, 1, 2], rounds: rounds, operation)
    return LatencyComparison.Measure(leveldb: found[0], json: found[1], dualWrite: found[2])
  }

  /// Runs the operation on some of the backends, who is first changing from round to round, after one unmeasured round.
  private func medians(
    _ chosen: [Int], rounds: Int, _ operation: (any StateBackend) throws(StateError) -> Void
  ) throws(StateError) -> [Int64] {
    var times = [[Int64]](repeating: [], count: chosen.count)
    for round in 0...rounds {
      for turn in chosen.indices {
        let index = (turn + round) % chosen.count
        let start = SystemClock.monotonicNanoseconds()
        try operation(backends[chosen[index]])
        if round > 0 { times[index].append(SystemClock.monotonicNanoseconds() - start) }
      }
    }
    return times.map(Self.median)
  }

  private static func median(_ times: [Int64]) -> Int64 {
    let sorted = times.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// Resident memory right after each backend has given all its records, which are still alive.
  func memory() throws(StateError) -> LatencyComparison.Measure {
    var resident: [Int64] = []
    for backend in backends {
      let records = try backend.getAll()
      resident.append(try withExtendedLifetime(records) { () throws(StateError) in try Self.residentBytes() })
    }
    return LatencyComparison.Measure(leveldb: resident[0], json: resident[1], dualWrite: resident[2])
  }

  private static func residentBytes() throws(StateError) -> Int64 {
    let path = "/proc/self/statm"
    guard let bytes = try SystemFiles().read(path) else {
      throw .fileAccess(path: path, operation: "open", errorNumber: noSuchFile)
    }
    let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    return (fields.count > 1 ? Int64(fields[1]) ?? 0 : 0) * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
