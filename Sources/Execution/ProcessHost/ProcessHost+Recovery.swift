// What a new executor does with the processes of an earlier one (DESIGN §5, "In doubt"), and stopping.

@preconcurrency import Dispatch
import Glibc
import OperatingSystem

extension ProcessHost {
  /// Finds out what became of a unit that an earlier executor wanted to start.
  ///
  /// The supervisor, if it lives, first carries out what the earlier executor had still sent. If it doesn't, no new one
  /// can begin while the records are read.
  /// - Parameter intentBootID: ``bootID`` as noted with the intent. The records aren't fsynced, so when the host has
  ///   been rebooted since, a missing record says nothing: the unit is ``Finding/lost``.
  public func recover(_ unit: String, intentBootID: String? = nil) async throws -> Finding {
    let name = UnitName(unit)
    while true {
      if let connection = try connectIfServed() {
        if let finding = try await ask(connection, unit, name, intentBootID) { return finding }
        continue
      }
      guard case .free(let lock) = SupervisorSocket.tryLock(folder: folder) else {
        // A supervisor is just beginning or ending, or a child of a killed one is: a matter of milliseconds.
        try await Task.sleep(nanoseconds: 2_000_000)
        continue
      }
      defer { if let lock { Glibc.close(lock) } }
      return finding(name, intentBootID)
    }
  }

  /// Stops a unit: SIGTERM, after the grace SIGKILL, to the process and every descendant; returns when they are gone.
  /// Its exit is ``ProcessExit/Status/stopped``, unless it had ended by itself. If its supervisor is gone, this is
  /// ``killOrphans(of:graceMilliseconds:)``.
  public func stop(_ unit: String, graceMilliseconds: Int64) async {
    await stop(UnitName(unit), graceMilliseconds: graceMilliseconds)
  }

  private func stop(_ name: UnitName, graceMilliseconds: Int64) async {
    do {
      var isKnown = true
      while isKnown, let connection = try connectIfServed() {
        switch try await stop(name, graceMilliseconds, through: connection) {
        case .stopped: return
        case .unknown: isKnown = false
        case .connectionLost: continue  // to an executor that lost its lease it is closed, too: asking again tells
        }
      }
    } catch .superseded {
      // What a newer executor has adopted is no longer this one's to stop.
      return
    } catch {
      // No supervisor can be spoken to: what it had is ended without it.
    }
    if records(of: name).exit == nil {
      await killOrphans(of: name, graceMilliseconds: graceMilliseconds)
    }
  }

  /// The highest number of a process that was started within a unit, `UNIT.process1` and so on; 0 if there was none.
  public func lastProcess(of unit: String) -> Int {
    let name = UnitName(unit)
    return StartedUnits(in: readRecords() ?? []).names.compactMap { $0.process(within: name) }.max() ?? 0
  }

  /// Ends what earlier executors' operations that only look (`….record.…`, `….probe.…`, `….predict.…`,
  /// `….observe.…`) still have running: nobody waits for their answers. Returns when they are gone.
  public func endLooks(graceMilliseconds: Int64) async {
    if HostSystem.isAbsent(recordsPath) { return }
    // The supervisor, if it lives, first carries out what the earlier executor had still sent.
    do { _ = try connectIfServed() } catch { return }
    let left = StartedUnits(in: readRecords() ?? []).unfinished.filter(\.isLook)
    let stops = left.map { name in Task { await stop(name, graceMilliseconds: graceMilliseconds) } }
    for stop in stops { await stop.value }
  }

  private enum Stop { case stopped, unknown, connectionLost }

  private func stop(
    _ name: UnitName, _ graceMilliseconds: Int64, through connection: SupervisorConnection
  ) async throws(ProcessHostError) -> Stop {
    let end = connection.end(of: name)
    var fields = FieldWriter()
    fields.append(.unit, name.text)
    fields.append(.grace, max(0, graceMilliseconds))
    switch await connection.ask(.stop, fields) {
    case .success((.running, _)):
      // Awaited whether or not the task that stops is cancelled: it says "stopped" only when it is so.
      let exit = await Task { try? await end.value() }.value
      return exit != nil ? .stopped : .connectionLost
    case .success((.refused, let fields)):
      throw SupervisorConnection.refusal(fields, unit: name.text)
    case .success:
      // Its end stays announced: it may be being started right now.
      return .unknown
    case .failure:
      return .connectionLost
    }
  }

  /// Ends what is left of a unit whose supervisor is gone: its process, what descends from it, is in its session or
  /// carries its mark in the environment. Returns when all is gone, or the most stubborn have been waited for in vain
  /// for half a minute.
  public func killOrphans(of unit: String, graceMilliseconds: Int64) async {
    await killOrphans(of: UnitName(unit), graceMilliseconds: graceMilliseconds)
  }

  private func killOrphans(of name: UnitName, graceMilliseconds: Int64) async {
    guard let record = records(of: name).started, record.process > 0, record.boot == ThisHost.bootID else { return }
    let marker = "BELAY_OUTPUT=" + record.outputPath
    let program = program
    _ = await HostSystem.blocking {
      program.end(
        process: record.process, start: record.start, marker: marker, graceMilliseconds: max(0, graceMilliseconds))
    }
  }

  /// Waits for the end of a process that ``recover(_:intentBootID:)`` found ``Finding/alive(pid:)``. Its descendants
  /// aren't waited for. Throws `CancellationError` if the task is cancelled.
  public func waitUntilGone(_ unit: String) async throws {
    guard let record = records(of: UnitName(unit)).started, record.isAlive,
      let descriptor = HostSystem.descriptorOfProcess(record.process)
    else { return }
    // The start time is read after the descriptor was opened: it can't be that of another process then.
    guard HostSystem.startOfProcess(record.process) == record.start else {
      Glibc.close(descriptor)
      return
    }
    await Self.waitUntilReadable(descriptor)
    try Task.checkCancellation()
  }

  private static func waitUntilReadable(_ descriptor: Int32) async {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        source.setEventHandler { source.cancel() }
        source.setCancelHandler {
          Glibc.close(descriptor)
          continuation.resume()
        }
        source.activate()
      }
    } onCancel: {
      source.cancel()
    }
  }

  /// Asks a living supervisor. `nil` if it isn't living any more.
  private func ask(
    _ connection: SupervisorConnection, _ unit: String, _ name: UnitName, _ intentBootID: String?
  ) async throws -> Finding? {
    let end = connection.end(of: name)
    var fields = FieldWriter()
    fields.append(.unit, name.text)
    switch await connection.ask(.query, fields) {
    case .success((.running, let fields)):
      let process = fields.number(.process).map { Int32(truncatingIfNeeded: $0) }
      return .running(ProcessHandle(unit: unit, process: process, end: end))
    case .success((.notRunning, _)):
      connection.forget(name)
      return finding(name, intentBootID)
    case .success((_, let fields)):
      connection.forget(name)
      throw SupervisorConnection.refusal(fields, unit: unit)
    case .failure:
      return nil
    }
  }

  /// What the records say. Only right when nobody is about to write one.
  private func finding(_ name: UnitName, _ intentBootID: String?) -> Finding {
    // Records that are there and can't be read say nothing; least of all that it never ran.
    guard readRecords() != nil || HostSystem.isAbsent(recordsPath) else { return .lost }
    let records = records(of: name)
    if records.exit == nil, let started = records.started, started.isAlive { return .alive(pid: started.process) }
    removeRemains(of: name, records.started)
    if let exit = records.exit { return .exited(exit) }
    let rebooted = intentBootID.map { $0 != ThisHost.bootID } ?? false
    return records.started == nil && !rebooted ? .neverStarted : .lost
  }

  /// Removes what a killed supervisor couldn't: there may be secrets in it.
  private func removeRemains(of name: UnitName, _ started: StartedRecord?) {
    HostSystem.removeTree(path(name, ".tmp"))
    guard let started else { return }
    unlink(started.outputPath)
    if let slash = started.outputPath.lastIndex(of: "/") { Self.removeAbandoned(String(started.outputPath[..<slash])) }
  }

  /// Removes a folder of outputs if this was the last of them, and no supervisor will put another one there: a living one
  /// holds a lock on its folder.
  private static func removeAbandoned(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { Glibc.close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { rmdir(folder) }
  }

  private func records(of name: UnitName) -> UnitRecords {
    UnitRecords(of: name, in: readRecords() ?? [])
  }

  private func readRecords() -> [UInt8]? { try? WholeFile.read(recordsPath, followsLink: false) }

  private var recordsPath: String { folder + "/supervisor.records" }
}
