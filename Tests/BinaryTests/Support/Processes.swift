// The processes of this machine, as /proc shows them.

import Foundation
import Glibc

/// A living process.
struct ProcessLook: Sendable {
  let id: Int32
  let parent: Int32
  let arguments: [String]
  let folder: String

  /// All living processes, zombies excepted, that may be looked at.
  static func all() -> [ProcessLook] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { $0 != getpid() }.compactMap(ProcessLook.init(id:))
  }

  /// Living processes that have a text as part of one of their arguments.
  static func with(_ marker: String) -> [ProcessLook] {
    all().filter { $0.arguments.contains { $0.contains(marker) } }
  }

  init?(id: Int32) {
    guard let status = Self.read("/proc/\(id)/stat"), let line = Self.read("/proc/\(id)/cmdline"),
      let end = status.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = String(decoding: status[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 1, fields[0] != "Z", let parent = Int32(fields[1]) else { return nil }
    self.id = id
    self.parent = parent
    arguments = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    folder = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
  }

  /// It works in a folder or has it among its arguments.
  func concerns(_ path: String) -> Bool {
    folder == path || folder.hasPrefix(path + "/") || arguments.contains { $0.contains(path) }
  }

  static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
    }
  }
}
