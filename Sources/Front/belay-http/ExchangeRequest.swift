// What is asked for, as `WebExchange.ExchangeRequest` writes it.

import JSONText

struct ExchangeRequest: Sendable {
  var method: String
  var url: String
  /// As they are sent, in order.
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  /// For the whole exchange, redirections included; milliseconds.
  var timeout: Int64
  var largestBody: Int
  var redirects: Int
  /// Authorities to trust instead of the system's, a PEM file.
  var authorities: String?

  init(parsing bytes: [UInt8]) throws(ExchangeFailure) {
    guard let json = try? JSON(parsing: bytes), let method = json["method"]?.stringValue,
      let url = json["url"]?.stringValue, let headers = json["headers"]?.objectValue,
      let timeout = json["timeout"]?.intValue, let largestBody = json["largestBody"]?.intValue,
      let redirects = json["redirects"]?.intValue
    else { throw ExchangeFailure(.misused, "stdin holds no request: this program is run by belay, not by hand") }
    self.method = method
    self.url = url
    self.headers = headers.compactMap { name, value in value.stringValue.map { (name, $0) } }
    body = Array((json["body"]?.stringValue ?? "").utf8)
    self.timeout = timeout
    self.largestBody = Int(largestBody)
    self.redirects = Int(redirects)
    authorities = json["authorities"]?.stringValue
  }
}
