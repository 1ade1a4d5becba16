// Where runs live and what they are carried out with: one value, made by the front end, handed to every verb.

import Engine
import Journal
import PlanModel
import StepKit

/// A state folder with its store, and the means to execute.
public struct Workspace: Sendable {
  /// `.belay`, absolute.
  public let folder: String
  public let store: any JournalStore
  public let registry: Registry
  /// Path of `belay-exec`.
  public let supervisor: String
  public let version: String
  /// The environment that steps and secrets are taken from.
  public let environment: [String: String]

  public init(
    folder: String, store: any JournalStore, registry: Registry, supervisor: String, version: String,
    environment: [String: String]
  ) {
    self.folder = folder
    self.store = store
    self.registry = registry
    self.supervisor = supervisor
    self.version = version
    self.environment = environment
  }

  /// Logs, undo bytes, supervisor records of a run.
  public func runFolder(_ run: RunID) -> String { "\(folder)/runs/\(run)" }
}
