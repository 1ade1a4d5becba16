// What an append does to the locks of its run.

/// A change of a run's locks, made in the same commit as the entries that say so.
public enum LockChange: Hashable, Sendable {
  case none
  /// Takes locks; all or none. Those that the run has already stay.
  case acquire([String])
  /// Gives back every lock of the run.
  case release
}

/// A lock and the run that holds it.
public struct LockOwner: Hashable, Sendable {
  public let name: String
  public let run: RunID

  public init(name: String, run: RunID) {
    self.name = name
    self.run = run
  }
}
