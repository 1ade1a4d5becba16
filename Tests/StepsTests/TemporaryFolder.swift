// A folder of a test's own, gone when the test is.

import Foundation

final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    // The real path, so that no link on the way to the temporary folder plays a part.
    let base = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    path = base + "/belay-steps-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
