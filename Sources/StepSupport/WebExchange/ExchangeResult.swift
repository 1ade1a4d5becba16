// What became of an exchange: the end of `belay-http`, read.

import Expressions
import JSONText
import StepKit

/// An answer.
package struct ExchangeResult: Sendable {
  package var status: Int64
  package var headers: JSONObject
  package var body: [UInt8]
  package var isCut: Bool

  /// Fails where there is no answer, with what is known of the request's fate.
  package init(_ result: ProcessResult, _ context: StepContext) throws(StepFailure) {
    switch result.ending {
    case .exited(0): break
    case .exited(let code):
      let reason = Self.lastLine(of: result.stderr)
      throw (WebProblem(exitCode: code, reason: reason) ?? .clientFailed(reason: reason)).failure
    case .signaled(let number): throw StepProblem.signaled(number).failure()
    case .failedToStart(let reason): throw WebProblem.noClient(reason: reason).failure
    case .timedOut: throw StepProblem.timedOut.failure()
    case .stopped: throw StepProblem.stopped.failure()
    }
    if result.outputHeldSecret { throw WebProblem.answerHeldSecret.failure }
    let line = result.output.prefix { $0 != UInt8(ascii: "\n") }
    guard !result.outputWasCut, let head = try? JSON(parsing: line), let status = head["status"]?.intValue,
      let headers = head["headers"]?.objectValue, let isCut = head["cut"]?.boolValue
    else { throw WebProblem.clientFailed(reason: "its answer can't be read").failure }
    self.status = status
    self.headers = headers
    self.isCut = isCut
    body = Array(result.output.dropFirst(line.count + 1))
  }

  private static func lastLine(of text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
    return line.map { String($0.prefix(300)) } ?? "no reason is given"
  }

  /// The body as text; a character that was cut in two at its end is left out.
  package var text: String {
    var bytes = body[...]
    if isCut {
      let tail = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
      if let lead = bytes.dropLast(tail).last, lead >= 0xC0, tail + 1 < Self.length(ofCharacter: lead) {
        bytes = bytes.dropLast(tail + 1)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func length(ofCharacter lead: UInt8) -> Int { lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2 }

  /// The body as JSON, if it is that.
  package var json: JSON? {
    if isCut { return nil }
    let type = (headers["content-type"]?.stringValue ?? "").lowercased().prefix { $0 != ";" }
    let first = body.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    guard looksLikeJSON || type.hasSuffix("/json") || type.hasSuffix("+json") else { return nil }
    return try? JSON(parsing: body)
  }

  package var outputs: [String: Value] {
    var map = ValueMap()
    for (name, value) in headers { if let value = value.stringValue { map[.string(name)] = .string(value) } }
    return [
      "status": .int(status), "headers": .map(map), "body": .string(text), "body_cut": .bool(isCut),
      "json": json.map { Value(json: $0) } ?? .null,
    ]
  }

  /// The start of the body on one line, for a message.
  package var excerpt: String {
    let line = String(text.prefix(300).map { $0.isNewline ? " " : $0 }).split(separator: " ").joined(separator: " ")
    return line.count > 200 ? line.prefix(200) + "…" : line
  }
}
