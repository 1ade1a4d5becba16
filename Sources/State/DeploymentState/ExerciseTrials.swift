// The second half of the exercise: what the team's tools ask, what happens when something is broken, and many at once.

import Glibc

extension Exercise {
  mutating func integration(_ site: ExerciseSite) {
    let records = records
    expect(.integration, "the records are in both backends") { () throws(StateError) in
      try site.fill(records)
      return true
    }
    let chains = Set(records.map(\.chainId)).sorted()
    expect(.integration, "every network gives the same records by any spelling of its name") { () throws(StateError) in
      let json = JSONBackend(folder: site.json)
      for chainId in chains {
        let network = Network.of(chainId: chainId)
        let count = records.count { $0.chainId == chainId }
        for spelling in Set(network.spellings + [network.name]) {
          if try json.query(RecordFilter(networkName: spelling)).count != count { return false }
        }
      }
      return true
    }
    expect(.integration, "contracts are found by their old key and by their current name") { () throws(StateError) in
      let json = JSONBackend(folder: site.json)
      for record in records {
        let current = ContractName.current(of: record.contractName)
        guard try json.get(record.key) == record else { return false }
        let found = try json.query(RecordFilter(chainIds: [record.chainId], contractName: current))
        if !found.contains(record) { return false }
      }
      return true
    }
    expect(.integration, "addresses are found in any case and keep their own") { () throws(StateError) in
      let json = JSONBackend(folder: site.json)
      for record in records.prefix(100) {
        let found = try json.query(RecordFilter(chainIds: [record.chainId], address: record.address.uppercased()))
        if !found.contains(where: { $0.address == record.address }) { return false }
      }
      return true
    }
    expect(.integration, "JSON → LevelDB gives back the same value for each key") { () throws(StateError) in
      let back = try LevelDBBackend(path: site.root + "/back", create: true)
      defer { back.close() }
      try back.batchPut(try JSONBackend(folder: site.json).getAll())
      return Comparison(source: records, target: try back.getAll()).isEqual
    }
  }

  mutating func recovery(_ site: ExerciseSite) {
    let records = records
    guard let first = records.first else { return }
    let path = JSONBackend(folder: site.json).path(of: first.chainId)
    expect(.recovery, "a backup of both backends verifies") { () throws(StateError) in
      try site.fill(records)
      let sources = [BackupSource(name: "leveldb", path: site.leveldb), BackupSource(name: "json", path: site.json)]
      _ = try Backup.create(sources, at: site.root + "/backup", createdAt: Instant.text(milliseconds: 0))
      return try !Backup.verify(at: site.root + "/backup").items.isEmpty
    }
    expect(.recovery, "a damaged document is refused with JSON-002, and auto falls back to LevelDB") {
      () throws(StateError) in
      guard let bytes = try SystemFiles().read(path) else { return false }
      try AtomicFile.write(Array(bytes.dropLast(40)), to: path, files: SystemFiles())
      let refused = Self.fails(with: "JSON-002") { () throws(StateError) in
        _ = try JSONBackend(folder: site.json).get(first.key)
      }
      let auto = try site.factory.open(.auto)
      defer { auto.close() }
      let count = try auto.getAll().count
      return refused && count == records.count
    }
    expect(.recovery, "dual-write reads from the other backend while its primary fails") { () throws(StateError) in
      let backend = try site.factory.open(.dualWrite(primary: .json))
      defer { backend.close() }
      return try backend.get(first.key) == first
    }
    expect(.recovery, "a document that can't be opened is refused with JSON-001") { () throws(StateError) in
      let folder = site.root + "/closed"
      _ = try SystemFiles().makeFolder(folder + "/" + Network.of(chainId: first.chainId).fileName)
      return Self.fails(with: "JSON-001") { () throws(StateError) in
        _ = try JSONBackend(folder: folder).get(first.key)
      }
    }
    expect(.recovery, "a database that lost a file is refused") { () throws(StateError) in
      try SystemFiles().remove(site.leveldb + "/CURRENT")
      return Self.fails(with: "MIGRATION-004") { () throws(StateError) in _ = try site.all(.leveldb) }
    }
    expect(.recovery, "the restore brings both backends back, equal and whole") { () throws(StateError) in
      try Backup.restore("leveldb", from: site.root + "/backup", to: site.leveldb)
      try Backup.restore("json", from: site.root + "/backup", to: site.json)
      let comparison = try site.comparison()
      return comparison.isEqual && comparison.equal == records.count
    }
    expect(.recovery, "a held lock is refused with LEVELDB-002") { () throws(StateError) in
      let open = try LevelDBBackend(path: site.leveldb)
      defer { open.close() }
      return Self.fails(with: "LEVELDB-002") { () throws(StateError) in _ = try LevelDBCopy.open(site.leveldb) }
    }
  }

  /// Three readers with backends of their own beside one writer: each must see whole documents only.
  mutating func concurrency(_ site: ExerciseSite) {
    let records = Array(self.records.prefix(200))
    expect(.concurrency, "readers see whole documents only while a writer replaces them") { () throws(StateError) in
      try JSONBackend(folder: site.json).batchPut(records)
      let crowd = Crowd(folder: site.json, records: records)
      return try crowd.run(readers: 3, rounds: 20)
    }
    expect(.concurrency, "several threads share one backend") { () throws(StateError) in
      let crowd = Crowd(folder: site.json, records: records, shared: JSONBackend(folder: site.json))
      return try crowd.run(readers: 3, rounds: 20)
    }
    expect(.concurrency, "nothing is lost and nothing is left over") { () throws(StateError) in
      let left = (try SystemFiles().list(site.json) ?? []).filter { $0.hasPrefix(".") }
      let count = try JSONBackend(folder: site.json).getAll().count
      return left.isEmpty && count == records.count
    }
  }
}

/// A writer and some readers on one folder, each on a thread of its own.
private final class Crowd: @unchecked Sendable {
  private let folder: String
  private let records: [DeploymentRecord]
  private let shared: JSONBackend?
  private let lock = StateLock()
  private var failure: StateError?
  private var sawPart = false
  private var rounds = 0

  init(folder: String, records: [DeploymentRecord], shared: JSONBackend? = nil) {
    self.folder = folder
    self.records = records
    self.shared = shared
  }

  /// True when nobody ever saw a part of the records.
  func run(readers: Int, rounds: Int) throws(StateError) -> Bool {
    self.rounds = rounds
    var threads: [pthread_t] = []
    for number in 0...readers {
      let work = Work(crowd: self, isWriter: number == 0)
      var thread = pthread_t()
      let started = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, Unmanaged.passRetained(work).toOpaque())
      if started == 0 { threads.append(thread) }
    }
    for thread in threads { pthread_join(thread, nil) }
    if let failure { throw failure }
    return threads.count == readers + 1 && !sawPart
  }

  private final class Work {
    let crowd: Crowd
    let isWriter: Bool

    init(crowd: Crowd, isWriter: Bool) {
      self.crowd = crowd
      self.isWriter = isWriter
    }

    func run() {
      let backend = crowd.shared ?? JSONBackend(folder: crowd.folder)
      do throws(StateError) {
        for _ in 0..<crowd.rounds {
          if isWriter {
            try backend.batchPut(crowd.records)
          } else if try backend.getAll().count != crowd.records.count {
            crowd.lock.hold { crowd.sawPart = true }
          }
        }
      } catch {
        crowd.lock.hold { crowd.failure = error }
      }
    }
  }
}
