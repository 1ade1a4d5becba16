// What can go wrong between executor and supervisor. What goes wrong with a process is in ProcessExit.

/// A failure of the supervision itself.
public enum ProcessHostError: Error, Sendable, Equatable {
  /// A newer executor has this run: this one must stop.
  case superseded(byToken: Int64)
  /// This unit was started before; a unit is started once. Nothing was started now.
  case alreadyStarted(unit: String)
  /// The run's folder can't be written (a full disk, say). Nothing was started.
  case folderNotWritable(reason: String)
  /// The supervisor can't be started or reached. Nothing was started.
  case supervisorUnavailable(reason: String)
  /// The supervisor is gone, or the connection to it. What became of the process, ``ProcessHost/recover(_:intentBootID:)``
  /// finds out.
  case supervisorLost
  /// The supervisor doesn't understand this executor, or its request (a NUL in an argument, say). Nothing was started.
  case refused(reason: String)
}
