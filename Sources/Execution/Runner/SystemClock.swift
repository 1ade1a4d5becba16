// The two clocks of an executor: the wall for records, a monotonic one for durations. The latter also counts
// while the machine sleeps, so that a deadline is a deadline.

import Engine
import Glibc

/// Reads the machine's clocks.
public enum SystemClock {
  public static func now() -> Moment {
    Moment(wall: read(CLOCK_REALTIME), monotonic: read(CLOCK_BOOTTIME))
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
