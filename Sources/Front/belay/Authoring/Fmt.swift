// `belay fmt`: plans in their canonical layout.

import ArgumentParser
import Diagnostics
import Foundation
import PlanFormat
import Presentation

struct Fmt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Lay plans out: indentation, order of keys, blank lines. Keeps every comment and the meaning.")

  @Argument(help: "Plan files; - lays out what comes on stdin, to stdout.")
  var plans: [String]

  @Flag(name: .long, help: "Write nothing; list the files that would change, and exit 1 if there are any.")
  var check = false

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    var differing = 0
    var isUnreadable = false
    for path in plans {
      let file = try file(path)
      switch PlanFormat.format(file) {
      case .unreadable(let diagnostics):
        Output.diagnostics(diagnostics, noColor: options.noColor)
        isUnreadable = true
      case .refused(let fault):
        throw Failure(
          code: ExitStatus.bug, id: "BLY0999", message: "\(path) is left as it is: \(fault.message)",
          help: "this is a bug of belay fmt; please report it, with the plan")
      case .formatted(let bytes):
        if bytes != file.bytes { differing += 1 }
        try deliver(bytes, of: file)
      }
    }
    if isUnreadable { throw Failure.silent(ExitStatus.usage) }
    if check, differing > 0 { throw Failure.silent(ExitStatus.failed) }
  }

  private func file(_ path: String) throws -> SourceFile {
    if path == "-" { return SourceFile(path: "-", bytes: StandardInput.read()) }
    switch DiskReader().read(path) {
    case .success(let bytes): return SourceFile(path: path, bytes: bytes)
    case .failure(let error): throw Failure(code: ExitStatus.usage, message: "\(path) can't be read: \(error.message)")
    }
  }

  /// Says which files are laid out anew, and writes them unless it was only asked; `-` goes to stdout as it is.
  private func deliver(_ bytes: [UInt8], of file: SourceFile) throws {
    if file.path == "-", !check { return Output.raw(bytes) }
    if bytes == file.bytes { return }
    if !check { try WrittenFile.replace(file.path, with: bytes) }
    Output.line(file.path)
  }
}
