// Who holds the lease of a run, and whether that process can still be there.

import Glibc
import JSONText
import OperatingSystem

/// The executor of a run, as it introduces itself.
public struct Holder: Hashable, Sendable {
  /// The host's name.
  public var host: String
  public var pid: Int32
  /// The kernel's boot id: another one means another host, or the same one after a restart.
  public var bootID: String
  /// When the lease was asked for, RFC 3339.
  public var startedAt: String
  /// What the executor is, for people: `belay 1.0.0 run`.
  public var executor: String

  public init(host: String, pid: Int32, bootID: String, startedAt: String, executor: String) {
    self.host = host
    self.pid = pid
    self.bootID = bootID
    self.startedAt = startedAt
    self.executor = executor
  }

  /// This process on this host.
  public static func thisProcess(executor: String, startedAt: String = systemTime()) -> Holder {
    Holder(
      host: ThisHost.name(), pid: getpid(), bootID: ThisHost.bootID, startedAt: startedAt, executor: executor)
  }

  public func json() -> JSON {
    [
      "host": .string(host), "pid": .int(Int64(pid)), "bootId": .string(bootID), "startedAt": .string(startedAt),
      "executor": .string(executor),
    ]
  }

  public init?(json: JSON) {
    guard let host = json["host"]?.stringValue, let number = json["pid"]?.intValue, let pid = Int32(exactly: number),
      let bootID = json["bootId"]?.stringValue, let startedAt = json["startedAt"]?.stringValue,
      let executor = json["executor"]?.stringValue
    else { return nil }
    self.init(host: host, pid: pid, bootID: bootID, startedAt: startedAt, executor: executor)
  }

  /// Whether the locks of a host say all about the holder: it runs, or ran, on the same boot of the same kernel, or
  /// on an earlier boot of the same host. A holder elsewhere is never assumed dead (DESIGN §5).
  public func isOf(_ identity: HostIdentity) -> Bool {
    (bootID == identity.bootID && !bootID.isEmpty) || host == identity.name
  }
}

/// What tells one host, and one boot of it, from another.
public struct HostIdentity: Hashable, Sendable {
  public var name: String
  public var bootID: String

  public init(name: String, bootID: String) {
    self.name = name
    self.bootID = bootID
  }

  /// The host that this process runs on.
  public static func current() -> HostIdentity { HostIdentity(name: ThisHost.name(), bootID: ThisHost.bootID) }
}
