// The right to append to a run: one holder at a time, each with a higher token than the one before.

/// Keeps a lease until it is released; each store has its own.
public protocol LeaseHandle: AnyObject, Sendable {
  /// Whether the lease is still held by this handle.
  var isHeld: Bool { get }
  /// Gives the lease back. A second call does nothing.
  func release()
}

/// The lease of a run. It ends with ``close()``, with the last copy of this value, or with the process.
public struct Lease: Sendable {
  public let run: RunID
  /// The fencing token: every append carries it, and a store refuses a lower one than the newest.
  public let token: Int64
  public let holder: Holder
  /// What keeps the lease in the store that gave it.
  public let handle: any LeaseHandle

  public init(run: RunID, token: Int64, holder: Holder, handle: any LeaseHandle) {
    self.run = run
    self.token = token
    self.holder = holder
    self.handle = handle
  }

  /// Gives the lease back, so that another executor may take it at once.
  public func close() { handle.release() }
}
