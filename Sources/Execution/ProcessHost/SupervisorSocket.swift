// The socket of a run's supervisor: connecting, whole frames in and out, and the lock that says whether it lives.

import Glibc

enum SupervisorSocket {
  /// A connected descriptor, or `nil` if nobody listens in this folder.
  static func connect(folder: String) throws(ProcessHostError) -> Int32? {
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory < 0, errno == ENOENT { return nil }
    guard directory >= 0 else { throw .supervisorUnavailable(reason: "\(HostSystem.errorText(errno)): \(folder)") }
    defer { close(directory) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .supervisorUnavailable(reason: HostSystem.errorText(errno)) }
    // By way of the folder's descriptor: the path itself may exceed what an address holds.
    let error = connect(descriptor, to: "/proc/self/fd/\(directory)/supervisor.sock")
    if error == 0 { return descriptor }
    close(descriptor)
    if error == ECONNREFUSED || error == ENOENT { return nil }
    throw .supervisorUnavailable(reason: "\(HostSystem.errorText(error)): \(folder)/supervisor.sock")
  }

  private static func connect(_ descriptor: Int32, to path: String) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        while Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size)) != 0 {
          if errno != EINTR { return errno }
        }
        return 0
      }
    }
  }

  /// How long a receive may take; 0: for ever.
  static func setTimeout(_ descriptor: Int32, seconds: Int) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// False when the other side is gone.
  static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Glibc.send(descriptor, buffer.baseAddress! + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  /// The next frame without its length; `nil` at the end of the connection.
  static func receiveFrame(_ descriptor: Int32) -> [UInt8]? {
    guard let head = receive(descriptor, count: 4) else { return nil }
    let count = Int(head[...].loadUInt32())
    guard count >= 2, count <= Wire.largestFrame else { return nil }
    return receive(descriptor, count: count)
  }

  private static func receive(_ descriptor: Int32, count: Int) -> [UInt8]? {
    var received = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while received < count {
        let part = recv(descriptor, buffer.baseAddress! + received, count - received, 0)
        if part < 0, errno == EINTR { continue }
        guard part > 0 else {
          if part == 0 { errno = 0 }
          break
        }
        received += part
      }
      initialized = received
    }
    return received == count ? bytes : nil
  }

  /// What holds the lock of a folder's supervisor.
  enum Lock {
    /// A supervisor, or a child of it that hasn't executed its program yet.
    case held
    /// Nobody: as long as the descriptor, if there is one, stays open no supervisor can begin.
    case free(Int32?)
  }

  static func tryLock(folder: String) -> Lock {
    let descriptor = open(folder + "/supervisor.lock", O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return .free(nil) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .free(descriptor) }
    close(descriptor)
    return .held
  }
}
