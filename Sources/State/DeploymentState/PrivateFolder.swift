// A temporary folder that only this process uses and that goes away with the object. What a killed process left is
// cleared by the next one.

import Glibc

/// A private temporary folder, mode 0700.
final class PrivateFolder: Sendable {
  let path: String

  /// With `durable`, on a disk that keeps what is synced, where there is one: nothing else is worth measuring.
  init(durable: Bool = false) throws(StateError) {
    let base = durable ? Self.durableBase() : Self.base()
    Self.clearAbandoned(in: base)
    var template = Array(Paths.join(base, "\(Self.prefix)\(getpid())-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .fileAccess(path: base, operation: "make a temporary folder in", errorNumber: errno)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { FolderTree.remove(path) }

  private static let prefix = "belay-state-"

  private static func base() -> String {
    guard let variable = getenv("TMPDIR") else { return "/tmp" }
    let text = String(cString: variable)
    return text.isEmpty ? "/tmp" : text
  }

  private static func durableBase() -> String {
    let usual = base()
    return [usual, "/var/tmp"].first { !isInMemory($0) && access($0, W_OK) == 0 } ?? usual
  }

  /// Whether a path lies on a file system without a disk, by the kernel's table of mounts.
  private static func isInMemory(_ path: String) -> Bool {
    guard let table = (try? SystemFiles().read("/proc/self/mounts")) ?? nil else { return false }
    var best = (length: 0, type: "")
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2 else { continue }
      let place = String(fields[1])
      let holds = place == "/" || path == place || path.hasPrefix(place + "/")
      if holds && place.utf8.count >= best.length { best = (place.utf8.count, String(fields[2])) }
    }
    return best.type == "tmpfs" || best.type == "ramfs"
  }

  /// Removes this user's folders whose process is gone. Only those of more than an hour ago: processes of another
  /// container that shares the folder can't be seen from here.
  private static func clearAbandoned(in base: String) {
    guard let names = try? SystemFiles().list(base) else { return }
    let longAgo = time(nil) - 3600
    for name in names where name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      guard let dash = rest.firstIndex(of: "-"), let process = pid_t(rest[..<dash]), process != getpid() else {
        continue
      }
      let path = Paths.join(base, name)
      var status = stat()
      guard lstat(path, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFDIR,
        status.st_mtim.tv_sec < longAgo
      else { continue }
      if kill(process, 0) != 0 && errno == ESRCH { FolderTree.remove(path) }
    }
  }
}

/// Folders with all that is in them.
enum FolderTree {
  /// Removes a folder and everything in it, as far as permissions allow. Links are removed, not followed.
  static func remove(_ path: String) {
    guard let names = try? SystemFiles().list(path) else { return }
    for name in names {
      let inner = Paths.join(path, name)
      var status = stat()
      guard lstat(inner, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR { remove(inner) } else { unlink(inner) }
    }
    rmdir(path)
  }
}
