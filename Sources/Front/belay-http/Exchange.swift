// The exchange itself: sends the request, follows redirections as far as that is asked for, reads a bounded body.
//
// A redirection to another origin gets nothing that the plan gave: no header, no body. One from https to http is never
// followed. Nothing is sent twice: a request whose connection breaks has failed, whether the server acted or not.

import AsyncHTTPClient
import Foundation
import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

struct Exchange {
  let request: ExchangeRequest
  private let deadline: NIODeadline

  /// All headers of an answer together; more is no answer.
  private static let headerLimit = 65_536

  init(_ request: ExchangeRequest) {
    self.request = request
    deadline = .now() + .milliseconds(request.timeout)
  }

  func answer() async throws(ExchangeFailure) -> Answer {
    let client = HTTPClient(
      eventLoopGroup: MultiThreadedEventLoopGroup(numberOfThreads: 1), configuration: try configuration())
    let result: Result<Answer, ExchangeFailure>
    do {
      result = .success(try await follow(client))
    } catch {
      result = .failure((error as? ExchangeFailure) ?? FailureWords.failure(of: error))
    }
    try? await client.shutdown()
    return try result.get()
  }

  private func configuration() throws(ExchangeFailure) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    // A connection that the server is about to close looks open: each request has its own.
    configuration.maximumUsesPerConnection = 1
    // Sooner than the whole: whoever can't be reached is told from whoever doesn't answer.
    configuration.timeout.connect = .milliseconds(max(1, request.timeout - request.timeout / 10))
    guard let path = request.authorities else { return configuration }
    var tls = TLSConfiguration.makeClientConfiguration()
    do {
      tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
    } catch {
      throw ExchangeFailure(.misused, "'\(path)' holds no certificates in PEM form")
    }
    configuration.tlsConfiguration = tls
    return configuration
  }

  /// Sends the request, and again where a redirection leads.
  private func follow(_ client: HTTPClient) async throws -> Answer {
    guard var place = URL(string: request.url) else { throw ExchangeFailure(.misused, "the URL can't be read") }
    var headers = request.headers
    for _ in 0...max(0, request.redirects) {
      let start = NIODeadline.now()
      let response = try await client.execute(message(to: place, headers), deadline: deadline)
      let took = (NIODeadline.now() - start).nanoseconds / 1_000_000
      StandardError.write("\(request.method) \(Self.shown(place)): \(response.status.code) after \(took)ms\n")
      guard request.redirects > 0, let next = try Redirection(response, from: place) else {
        return try await read(response)
      }
      if next.leavesOrigin { headers = [] }
      place = next.place
    }
    throw ExchangeFailure(.redirected, "it redirects more than \(request.redirects) times")
  }

  private func message(to place: URL, _ headers: [(name: String, value: String)]) -> HTTPClientRequest {
    var message = HTTPClientRequest(url: place.absoluteString)
    message.method = HTTPMethod(rawValue: request.method)
    for (name, value) in headers { message.headers.add(name: name, value: value) }
    if !message.headers.contains(name: "user-agent") { message.headers.add(name: "user-agent", value: "belay") }
    if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
    return message
  }

  private func read(_ response: HTTPClientResponse) async throws -> Answer {
    var headers: [String: [String]] = [:]
    var order: [String] = []
    var size = 0
    for (name, value) in response.headers where name.lowercased() != "set-cookie" {
      let name = name.lowercased()
      if headers[name] == nil { order.append(name) }
      headers[name, default: []].append(value)
      size += name.utf8.count + value.utf8.count
    }
    if size > Self.headerLimit { throw ExchangeFailure(.broken, "the answer's headers are larger than 64 KiB") }
    var body: [UInt8] = []
    for try await piece in response.body {
      if NIODeadline.now() > deadline { throw HTTPClientError.deadlineExceeded }
      body += piece.readableBytesView
      if body.count > request.largestBody { break }
    }
    return Answer(
      status: Int(response.status.code), headers: order.map { ($0, headers[$0, default: []].joined(separator: ", ")) },
      body: Array(body.prefix(request.largestBody)), isCut: body.count > request.largestBody)
  }

  /// Scheme, host, port and path: a query may hold a key.
  static func shown(_ place: URL) -> String {
    let port = place.port.map { ":\($0)" } ?? ""
    return "\(place.scheme ?? "")://\(place.host ?? "")\(port)\(place.path)"
  }
}
