// Faults that a memory store can be told to show, for tests and simulation.

/// The calls of a store that write.
public enum StoreOperation: Hashable, Sendable {
  case createRun, acquireLease, append, post
}

/// What goes wrong with one call.
public enum StoreFault: Hashable, Sendable {
  /// Nothing is written, and the caller gets this error.
  case refused(JournalError)
  /// It is written and durable, but the caller gets ``JournalError/outcomeUnknown(run:seq:hash:)``.
  case doneButUnknown
}

/// Decides for the nth call of an operation, counted from 1, whether it goes wrong.
public typealias StoreFaultPlan = @Sendable (StoreOperation, Int) -> StoreFault?
