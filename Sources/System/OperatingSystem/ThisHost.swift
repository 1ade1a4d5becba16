// What tells one host, and one boot of its kernel, from another.

import Glibc

/// The host that this process runs on.
public enum ThisHost {
  /// The kernel's name of the host.
  public static func name() -> String {
    var name = utsname()
    guard uname(&name) == 0 else { return "localhost" }
    return withUnsafeBytes(of: &name.nodename) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The id of this boot of the kernel: another one means another host, or the same one after a restart. Empty where
  /// the kernel doesn't tell.
  public static let bootID: String = {
    let bytes = (try? WholeFile.read("/proc/sys/kernel/random/boot_id")) ?? []
    return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
  }()
}
