// `--input name=value` and `--inputs FILE`.

import ArgumentParser
import Foundation
import JSONText
import Presentation

struct InputOptions: ParsableArguments {
  @Option(name: .customLong("input"), help: "An input of the plan: name=value; JSON for lists and maps.")
  var input: [String] = []

  @Option(name: .customLong("inputs"), help: "A JSON file with an object of inputs.")
  var inputs: String?

  func pairs() throws -> [(name: String, text: String)] {
    try input.map { pair in
      guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
        throw Failure(
          code: ExitStatus.usage, id: "BLY0519", message: "--input '\(pair)' isn't of the form name=value",
          help: "for example: --input host=edge-1")
      }
      return (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
    }
  }

  func fileContent() throws -> JSON? {
    guard let inputs else { return nil }
    switch DiskReader().read(inputs) {
    case .failure(let error):
      throw Failure(code: ExitStatus.usage, message: "--inputs \(inputs): \(error.message)", help: "give a JSON file")
    case .success(let bytes):
      do {
        return try JSON(parsing: bytes)
      } catch {
        throw Failure(
          code: ExitStatus.usage, message: "--inputs \(inputs) isn't JSON: \(error)", help: "give an object of inputs")
      }
    }
  }
}
