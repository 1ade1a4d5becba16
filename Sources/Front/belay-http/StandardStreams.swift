// stdin and stderr.

import Glibc

enum StandardInput {
  static func readAll() throws(ExchangeFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ExchangeFailure(.misused, "stdin can't be read") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

enum StandardError {
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }
}
