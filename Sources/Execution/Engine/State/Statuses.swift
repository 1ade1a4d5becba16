// The words for where a run and a step stand (DESIGN §5, last lines).

/// Where a run stands.
public enum RunStatus: String, Sendable, Hashable, CaseIterable {
  case running, waiting, halted
  case inDoubt = "in_doubt"
  case rollingBack = "rolling_back"
  case rolledBack = "rolled_back"
  case rollbackBlocked = "rollback_blocked"
  case succeeded, abandoned
}

/// Where a step stands.
public enum StepStatus: String, Sendable, Hashable, CaseIterable {
  case pending, running, waiting, succeeded, satisfied, skipped, failed
  case inDoubt = "in_doubt"
  case undoing, undone
  case undoFailed = "undo_failed"
  case kept
}
