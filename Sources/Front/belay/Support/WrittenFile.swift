// Files that verbs write for people: whole or not at all.

import Foundation
import Presentation

enum WrittenFile {
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        code: ExitStatus.usage, message: "\(path) can't be written: \(error.localizedDescription)",
        help: "give a path in a folder that exists and is writable")
    }
  }
}
