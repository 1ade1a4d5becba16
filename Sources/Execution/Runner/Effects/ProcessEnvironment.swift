// The environment of a step's process: scrubbed to what DESIGN §4 names, so that nothing of the operator's shell
// changes what a plan does.

import StepKit

enum ProcessEnvironment {
  private static let kept = ["PATH", "HOME", "LANG", "TZ"]
  private static let standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  static func make(_ context: StepContext, added: [String: String], from environment: [String: String])
    -> [String: String]
  {
    var result: [String: String] = [:]
    for name in kept { result[name] = environment[name] }
    if result["PATH", default: ""].isEmpty { result["PATH"] = standardPath }
    result.merge(added) { $1 }
    result["BELAY_RUN"] = context.run
    result["BELAY_STEP"] = context.step
    result["BELAY_ATTEMPT"] = String(context.attempt)
    result["BELAY_IDEMPOTENCY_KEY"] = context.idempotencyKey
    return result
  }
}
