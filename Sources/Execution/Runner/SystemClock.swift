// The two clocks of an executor: the wall for records, a monotonic one for durations. The latter doesn't count
// the time for which the machine is suspended, and neither do the deadlines of the supervisor: a step that couldn't
// work has not been slow. Points in time (`wait.until`, a retry that is due, `limits.duration`) are the wall's.

import Engine
import Glibc

/// Reads the machine's clocks.
public enum SystemClock {
  public static func now() -> Moment {
    Moment(wall: read(CLOCK_REALTIME), monotonic: read(CLOCK_MONOTONIC))
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
