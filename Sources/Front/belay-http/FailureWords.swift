// The client's errors in words, sorted by what is known of the request's fate.

import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

enum FailureWords {
  static func failure(of error: any Error) -> ExchangeFailure {
    switch error {
    case let error as HTTPClientError: failure(of: error)
    case let error as NIOSSLError: ExchangeFailure(.untrusted, words(of: error))
    case let error as NIOSSLExtraError: ExchangeFailure(.untrusted, error.description)
    case let error as NIOConnectionError: ExchangeFailure(.unreachable, words(of: error))
    case let error as IOError: ioFailure(error)
    case let error as ChannelError: failure(of: error)
    default: ExchangeFailure(.broken, "\(error)")
    }
  }

  private static func failure(of error: ChannelError) -> ExchangeFailure {
    if case .connectTimeout = error { return ExchangeFailure(.unreachable, "no connection came about in time") }
    return ExchangeFailure(.broken, "the connection was closed: \(error)")
  }

  private static func failure(of error: HTTPClientError) -> ExchangeFailure {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout:
      ExchangeFailure(.unreachable, "no connection came about in time")
    case .tlsHandshakeTimeout: ExchangeFailure(.untrusted, "the server didn't finish the TLS handshake in time")
    case .deadlineExceeded, .readTimeout, .writeTimeout:
      ExchangeFailure(.late, "the answer wasn't complete in time")
    case .remoteConnectionClosed: ExchangeFailure(.broken, "the server closed the connection without a whole answer")
    case .invalidURL, .emptyHost, .emptyScheme: ExchangeFailure(.misused, "the URL can't be used")
    default: ExchangeFailure(.broken, error.shortDescription)
    }
  }

  /// A refused connection, of several addresses the first that says more than that it has none.
  private static func words(of error: NIOConnectionError) -> String {
    if let found = error.connectionErrors.first {
      if let io = found.error as? IOError { return String(cString: strerror(io.errnoCode)) }
      return "\(found.error)"
    }
    return "the name '\(error.host)' isn't known"
  }

  private static func ioFailure(_ error: IOError) -> ExchangeFailure {
    let isRefused = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(error.errnoCode)
    return ExchangeFailure(isRefused ? .unreachable : .broken, String(cString: strerror(error.errnoCode)))
  }

  private static func words(of error: NIOSSLError) -> String {
    switch error {
    case .handshakeFailed(let reason):
      let text = "\(reason)"
      return text.contains("CERTIFICATE_VERIFY_FAILED")
        ? "its certificate is not signed by a trusted authority, or has expired" : "the TLS handshake failed: \(text)"
    default: return "\(error)"
    }
  }
}
