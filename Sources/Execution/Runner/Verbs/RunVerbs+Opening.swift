// Opening a run again: the lease, the verified journal, and whether what executes it is what executed it before.

import Engine
import Glibc
import Journal
import OperatingSystem
import PlanModel

extension RunVerbs {
  /// Takes the lease of a run and replays its verified journal.
  public func open(_ run: RunID, for verb: Verb) throws(RunnerError) -> (LoadedRun, Lease) {
    let lease = try RunnerError.wrapping { () throws(JournalError) in
      try workspace.store.acquireLease(
        run, holder: .thisProcess(executor: "belay \(workspace.version) \(verb.rawValue)"))
    }
    do throws(RunnerError) {
      let loaded = try RunLoader(workspace).load(run, verified: true)
      if let type = loaded.state.unknownEvent { throw .newerEvent(run: run, type: type) }
      return (loaded, lease)
    } catch {
      lease.close()
      throw error
    }
  }

  /// The first thing an executor says.
  public func opened(
    _ verb: Verb, _ loaded: LoadedRun, acceptedDrift: [String] = [], waits: Bool = false,
    orphans: OrphanPolicy? = nil
  ) -> RunOpened {
    RunOpened(
      verb: verb, host: ThisHost.name(), pid: Int64(getpid()), bootID: ThisHost.bootID,
      binaryVersion: workspace.version, registryDigest: loaded.state.plan.types.digest,
      stepTypes: verb == .record ? [:] : loaded.state.plan.typeDigests, osUser: Self.osUser,
      acceptedDrift: acceptedDrift, waits: waits, orphans: orphans)
  }

  /// The user of the operating system.
  static var osUser: String {
    getpwuid(geteuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "uid-\(geteuid())"
  }

  /// What differs from the executor that carried the run's steps out before, in words (ANCHORS §2, row 21). Refused
  /// unless that is accepted; what was accepted belongs into ``RunOpened/acceptedDrift``.
  public func drift(_ loaded: LoadedRun, accepted: Bool) throws(RunnerError) -> [String] {
    if loaded.state.isOver { return [] }
    let created = loaded.state.created
    let before = loaded.state.executedBy
    var differences: [String] = []
    let version = before?.binaryVersion ?? created.binaryVersion
    if version != workspace.version {
      differences.append("the run was executed by belay \(version), this is belay \(workspace.version)")
    }
    let now = loaded.state.plan.typeDigests
    let then = created.stepTypes.merging(before?.stepTypes ?? [:]) { $1 }
    for (name, digest) in then.sorted(by: { $0.key < $1.key }) {
      if let changed = now[name], changed != digest {
        differences.append("step type '\(name)' isn't what the run was executed with")
      }
    }
    if !accepted, !differences.isEmpty { throw .drift(differences) }
    return differences
  }
}
