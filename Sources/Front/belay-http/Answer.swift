// What the server answered, written for `belay`.

import Glibc
import JSONText

struct Answer {
  var status: Int
  /// Names in lower case; a header that comes several times has its values joined by `, `. Cookies are left out: they
  /// are keys to somebody's session, and outputs are journaled.
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  var isCut: Bool

  /// Writes one line of JSON and the body behind it to the file that $BELAY_OUTPUT names.
  func write() throws(ExchangeFailure) {
    var fields = JSONObject()
    for (name, value) in headers { fields[name] = .string(value) }
    let head: JSON = ["status": .int(Int64(status)), "headers": .object(fields), "cut": .bool(isCut)]
    let bytes = head.compactBytes() + [UInt8(ascii: "\n")] + body
    guard let place = getenv("BELAY_OUTPUT") else { throw ExchangeFailure(.misused, "BELAY_OUTPUT isn't set") }
    let file = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw ExchangeFailure(.misused, "BELAY_OUTPUT can't be written") }
    defer { close(file) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: offset), $0.count - offset) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ExchangeFailure(.misused, "BELAY_OUTPUT can't be written") }
      offset += count
    }
  }
}
