// What `belay runs` shows of a run: a cache beside its entries, which alone are the truth.

/// A few facts of a run, kept up to date with each append that says so.
public struct RunSummary: Sendable, Hashable {
  public var run: RunID
  /// The plan's name.
  public var plan: String
  public var planVersion: String
  public var title: String?
  /// A run status of DESIGN §5, such as `running`.
  public var status: String
  /// Who started the run.
  public var `operator`: String
  /// RFC 3339 in UTC with milliseconds.
  public var startedAt: String
  public var finishedAt: String?
  public var planDigest: String

  public init(
    run: RunID, plan: String, planVersion: String, title: String? = nil, status: String, operator: String,
    startedAt: String, finishedAt: String? = nil, planDigest: String
  ) {
    self.run = run
    self.plan = plan
    self.planVersion = planVersion
    self.title = title
    self.status = status
    self.operator = `operator`
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.planDigest = planDigest
  }
}
