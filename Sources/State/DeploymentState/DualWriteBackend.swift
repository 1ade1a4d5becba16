// Two backends that are kept equal: writes go to both, the primary first; reads come from the primary and fall back
// to the other when it fails. What reached only one of them is a divergence, recorded durably.

/// Dual-write.
public final class DualWriteBackend: StateBackend, Sendable {
  public let name = "dual-write"
  public let primarySide: BackendSide
  public let divergences: DivergenceLog
  private let primary: any StateBackend
  private let secondary: any StateBackend
  private let now: @Sendable () -> Int64

  /// Takes two backends that are in step apart from the log's open divergences.
  public init(
    leveldb: any StateBackend, json: any StateBackend, primary side: BackendSide, divergences: DivergenceLog,
    now: @escaping @Sendable () -> Int64 = { SystemClock.milliseconds() }
  ) {
    primarySide = side
    primary = side == .leveldb ? leveldb : json
    secondary = side == .leveldb ? json : leveldb
    self.divergences = divergences
    self.now = now
  }

  public func close() {
    primary.close()
    secondary.close()
  }

  // MARK: Reads

  public func get(_ key: String) throws(StateError) -> DeploymentRecord? {
    try read(keys: [key]) { backend throws(StateError) in try backend.get(key) }
  }

  public func getAll() throws(StateError) -> [DeploymentRecord] {
    try read(keys: nil) { backend throws(StateError) in try backend.getAll() }
  }

  public func query(_ filter: RecordFilter) throws(StateError) -> [DeploymentRecord] {
    try read(keys: nil) { backend throws(StateError) in try backend.query(filter) }
  }

  /// Reads from the primary; on an error from the other, unless what is read is known to differ there.
  private func read<Answer>(
    keys: [String]?, _ body: (any StateBackend) throws(StateError) -> Answer
  ) throws(StateError) -> Answer {
    do throws(StateError) { return try body(primary) } catch {
      let doubtful = divergences.openKeys
      let touched = keys.map { $0.contains { doubtful.contains(ExactText($0)) } } ?? !doubtful.isEmpty
      if touched { throw error }
      guard let answer = try? body(secondary) else { throw error }
      return answer
    }
  }

  // MARK: Writes

  public func put(_ record: DeploymentRecord) throws(StateError) { try batchPut([record]) }

  public func batchPut(_ records: [DeploymentRecord]) throws(StateError) {
    try write("put", keys: records.map(\.key)) { backend throws(StateError) in try backend.batchPut(records) }
  }

  public func delete(_ key: String) throws(StateError) {
    try write("delete", keys: [key]) { backend throws(StateError) in try backend.delete(key) }
  }

  /// Succeeds when the primary has the write. What the other one lacks is recorded; when even that can't be recorded,
  /// the write fails with `MIGRATION-002`, and its announcement still stands.
  private func write(
    _ operation: String, keys: [String], _ body: (any StateBackend) throws(StateError) -> Void
  ) throws(StateError) {
    let id = try divergences.begin(operation: operation, keys: keys, at: Instant.text(milliseconds: now()))
    do throws(StateError) { try body(primary) } catch {
      // A failed write may still have landed, wholly or in part: the announcement stays open, and repair settles it.
      try record(id, missing: primarySide.other, "\(primary.name) failed and was not followed: \(error.message)")
      throw error
    }
    do throws(StateError) { try body(secondary) } catch {
      return try record(id, missing: primarySide.other, error.message)
    }
    try divergences.settle(id)
  }

  private func record(_ id: Int64, missing: BackendSide, _ reason: String) throws(StateError) {
    do throws(StateError) { try divergences.diverged(id, missing: missing, reason: reason) } catch {
      throw .synchronizationFailed(reason: "\(reason); and the divergence could not be recorded: \(error.message)")
    }
  }
}
