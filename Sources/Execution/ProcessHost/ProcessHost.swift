// The processes of a run, owned by its supervisor (DESIGN §5).
//
// The executor speaks to `belay-exec` over a socket in the run's folder. The supervisor outlives the executor, so a
// process goes on when the executor dies, and the next executor finds it, or its records, with `recover`.

import Glibc
import OperatingSystem
import Secrets

/// Starts the processes of one run, adopts those that an earlier executor started, and ends them.
///
/// A **unit** is one attempt of one step or undo action; its name is unique in the run, and it is started at most once.
/// The run's folder holds its log (`UNIT.log`, once there is something to be logged) and, for all units together, the
/// supervisor's records, socket and lock; all of mode 0600, none with a secret.
public final class ProcessHost: Sendable {
  let folder: String
  let token: Int64
  let program: SupervisorProgram
  private let current = Protected<SupervisorConnection?>(nil)

  /// Nothing is created and nobody is spoken to before the first request.
  /// - Parameters:
  ///   - runFolder: The run's folder, e.g. `.belay/runs/ID`; made when the first process is started.
  ///   - token: The fencing token of the executor's lease. Requests of a lower one than the highest seen are refused.
  ///   - supervisor: The path of `belay-exec`.
  public init(runFolder: String, token: Int64, supervisor: String) {
    folder = Self.absolute(runFolder)
    self.token = token
    program = SupervisorProgram(path: Self.absolute(supervisor))
  }

  deinit {
    current.withLock { $0 }?.abandon()
  }

  /// Whether this host can keep a process from writing (Landlock), see ``ProcessSpec/readOnly``.
  public static var canConfine: Bool { HostSystem.canConfine }

  /// The id of this boot of the host, to be noted with an intent for ``recover(_:intentBootID:)``.
  public static var bootID: String { ThisHost.bootID }

  /// Where the log of a unit lies. The file doesn't exist before the process has written something.
  public func logPath(_ unit: String) -> String { path(UnitName(unit), ".log") }

  /// Starts a process. When this returns its *started* record exists and it may execute; that its program can't be
  /// executed shows in its exit.
  ///
  /// After ``ProcessHostError/supervisorLost`` only ``recover(_:intentBootID:)`` tells whether it was started.
  public func start(_ unit: String, _ spec: ProcessSpec) async throws(ProcessHostError) -> ProcessHandle {
    let name = UnitName(unit)
    let request = Self.request(name, spec)
    guard request.bytes.count < Wire.largestFrame - 1024 else { throw .refused(reason: "the request is too large") }
    let connection = try connect()
    let end = connection.end(of: name)
    switch await connection.ask(.start, request) {
    case .success((.started, let fields)):
      let process = fields.number(.process).flatMap { $0 > 0 ? Int32($0) : nil }
      return ProcessHandle(unit: unit, process: process, end: end)
    case .success((_, let fields)):
      // A unit that was started before may be running: its end stays announced.
      throw SupervisorConnection.refusal(fields, unit: unit)
    case .failure(let error):
      // The connection is closed to an executor that lost its lease, too; asking again tells.
      _ = try connectIfServed()
      throw error
    }
  }

  /// Lets the supervisor end as soon as no process is left. Processes that run go on, and what the step left in the
  /// background is never touched.
  public func close() async {
    let connection = current.withLock { current in
      defer { current = nil }
      return current
    }
    await connection?.close()
  }

  /// The connection to the supervisor, which is started if there is none.
  private func connect() throws(ProcessHostError) -> SupervisorConnection {
    try current.withLock { (current) throws(ProcessHostError) in
      if let current, current.isOpen { return current }
      if let error = HostSystem.createFolder(folder) {
        throw .folderNotWritable(reason: "\(HostSystem.errorText(error)): \(folder)")
      }
      // It may end between being found and being spoken to, but not again and again.
      for _ in 0..<10 {
        if let connection = try SupervisorConnection.open(folder: folder, token: token) {
          current = connection
          return connection
        }
        if let complaint = program.serve(HostSystem.realPath(folder) ?? folder) {
          throw .supervisorUnavailable(reason: complaint)
        }
      }
      throw .supervisorUnavailable(reason: "belay-exec ends at once in \(folder)")
    }
  }

  /// The connection to the supervisor if there is one.
  func connectIfServed() throws(ProcessHostError) -> SupervisorConnection? {
    try current.withLock { (current) throws(ProcessHostError) in
      if let current, current.isOpen { return current }
      current = try SupervisorConnection.open(folder: folder, token: token)
      return current
    }
  }

  func path(_ unit: UnitName, _ suffix: String) -> String { folder + "/" + unit.text + suffix }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let working = getcwd(nil, 0) else { return path }
    defer { free(working) }
    return String(cString: working) + "/" + path
  }

  private static func request(_ unit: UnitName, _ spec: ProcessSpec) -> FieldWriter {
    var fields = FieldWriter()
    fields.append(.unit, unit.text)
    for argument in spec.argv { fields.append(.argument, argument) }
    for (name, value) in spec.environment.sorted(by: { $0.key < $1.key }) {
      fields.append(.environment, name + "=" + value)
    }
    fields.append(.directory, spec.workingDirectory)
    for pattern in SecretForms.patterns(for: spec.secrets) { fields.append(.pattern, pattern) }
    fields.append(.readOnly, spec.readOnly ? 1 : 0)
    if let deadline = spec.deadlineMilliseconds { fields.append(.deadline, max(0, deadline)) }
    fields.append(.grace, max(0, spec.graceMilliseconds))
    fields.append(.captureLimit, Int64(max(0, spec.captureLimit)))
    fields.append(.logLimit, Int64(max(0, spec.logLimit)))
    if !spec.logsStdout { fields.append(.unloggedStdout, 1) }
    if !spec.standardInput.isEmpty { fields.append(.input, spec.standardInput) }
    return fields
  }
}
