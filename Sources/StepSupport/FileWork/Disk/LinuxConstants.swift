// Constants of the Linux kernel that the C library declares for GNU sources only, which Swift doesn't import.

/// Opens a place without reading it: enough to work relative to a folder, also one that may not be listed.
package let openPathOnly: Int32 = 0o10_000_000
/// In a time: leave it as it is.
package let leaveTimeAsItIs = (1 << 30) - 2
