// Where this binary stands, and for whom it runs.

import Foundation
import Glibc
import Presentation

enum Installation {
  /// `belay-exec` beside the binary that runs; `$BELAY_EXEC` overrides it for tests and odd layouts.
  static func supervisor(_ environment: [String: String]) -> String {
    if let path = environment["BELAY_EXEC"], !path.isEmpty { return path }
    return folder + "/belay-exec"
  }

  /// The folder of the running binary, links resolved.
  static var folder: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return "." }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// The name of the OS user: by the password database, else its number.
  static func user() -> String {
    if let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name { return String(cString: name) }
    return "uid-\(geteuid())"
  }
}

enum WorkingDirectory {
  /// Absolute; `/` when it has been deleted.
  static func current() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// Throws where there is none, for verbs whose steps would work in it.
  static func existing() throws -> String {
    guard let path = getcwd(nil, 0) else {
      throw Failure(
        code: ExitStatus.usage, message: "the working directory doesn't exist any more", help: "cd to one that does")
    }
    defer { free(path) }
    return String(cString: path)
  }
}
