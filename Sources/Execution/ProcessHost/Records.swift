// What the supervisor wrote into the run's folder about its processes: BelayExec/record.c is the other side, and
// BelayExec/wire.h describes the format.

import Glibc
import OperatingSystem

/// The records of one unit.
struct UnitRecords: Equatable {
  /// It exists before the process may execute.
  var started: StartedRecord?
  /// It exists when the process has ended.
  var exit: ProcessExit?

  /// Finds a unit's records in the content of `supervisor.records`. Where no whole record begins the search goes on at
  /// the next byte: one that a crash cut short hides no other.
  init(of unit: UnitName, in content: [UInt8]) {
    SupervisorRecords.read(content) { kind, fields in
      guard fields.text(.unit) == unit.text else { return }
      switch kind {
      case .started: started = StartedRecord(fields)
      case .exit: exit = ProcessExit(fields)
      }
    }
  }
}

/// The units that were started in a run's folder.
struct StartedUnits {
  private(set) var names: [UnitName] = []
  /// Those without an exit record.
  private(set) var unfinished: Set<UnitName> = []

  init(in content: [UInt8]) {
    SupervisorRecords.read(content) { kind, fields in
      guard let text = fields.text(.unit) else { return }
      let name = UnitName(encoded: text)
      switch kind {
      case .started:
        names.append(name)
        unfinished.insert(name)
      case .exit: unfinished.remove(name)
      }
    }
  }
}

/// The whole records in the content of `supervisor.records`, one after another.
private enum SupervisorRecords {
  enum Kind: UInt8 {
    case started = 1
    case exit = 2
  }

  static func read(_ content: [UInt8], _ take: (Kind, Fields) -> Void) {
    content.withUnsafeBytes { bytes in
      var place = 0
      while let record = nextRecord(bytes, &place) {
        guard record.version == Wire.version, let kind = Kind(rawValue: record.kind),
          let fields = Fields(Array(bytes[record.fields])[...])
        else { continue }
        take(kind, fields)
      }
    }
  }

  private static let headCount = 10
  private static let sumCount = 8

  /// The next whole record from a place on; the place moves behind it.
  private static func nextRecord(
    _ bytes: UnsafeRawBufferPointer, _ place: inout Int
  ) -> (version: UInt8, kind: UInt8, fields: Range<Int>)? {
    while bytes.count - place >= headCount + sumCount {
      let start = place
      let count = isRecord(bytes, at: start)
      place += count ?? 1
      guard let count else { continue }
      return (bytes[start + 8], bytes[start + 9], start + headCount..<start + count - sumCount)
    }
    return nil
  }

  /// The length of the record at a place, if there is a whole one.
  private static func isRecord(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Int? {
    guard bytes[place..<place + 4].elementsEqual("BLYR".utf8) else { return nil }
    let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)))
    guard length <= bytes.count - place - headCount - sumCount else { return nil }
    let end = place + headCount + length
    let sum = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))
    return Checksum.fnv1a(bytes[place..<end]) == sum ? headCount + length + sumCount : nil
  }
}

/// The record that a process was started.
struct StartedRecord: Equatable {
  var boot: String
  /// 0 if the system had no room for the process.
  var process: Int32
  /// Clock ticks from boot to the start of the process; with boot and id it names a process for ever.
  var start: UInt64
  var token: Int64
  /// The file of `BELAY_OUTPUT`.
  var outputPath: String

  init?(_ fields: Fields) {
    guard let boot = fields.text(.boot), let process = fields.number(.process),
      let start = fields.number(.processStart), let token = fields.number(.token),
      let outputPath = fields.text(.outputPath)
    else { return nil }
    self.boot = boot
    self.process = Int32(truncatingIfNeeded: process)
    self.start = UInt64(bitPattern: start)
    self.token = token
    self.outputPath = outputPath
  }

  /// Whether the process lives.
  var isAlive: Bool {
    process > 0 && boot == ThisHost.bootID && HostSystem.startOfProcess(process) == start
  }
}

extension ProcessExit {
  /// From the fields of an exit record, or of the supervisor's message, which are the same.
  init?(_ fields: Fields) {
    guard let status = Status(fields) else { return nil }
    let flags = Wire.Flags(rawValue: fields.number(.flags) ?? 0)
    self.init(
      status: status,
      stdout: fields.bytes(.stdout),
      stderr: fields.bytes(.stderr),
      stdoutHadSecret: flags.contains(.stdoutHadSecret),
      stdoutTruncated: flags.contains(.stdoutTruncated),
      stderrTruncated: flags.contains(.stderrTruncated),
      output: fields.bytes(.output),
      outputHadSecret: flags.contains(.outputHadSecret),
      outputTruncated: flags.contains(.outputTruncated),
      logSHA256: fields.text(.logDigest) ?? "",
      logBytes: Int(fields.number(.logBytes) ?? 0),
      logTruncated: flags.contains(.logTruncated),
      familyRemained: flags.contains(.familyRemained),
      startedAt: fields.number(.startedAt) ?? 0,
      endedAt: fields.number(.endedAt) ?? 0
    )
  }
}

extension ProcessExit.Status {
  fileprivate init?(_ fields: Fields) {
    let code = Int32(truncatingIfNeeded: fields.number(.code) ?? 0)
    switch fields.number(.status) {
    case 1: self = .exited(code)
    case 2: self = .signaled(code)
    case 3: self = .failedToStart(fields.text(.message) ?? "")
    case 4: self = .timedOut
    case 5: self = .stopped
    default: return nil
    }
  }
}
