// Options that verbs share.

import ArgumentParser
import Foundation
import Journal
import JournalSQLite
import Presentation
import Runner
import StepCatalogue

/// `--state` and `--no-color`.
struct StateOptions: ParsableArguments {
  @Option(name: .long, help: "Folder of journal, logs and locks (default: $BELAY_STATE, else .belay).")
  var state: String?

  @Flag(name: .long, help: "No colours, as with NO_COLOR in the environment.")
  var noColor = false

  /// The workspace of this state folder.
  func workspace() throws -> Workspace {
    let environment = ProcessInfo.processInfo.environment
    if state?.isEmpty == true {
      throw Failure(
        code: ExitStatus.usage, message: "--state is empty", help: "give a folder, or leave it out for .belay")
    }
    let name = state ?? environment["BELAY_STATE"].flatMap { $0.isEmpty ? nil : $0 } ?? ".belay"
    if name.hasPrefix("postgres://") || name.hasPrefix("postgresql://") {
      throw Failure(
        code: ExitStatus.usage, message: "a shared PostgreSQL store isn't there yet",
        help: "give a folder: --state DIR")
    }
    let folder = name.hasPrefix("/") ? name : WorkingDirectory.current() + "/" + name
    return Workspace(
      folder: folder, store: SQLiteStore(folder: folder), registry: try BuiltinSteps.registry(),
      supervisor: Installation.supervisor(environment), version: BelayVersion.text, environment: environment)
  }
}

/// `RUN` with the options of its state.
struct RunArgument: ParsableArguments {
  @Argument(help: "A run's id, a unique prefix of it, or `last`.")
  var run: String

  func find(in workspace: Workspace) throws -> RunID {
    try workspace.store.find(prefix: run)
  }
}

/// `--format` of verbs that a program may read.
enum Format: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// `--as`
struct PersonOption: ParsableArguments {
  @Option(name: .customLong("as"), help: "Who acts (default: the user of the operating system).")
  var name: String?

  var person: String { name ?? Installation.user() }

  func validate() throws {
    if let name, name.allSatisfy(\.isWhitespace) { throw ValidationError("--as needs a name.") }
  }
}
