// What can go wrong on the web, in words. Codes BLY0880 to BLY0892. No message holds a URL's query or a header's value.

import StepKit

package enum WebProblem: Hashable, Sendable {
  case notPlainURL
  case noWebURL(scheme: String?)
  case noHost
  case badPort(String)
  case userInURL
  case badHeader(String, reason: String)
  case badTimeout(String)
  case outOfRange(String, Int64, limit: Int64)
  case bodyAndJSON
  case bodyTooLarge(bytes: Int, limit: Int)
  case bodyOfReading(method: String)
  case badMethod(String)
  case badStatus(Int64)
  case unreachable(reason: String)
  case untrusted(reason: String)
  case broken(reason: String)
  case late(reason: String)
  case redirected(reason: String)
  case noClient(reason: String)
  case clientFailed(reason: String)
  case unexpected(status: Int64, excerpt: String)
  case answerHeldSecret
  case outputMissing(String, type: String)
  case outputInvalid(String, type: String)
  case notJSON(status: Int64)
}

extension WebProblem {
  /// The exit statuses of `belay-http`. Nil: none that it has.
  init?(exitCode: Int32, reason: String) {
    switch exitCode {
    case 10: self = .unreachable(reason: reason)
    case 11: self = .broken(reason: reason)
    case 12: self = .late(reason: reason)
    case 13: self = .redirected(reason: reason)
    case 14: self = .untrusted(reason: reason)
    default: return nil
    }
  }

  package var failure: StepFailure { StepFailure(code: code, message: message, help: help) }

  package func issue(_ input: String?) -> InputIssue { InputIssue(input: input, message: message, help: help) }

  package var code: String {
    switch self {
    case .notPlainURL, .noWebURL, .noHost, .badPort, .userInURL: "BLY0880"
    case .badHeader: "BLY0881"
    case .badTimeout, .outOfRange, .badMethod, .badStatus: "BLY0882"
    case .bodyAndJSON, .bodyTooLarge, .bodyOfReading: "BLY0883"
    case .unreachable: "BLY0884"
    case .untrusted: "BLY0885"
    case .broken: "BLY0886"
    case .late: "BLY0887"
    case .redirected: "BLY0888"
    case .unexpected: "BLY0889"
    case .noClient, .clientFailed: "BLY0890"
    case .answerHeldSecret: "BLY0891"
    case .outputMissing, .outputInvalid, .notJSON: "BLY0892"
    }
  }

  package var message: String {
    switch self {
    case .notPlainURL: "the URL holds a space, a control character or a letter outside ASCII"
    case .noWebURL(let scheme?): "'\(scheme)' is neither http nor https"
    case .noWebURL(nil): "the URL begins with neither http:// nor https://"
    case .noHost: "the URL names no host"
    case .badPort(let port): "'\(port)' in the URL is no port"
    case .userInURL: "the URL holds a user name"
    case .badHeader(let name, let reason): "header '\(name)' \(reason)"
    case .badTimeout(let text): "a timeout of \(text) is not between nothing and a day"
    case .outOfRange(let name, let number, let limit): "'\(name)' must be between 0 and \(limit), not \(number)"
    case .bodyAndJSON: "both 'body' and 'json' say what to send"
    case .bodyTooLarge(let bytes, let limit): "the body has \(bytes) bytes; at most \(limit) are sent"
    case .bodyOfReading(let method): "a \(method) request has no body"
    case .badMethod(let text): "'\(text)' is no HTTP method"
    case .badStatus(let number): "\(number) is no HTTP status"
    case .unreachable(let reason): "the server can't be reached: \(reason)"
    case .untrusted(let reason): "the server isn't trusted: \(reason)"
    case .broken(let reason): "there was no whole answer: \(reason)"
    case .late(let reason): reason
    case .redirected(let reason): "the redirection isn't followed: \(reason)"
    case .noClient(let reason): "'belay-http' can't be started: \(reason)"
    case .clientFailed(let reason): "'belay-http' failed: \(reason)"
    case .unexpected(let status, ""): "the server answered \(status)"
    case .unexpected(let status, let excerpt): "the server answered \(status): \(excerpt)"
    case .answerHeldSecret: "the answer holds a secret"
    case .outputMissing(let name, _): "the answer's JSON has no '\(name)', which is a declared output"
    case .outputInvalid(let name, let type): "'\(name)' in the answer's JSON is not of type \(type)"
    case .notJSON(let status): "outputs are declared, but the answer (\(status)) is no JSON object"
    }
  }

  package var help: String? {
    switch self {
    case .notPlainURL: "write such characters percent-encoded: `%20` for a space"
    case .noWebURL, .noHost, .badPort: "say something like https://host.example/path"
    case .userInURL: "send it as a header: `Authorization: Basic …`"
    case .badHeader: "correct it, or leave it out"
    case .badTimeout: "say a duration such as `10s` or `2m`"
    case .outOfRange, .badStatus: "say another number"
    case .badMethod: "say GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS"
    case .bodyAndJSON: "give one of them"
    case .bodyTooLarge: "send a file with a program of its own, such as curl, in `exec.run`"
    case .bodyOfReading: "leave it out, or say another method"
    case .unreachable: "nothing was sent. Is the name right, is the server up, does a firewall let this host through?"
    case .untrusted: "nothing was sent. For an authority of your own give `ca_file`"
    case .broken, .late:
      "whether the server acted on the request can't be known from here: look there before you repeat it"
    case .redirected: "say the final URL in the plan, or another `max_redirects`"
    case .noClient, .clientFailed: "belay-http must be installed beside belay, of the same version"
    case .unexpected: "look at the server's log; statuses that are well go into `expect`"
    case .answerHeldSecret: "outputs are journaled, so nothing of the answer was kept; ask the server for less"
    case .outputMissing(let name, let type): "declare it as `optional<\(type)>`, or don't declare '\(name)'"
    case .outputInvalid: "declare the type that the server sends, or use `outputs.json`"
    case .notJSON: "don't declare outputs, or ask the server for JSON with the header `Accept: application/json`"
    }
  }
}
