// The first half of the exercise: the factory, dual-write, and the eight operations.

extension Exercise {
  mutating func factory(_ site: ExerciseSite) {
    let records = records
    expect(.factory, "the records are in both backends") { () throws(StateError) in
      try site.fill(records)
      return try site.comparison().isEqual
    }
    let environments: [(String, [String: String], String)] = [
      ("STATE_BACKEND=leveldb", ["STATE_BACKEND": "leveldb"], "leveldb"),
      ("STATE_BACKEND=json", ["STATE_BACKEND": "json"], "json"),
      ("STATE_BACKEND=auto", ["STATE_BACKEND": "auto"], "auto"),
      ("DUAL_WRITE_MODE=true", ["DUAL_WRITE_MODE": "true"], "dual-write"),
      ("FORCE_LEVELDB_ONLY=true", ["FORCE_LEVELDB_ONLY": "true", "STATE_BACKEND": "json"], "leveldb"),
    ]
    for (words, environment, name) in environments {
      expect(.factory, "\(words) opens \(name) with all records") { () throws(StateError) in
        let backend = try site.factory.open(environment: environment)
        defer { backend.close() }
        let count = try backend.getAll().count
        return backend.name == name && count == records.count
      }
    }
    for mode in [StateMode.dualWrite(primary: .leveldb), .json, .leveldb] {
      expect(.factory, "the mode file's \(mode.name) is obeyed") { () throws(StateError) in
        try ModeFile(stateFolder: site.state).write(mode)
        let backend = try site.factory.open(environment: [:])
        defer { backend.close() }
        return backend.name == mode.name
      }
    }
  }

  mutating func dualWrite(_ site: ExerciseSite) {
    let records = records
    guard var test = records.first else { return }
    test.contractName = "DualWriteTest"
    let record = test
    expect(.dualWrite, "every record is written to both backends and reads back equal") { () throws(StateError) in
      let backend = try Self.open(site, json: site.json)
      try backend.batchPut(records)
      try backend.put(record)
      backend.close()
      let comparison = try site.comparison()
      return comparison.isEqual && comparison.equal == records.count + 1
    }
    expect(.dualWrite, "a write that JSON refuses succeeds on LevelDB and is recorded as a divergence") {
      () throws(StateError) in
      // A file in the place of the folder: not even the administrator can write into it.
      let blocked = site.root + "/blocked"
      try SystemFiles().createDurably(blocked, bytes: [], mode: 0o600)
      let backend = try Self.open(site, json: blocked)
      defer { backend.close() }
      var changed = record
      changed.timestamp += 1
      try backend.put(changed)
      let found = try backend.get(record.key)
      return found == changed && backend.divergences.open.map(\.missing) == [.json]
    }
    expect(.dualWrite, "the repair makes both equal and closes the divergence") { () throws(StateError) in
      let log = try DivergenceLog(path: site.factory.divergencePath)
      let leveldb = try LevelDBBackend(path: site.leveldb)
      defer { leveldb.close() }
      _ = try Repair.run(
        source: leveldb, target: JSONBackend(folder: site.json), divergences: log, from: .leveldb,
        at: Instant.text(milliseconds: SystemClock.milliseconds()))
      return log.open.isEmpty
    }
    expect(.dualWrite, "the test record is removed from both, and both are as before") { () throws(StateError) in
      let backend = try Self.open(site, json: site.json)
      try backend.delete(record.key)
      backend.close()
      let comparison = try site.comparison()
      return comparison.isEqual && comparison.equal == records.count
    }
    expect(.dualWrite, "going back to LevelDB alone loses nothing") { () throws(StateError) in
      Comparison(source: records, target: try site.all(.leveldb)).isEqual
    }
  }

  private static func open(_ site: ExerciseSite, json folder: String) throws(StateError) -> DualWriteBackend {
    DualWriteBackend(
      leveldb: try LevelDBBackend(path: site.leveldb, create: true), json: JSONBackend(folder: folder),
      primary: .leveldb, divergences: try DivergenceLog(path: site.factory.divergencePath))
  }

  mutating func functions(_ site: ExerciseSite) {
    let records = records
    guard let first = records.first else { return }
    expect(.functions, "the records are in both backends") { () throws(StateError) in
      try site.fill(records)
      return true
    }
    for kind in [BackendFactory.Kind.leveldb, .json, .dualWrite(primary: .json), .auto] {
      expect(.functions, "get, exists, put, delete, batch put, get all and query on \(Self.name(of: kind))") {
        () throws(StateError) in
        let backend = try site.factory.open(kind)
        defer { backend.close() }
        return try Self.works(backend, records, first)
      }
      expect(.functions, "a closed \(Self.name(of: kind)) backend answers no more") { () throws(StateError) in
        let backend = try site.factory.open(kind)
        backend.close()
        return Self.fails(with: "MIGRATION-004") { () throws(StateError) in _ = try backend.getAll() }
      }
    }
  }

  private static func name(of kind: BackendFactory.Kind) -> String {
    switch kind {
    case .leveldb: "leveldb"
    case .json: "json"
    case .dualWrite: "dual-write"
    case .auto: "auto"
    }
  }

  private static func works(
    _ backend: any StateBackend, _ records: [DeploymentRecord], _ first: DeploymentRecord
  ) throws(StateError) -> Bool {
    guard try backend.get(first.key) == first, try backend.exists(first.key) else { return false }
    try backend.delete(first.key)
    guard try !backend.exists(first.key), try backend.getAll().count == records.count - 1 else { return false }
    try backend.put(first)
    try backend.batchPut(records)
    let sameChain = try backend.query(RecordFilter(chainIds: [first.chainId]))
    let all = try backend.getAll()
    return Comparison(source: records, target: all).isEqual
      && sameChain.count == records.count { $0.chainId == first.chainId }
  }
}
