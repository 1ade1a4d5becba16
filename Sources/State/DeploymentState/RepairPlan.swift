// A repair as the files that it leaves: known before anything is written, so that it can be shown, recorded and undone.

import JSONText

extension Repair {
  /// What one document will be; nil: it goes away.
  public struct PlannedFile: Sendable, Hashable {
    public var path: String
    public var bytes: [UInt8]?

    public init(path: String, bytes: [UInt8]?) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// The documents that make a folder equal to these records. A document that can't be read is made anew, with what
  /// version 1 knows. Files that are right already aren't listed. `time` is the moment that changed documents name.
  public static func documents(
    in folder: String, from records: [DeploymentRecord], versionOne: [Int64: VersionOne],
    leavingOut chains: Set<Int64>, time: String, schema: SchemaValidator, files: any FileLayer
  ) throws(StateError) -> (files: [PlannedFile], report: RepairReport) {
    let wanted = Dictionary(grouping: records.filter { !chains.contains($0.chainId) }, by: \.chainId)
    var present = Set((try files.list(folder) ?? []).compactMap(Network.chainId(ofFileNamed:)))
    present.subtract(chains)
    var planned: [PlannedFile] = []
    var report = RepairReport(written: [], removed: [])
    for chainId in Set(wanted.keys).union(present).sorted() {
      let path = Paths.join(folder, Network.of(chainId: chainId).fileName)
      let document = try? files.read(path).map { (bytes) throws(StateError) in
        try NetworkDocument(parsing: bytes, path: path)
      }
      let comparison = Comparison(
        source: wanted[chainId] ?? [], target: Array(((document ?? nil)?.records ?? [:]).values))
      report.written += comparison.onlyInSource + comparison.different.map(\.key)
      report.removed += comparison.onlyInTarget
      if comparison.isEqual, document ?? nil != nil { continue }
      let repaired = NetworkDocument(
        chainId: chainId, records: wanted[chainId] ?? [],
        versionOne: (document ?? nil)?.versionOne ?? versionOne[chainId], lastUpdated: time,
        migrationHistory: (document ?? nil)?.migrationHistory ?? [])
      let bytes = repaired.isWorthKeeping ? repaired.bytes() : nil
      if let bytes { try schema.check(bytes, path: path) }
      planned.append(PlannedFile(path: path, bytes: bytes))
    }
    return (planned, report)
  }

  /// The entries that make a database equal to these records; entries of chains that are left out stay as they are.
  public static func entries(
    of database: String, from records: [DeploymentRecord], leavingOut chains: Set<Int64>
  ) throws(StateError) -> (entries: [(key: String, value: [UInt8])], report: RepairReport) {
    var report = RepairReport(written: [], removed: [])
    var wanted: [ExactText: DeploymentRecord] = [:]
    for record in records where !chains.contains(record.chainId) { wanted[ExactText(record.key)] = record }
    var entries: [(key: String, value: [UInt8])] = []
    for (key, value) in try DatabaseFiles.entries(of: database) {
      if let chainId = RecordKey(key)?.chainId, chains.contains(chainId) {
        entries.append((key, value))
        continue
      }
      guard let record = wanted.removeValue(forKey: ExactText(key)) else {
        report.removed.append(key)
        continue
      }
      if let present = try? DeploymentRecord(key: key, bytes: value), present == record {
        entries.append((key, value))
      } else {
        report.written.append(key)
        entries.append(DatabaseFiles.entry(of: record))
      }
    }
    for (key, record) in wanted.sorted(by: { $0.key < $1.key }) {
      report.written.append(key.text)
      entries.append(DatabaseFiles.entry(of: record))
    }
    return (entries, report)
  }
}
