// `belay-http`: one HTTP exchange, for the steps `http.get`, `http.request` and `notify.webhook`.
//
// A program beside `belay`, which starts without an HTTP client and its TLS library. It is run as the process of a
// step: the supervisor owns it, so that the answer isn't lost when the executor dies. It reads one JSON request on
// stdin and writes the answer to the file that $BELAY_OUTPUT names; stderr is the step's log. What each exit status
// means is in ExchangeFailure.swift; `belay` reads it in Sources/StepSupport/WebExchange.

import Glibc

do {
  let request = try ExchangeRequest(parsing: StandardInput.readAll())
  let answer = try await Exchange(request).answer()
  try answer.write()
} catch {
  StandardError.write("\(error.reason)\n")
  exit(error.kind.rawValue)
}
