// cel-conformance FILE.json…: runs conformance cases, names those that fail, and ends with `N passed, N failed`.
// A case that can't be read counts as failed. Exit status: 0 when all passed, 1 when some failed, 2 when a file can't
// be read. With --reasons each failing case says why.

import FoundationEssentials
import JSONText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

func write(_ text: String, to descriptor: Int32 = 1) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written > 0 else { return }
    bytes = bytes.dropFirst(written)
  }
}

/// Runs the cases of one file, and gives the lines that name the failing ones and the number that passed.
func run(_ path: String, explains: Bool) throws(ConformanceError) -> (failures: [String], passed: Int) {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw ConformanceError(reason: "\(path) can't be read")
  }
  let cases: [JSON]
  do {
    cases = try JSON(parsing: [UInt8](data)).arrayValue ?? []
  } catch {
    throw ConformanceError(reason: "\(path) is not JSON: \(error)")
  }
  let runner = ConformanceRunner(timeZones: SystemTimeZones())
  let file = path.split(separator: "/").last.map { $0.split(separator: ".").first ?? $0 } ?? ""
  var failures: [String] = []
  for json in cases {
    var reason: String?
    do throws(ConformanceError) {
      reason = runner.failure(of: try ConformanceCase(json))
    } catch {
      reason = "can't be read: \(error.reason)"
    }
    guard let reason else { continue }
    let place = [String(file), json["section"]?.stringValue ?? "", json["name"]?.stringValue ?? ""]
    failures.append(place.joined(separator: "/") + (explains ? ": " + reason : ""))
  }
  return (failures, cases.count - failures.count)
}

let arguments = CommandLine.arguments.dropFirst()
let explains = arguments.contains("--reasons")
let paths = arguments.filter { !$0.hasPrefix("--") }
guard !paths.isEmpty else {
  write("usage: cel-conformance [--reasons] FILE.json…\n", to: 2)
  exit(2)
}
var passed = 0
var failed = 0
for path in paths {
  do throws(ConformanceError) {
    let result = try run(path, explains: explains)
    for failure in result.failures { write(failure + "\n") }
    passed += result.passed
    failed += result.failures.count
  } catch {
    write(error.reason + "\n", to: 2)
    exit(2)
  }
}
write("\(passed) passed, \(failed) failed\n")
exit(failed == 0 ? 0 : 1)
