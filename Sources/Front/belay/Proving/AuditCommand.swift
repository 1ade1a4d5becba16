// `belay audit verify` and `belay audit export`

import ArgumentParser
import Audit
import Foundation
import JSONText
import Journal
import Presentation
import Runner

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Prove what was done: verify the record, export it for others.",
    subcommands: [AuditVerify.self, AuditExport.self])
}

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the record of a run, or an exported file: exit 0 or 9. Writes nothing.")

  @Argument(help: "A run, or a file from `belay audit export`.")
  var target: String

  @Option(name: .long, help: "text or json.")
  var format = Format.text

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let report = try report()
    switch format {
    case .json: Output.json(report.json())
    case .text: show(report)
    }
    if !report.ok { throw Failure.silent(ExitStatus.audit) }
  }

  private func report() throws -> VerificationReport {
    if FileManager.default.fileExists(atPath: target) {
      guard let data = FileManager.default.contents(atPath: target) else {
        throw Failure(code: ExitStatus.usage, message: "\(target) can't be read", help: "check its permissions")
      }
      return Verifier.verify([UInt8](data))
    }
    let workspace = try options.workspace()
    switch Result(catching: { () throws(JournalError) in try verified(workspace) }) {
    case .success(let report): return report
    case .failure(let error) where error.category == .damaged: return Self.report(of: error)
    case .failure(let error): throw error
    }
  }

  /// Record and list of runs; where the record is damaged, its events say nothing about the list.
  private func verified(_ workspace: Workspace) throws(JournalError) -> VerificationReport {
    let id = try workspace.store.find(prefix: target)
    var report = try Verifier.verify(id, workspace.store)
    if report.ok { report.add(differencesInList: try RunLoader(workspace).differencesInList(of: id)) }
    return report
  }

  /// A journal that can't even be read is a record that isn't verified.
  private static func report(of error: JournalError) -> VerificationReport {
    VerificationReport(
      run: nil, events: 0, head: "", problems: [.init(seq: nil, id: error.id, message: error.message)], proven: [])
  }

  private func show(_ report: VerificationReport) {
    Output.line(report.ok ? "verified: \(report.events) events, head \(report.head)" : "NOT VERIFIED")
    for problem in report.problems {
      let place = problem.seq.map { "event \($0): " } ?? ""
      Output.error("  [\(problem.id)] \(place)\(problem.message)")
    }
    for statement in report.proven { Output.line("  \(statement)") }
  }
}

struct AuditExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the record of a run as JSON Lines that anybody can check with SHA-256.")

  @OptionGroup var argument: RunArgument

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @OptionGroup var options: StateOptions

  mutating func run() throws {
    let workspace = try options.workspace()
    let id = try argument.find(in: workspace)
    try WrittenFile.write(try Exporter.export(id, workspace.store), to: output)
    Output.line("\(output): check it with: belay audit verify \(output)")
  }
}
