// Why the operating system refused.

import Glibc

/// An error number of the operating system, with its words.
public struct SystemError: Error, Hashable, Sendable {
  public var number: Int32

  public init(number: Int32) { self.number = number }

  /// That of the call that failed just now on this thread.
  public static var last: SystemError { SystemError(number: errno) }

  /// What the C library says: `No such file or directory`.
  public var text: String { String(cString: strerror(number)) }

  /// There is nothing of that name, for certain.
  public var isAbsence: Bool { number == ENOENT || number == ENOTDIR }
}
