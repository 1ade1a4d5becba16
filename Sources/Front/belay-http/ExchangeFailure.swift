// Why there is no answer. The exit status says what is known of the request's fate, the last line of stderr why.

/// An exchange without an answer.
struct ExchangeFailure: Error {
  /// The exit status; `WebExchange.ExchangeResult` reads the same numbers.
  enum Kind: Int32 {
    /// The request on stdin, or the place for the answer, is not what `belay` gives.
    case misused = 2
    /// No connection came about: nothing was sent.
    case unreachable = 10
    /// The connection broke, or what came back is no HTTP: the server may have acted.
    case broken = 11
    /// The time was over before the answer was complete: the server may have acted.
    case late = 12
    /// A redirection that isn't followed.
    case redirected = 13
    /// The certificate of the server isn't trusted, or TLS failed otherwise: nothing was sent.
    case untrusted = 14
  }

  var kind: Kind
  /// One line for people. Never holds the query of a URL or a header.
  var reason: String

  init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
