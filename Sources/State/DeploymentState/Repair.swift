// Making two backends equal from the one that is right.

/// What a repair did.
public struct RepairReport: Sendable, Hashable {
  /// Keys that were written into the target.
  public var written: [String]
  /// Keys that were removed from the target.
  public var removed: [String]

  public init(written: [String], removed: [String]) {
    self.written = written
    self.removed = removed
  }
}

public enum Repair {
  /// What a repair would do.
  public static func plan(
    source: any StateBackend, target: any StateBackend, leavingOut chains: Set<Int64> = []
  ) throws(StateError) -> RepairReport {
    let (_, comparison) = try compare(source, target, chains)
    return report(comparison)
  }

  /// Writes into the target what it lacks or has differently, and removes what only it has; chains that are left out
  /// are not looked at. Verifies that both are equal afterwards, and only then closes the open divergences.
  public static func run(
    source: any StateBackend, target: any StateBackend, leavingOut chains: Set<Int64> = [],
    divergences: DivergenceLog?, from side: BackendSide, at time: String
  ) throws(StateError) -> RepairReport {
    let (records, comparison) = try compare(source, target, chains)
    let done = report(comparison)
    let wanted = Set(done.written.map(ExactText.init))
    let missing = records.filter { wanted.contains(ExactText($0.key)) }
    if !missing.isEmpty { try target.batchPut(missing) }
    for key in done.removed { try target.delete(key) }
    let (_, after) = try compare(source, target, chains)
    guard after.isEqual else {
      throw .synchronizationFailed(
        reason: "after the repair \(after.inconsistent) records still differ: \(after.lines.first ?? "")")
    }
    try divergences?.markRepaired(from: side, at: time)
    return done
  }

  private static func report(_ comparison: Comparison) -> RepairReport {
    RepairReport(
      written: comparison.onlyInSource + comparison.different.map(\.key), removed: comparison.onlyInTarget)
  }

  private static func compare(
    _ source: any StateBackend, _ target: any StateBackend, _ chains: Set<Int64>
  ) throws(StateError) -> ([DeploymentRecord], Comparison) {
    let records = try source.getAll().filter { !chains.contains($0.chainId) }
    let others = try target.getAll().filter { !chains.contains($0.chainId) }
    return (records, Comparison(source: records, target: others))
  }
}
