// An HTTP server on the loopback interface for one test: it notes what it is asked and answers what the test says.

import Foundation
import Glibc

final class LoopbackServer: @unchecked Sendable {
  struct Request: Sendable {
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: String
  }

  let port: UInt16
  private let listener: Int32
  private let lock = NSLock()
  private var noted: [Request] = []

  /// What was asked so far.
  var requests: [Request] { lock.withLock { noted } }

  func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

  /// `answer` gives the bytes of a whole answer; nil: the connection is left open, without one.
  init(_ answer: @escaping @Sendable (Request) -> String?) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, raw, &size) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRINUSE) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        guard let server = self else {
          close(connection)
          return
        }
        Thread.detachNewThread { server.serve(connection, answer) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ connection: Int32, _ answer: (Request) -> String?) {
    guard let request = Self.read(connection) else {
      close(connection)
      return
    }
    lock.withLock { noted.append(request) }
    if let text = answer(request) {
      let bytes = Array(text.utf8)
      _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      close(connection)
    } else {
      // Until the other side goes away.
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) > 0 {}
      close(connection)
    }
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    var head: [String] = []
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        head = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let headers = Dictionary(
          head.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (line[..<colon].lowercased(), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
          }, uniquingKeysWith: { "\($0), \($1)" })
        let body = text[end.upperBound...]
        if body.utf8.count >= Int(headers["content-length"] ?? "") ?? 0 {
          return Request(line: head[0], headers: headers, body: String(body))
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
  }

  /// A whole answer.
  static func answer(_ status: String = "200 OK", headers: [String] = [], _ body: String = "") -> String {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }
}
