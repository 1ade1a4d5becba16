// What a step does to the world: the promise that every other rule builds on (DESIGN §4).

/// What carrying out a step does to the world.
public enum Effect: String, Sendable, Hashable, CaseIterable {
  /// Changes nothing. May run in a dry run, as a condition and in a probe; the kernel holds a process to it.
  case read
  /// Changes something that can be undone, or whose undo the plan declines in words.
  case write
  /// Changes something for good: automatic rollback stops there.
  case irreversible
}
