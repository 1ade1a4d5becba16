// One HTTP exchange as a process: what `belay-http` is to do. The program is its own so that `belay` starts without an
// HTTP client; the supervisor owns it, so that the answer survives the executor.

import Digests
import Expressions
import Glibc
import JSONText
import StepKit

/// A request, checked and ready to be sent.
package struct ExchangeRequest: Sendable {
  package var method: String
  package var url: WebAddress
  /// Names as the plan gives them. Whoever builds a request may add to them.
  package var headers: [(name: String, value: String)]
  package var body: String?
  /// Milliseconds.
  package var timeout: Int64
  package var largestBody: Int64
  package var redirects: Int64
  /// Absolute; nil: the system's authorities are trusted.
  package var authorities: String?

  /// From the inputs that all web steps have in common.
  package init(_ context: StepContext, method: String) throws(StepFailure) {
    self.method = method
    url = try WebAddress(context.text("url") ?? "")
    headers = try WebHeaders.read(context.inputs["headers"])
    body = nil
    timeout = try WebInputs.timeout(context)
    largestBody = try WebInputs.largestBody(context)
    redirects = try WebInputs.redirects(context)
    authorities = context.path("ca_file")
  }

  package func hasHeader(_ name: String) -> Bool {
    headers.contains { $0.name.lowercased() == name }
  }

  /// Adds a header unless the plan gives it.
  package mutating func addHeader(_ name: String, _ value: String) {
    if !hasHeader(name.lowercased()) { headers.append((name, value)) }
  }

  /// The key by which a server knows a repeated request again: the same for every attempt of the step. It is sent as it
  /// is where a header can hold it, else as its SHA-256.
  package mutating func addIdempotencyKey(_ key: String) {
    if key.isEmpty { return }
    let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) } && key.utf8.count <= 255
    addHeader("Idempotency-Key", isPlain ? key : sha256Text(of: Array(key.utf8)))
  }

  /// A JSON body, with its content type.
  package mutating func setJSON(_ json: JSON) {
    body = json.text()
    addHeader("Content-Type", "application/json")
  }

  /// The process that carries it out.
  package func process() throws(StepFailure) -> ProcessRequest {
    if let body, body.utf8.count > WebInputs.bodyLimit {
      throw WebProblem.bodyTooLarge(bytes: body.utf8.count, limit: WebInputs.bodyLimit).failure
    }
    var fields = JSONObject()
    for (name, value) in headers { fields[name] = .string(value) }
    var request: JSONObject = [
      "method": .string(method), "url": .string(url.text), "headers": .object(fields), "timeout": .int(timeout),
      "largestBody": .int(largestBody), "redirects": .int(redirects),
    ]
    if let body { request["body"] = .string(body) }
    if let authorities { request["authorities"] = .string(authorities) }
    return ProcessRequest(argv: [Self.program], standardInput: JSON.object(request).compactBytes())
  }

  /// `belay-http` beside the binary that runs.
  package static let program: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = String(decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return PathText.parent(of: path) + "/belay-http"
  }()
}
