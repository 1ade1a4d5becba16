// What the codes of WebProblem mean, for `belay error CODE`.

import StepKit

extension WebProblem {
  package static let explanations = [
    FailureExplanation(
      "BLY0880", "a URL can't be used",
      "Web steps take http and https URLs in ASCII, with a host and without a user name. Nothing was sent."),
    FailureExplanation(
      "BLY0881", "a header can't be sent",
      "A header's name is a word, its value one line. Host, Content-Length, Transfer-Encoding, Connection and Upgrade "
        + "are set by the HTTP client. Nothing was sent."),
    FailureExplanation(
      "BLY0882", "a number, time or method is outside of what a web step takes", "Nothing was sent. Correct the value."),
    FailureExplanation(
      "BLY0883", "the body of a request is given twice, too large, or not meant to be", "Nothing was sent."),
    FailureExplanation(
      "BLY0884", "the server can't be reached",
      "No connection came about: the name isn't known, nothing listens there, or a firewall is between. Nothing was "
        + "sent, so repeating the step is safe."),
    FailureExplanation(
      "BLY0885", "the server isn't trusted",
      "Its certificate isn't signed by an authority that this host trusts, is for another name or has expired. Nothing "
        + "was sent. `ca_file` names the authorities to trust instead of the system's."),
    FailureExplanation(
      "BLY0886", "the connection broke before the answer was whole",
      "The server may have acted on the request. Look there before you repeat it. A server that honours the header "
        + "Idempotency-Key, which `http.request` and `notify.webhook` send, takes a repeated request for the same one."),
    FailureExplanation(
      "BLY0887", "the answer wasn't complete in time",
      "The server may have acted on the request. Look there before you repeat it, or raise the step's `timeout`."),
    FailureExplanation(
      "BLY0888", "a redirection isn't followed",
      "`http.get` follows `max_redirects` of them; never from https to http, and to another origin without the plan's "
        + "headers, for they weren't meant for it. `http.request` follows none."),
    FailureExplanation(
      "BLY0889", "the server answered with a status that isn't expected",
      "`http.request` and `notify.webhook` succeed with 2xx, unless `expect` names other statuses; `http.get` with any, "
        + "unless `expect` is given: criteria decide by `outputs.status`. The message ends with the start of the answer."
    ),
    FailureExplanation(
      "BLY0890", "the program belay-http is missing or failed",
      "Web steps are carried out by a program beside `belay`. Install both from the same build."),
    FailureExplanation(
      "BLY0891", "the answer of a server holds a secret",
      "Outputs are journaled, and secrets must not be. The request was carried out; its answer was dropped."),
    FailureExplanation(
      "BLY0892", "a declared output isn't in the answer",
      "The outputs that an `http.request` step declares are the members of the JSON object that the server answers with. "
        + "The request was carried out."),
  ]
}
