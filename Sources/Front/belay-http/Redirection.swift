// Where an answer sends whoever asked.

import AsyncHTTPClient
import Foundation

struct Redirection {
  let place: URL
  /// Another scheme, host or port: what the plan sends along was not meant for it.
  let leavesOrigin: Bool

  /// Nil: the answer is none.
  init?(_ response: HTTPClientResponse, from origin: URL) throws(ExchangeFailure) {
    guard [301, 302, 303, 307, 308].contains(response.status.code),
      let text = response.headers.first(name: "location")
    else { return nil }
    guard let place = URL(string: text, relativeTo: origin)?.absoluteURL, let scheme = place.scheme?.lowercased(),
      ["http", "https"].contains(scheme), place.host?.isEmpty == false, place.user == nil
    else { throw ExchangeFailure(.redirected, "it redirects to something that is no http or https URL") }
    if origin.scheme?.lowercased() == "https", scheme == "http" {
      throw ExchangeFailure(.redirected, "it redirects from https to http, to \(Exchange.shown(place))")
    }
    self.place = place
    leavesOrigin = Self.origin(of: place) != Self.origin(of: origin)
  }

  private static func origin(of place: URL) -> [String] {
    let scheme = (place.scheme ?? "").lowercased()
    return [scheme, (place.host ?? "").lowercased(), String(place.port ?? (scheme == "https" ? 443 : 80))]
  }
}
