// What the executor asks the operating system itself: files, processes, the kernel's powers.

import Dispatch
import Glibc
import OperatingSystem

enum HostSystem {
  /// Surely not there, as opposed to not readable.
  static func isAbsent(_ path: String) -> Bool {
    access(path, F_OK) != 0 && errno == ENOENT
  }

  /// When a process began, in clock ticks since boot; `nil` if there is none, or only its remains.
  static func startOfProcess(_ process: Int32) -> UInt64? {
    guard let bytes = try? WholeFile.read("/proc/\(process)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return UInt64(fields[19])
  }

  /// Whether the kernel has Landlock, it is switched on, and it keeps files from being truncated (Linux 6.2): what
  /// BelayExec/confine.c asks for.
  static var canConfine: Bool { landlockVersion >= 3 }

  /// The version of Landlock's interface; 0 if the kernel has none or has it switched off.
  static let landlockVersion: Int = {
    // `syscall` is variadic, which Swift can't call; its calling convention is that of a plain function.
    typealias SystemCall = @convention(c) (Int, UnsafeRawPointer?, Int, UInt32) -> Int
    guard let address = dlsym(nil, "syscall") else { return 0 }
    let call = unsafeBitCast(address, to: SystemCall.self)
    let createRuleset = 444
    let askVersion: UInt32 = 1
    return max(0, call(createRuleset, nil, 0, askVersion))
  }()

  /// A descriptor that becomes readable when a process ends; `nil` if there is no such process or no such descriptor.
  static func descriptorOfProcess(_ process: Int32) -> Int32? {
    typealias Open = @convention(c) (Int32, UInt32) -> Int32
    guard let address = dlsym(nil, "pidfd_open") else { return nil }
    let descriptor = unsafeBitCast(address, to: Open.self)(process, 0)
    return descriptor >= 0 ? descriptor : nil
  }

  /// Creates a folder and those above it that are missing, for the owner alone. Returns an error's number or `nil`.
  static func createFolder(_ path: String) -> Int32? {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return nil }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return errno }
    if let error = createFolder(String(path[..<slash])) { return error }
    return mkdir(path, 0o700) == 0 || errno == EEXIST ? nil : errno
  }

  /// A path without links and relative parts; `nil` if it leads nowhere.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Removes a file, or a folder with all that is in it; a link is removed, not followed.
  static func removeTree(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard rmdir(path) != 0, errno == ENOTEMPTY || errno == EEXIST, let entries = opendir(path) else { return }
    var names: [String] = []
    while let entry = Glibc.readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    closedir(entries)
    for name in names { removeTree(path + "/" + name) }
    rmdir(path)
  }

  static func errorText(_ number: Int32) -> String {
    String(cString: strerror(number))
  }

  /// Runs something that blocks, outside the threads that all tasks share.
  static func blocking<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: body()) }
    }
  }
}
