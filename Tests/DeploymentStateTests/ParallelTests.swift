// Covers: work on many items keeps their order, gives the first error, and a large database is read the same way.

import DeploymentState
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 1000]) func theOrderIsKept(_ count: Int) throws {
    let items = Array(0..<count)
    #expect(try Parallel.map(items) { (item) throws(StateError) in item * 2 } == items.map { $0 * 2 })
  }

  @Test func theFirstErrorInOrderIsGiven() {
    let error = #expect(throws: StateError.self) {
      _ = try Parallel.map(Array(0..<500)) { (item) throws(StateError) -> Int in
        if item % 100 == 37 { throw .migrationFailed(reason: "\(item)") }
        return item
      }
    }
    #expect(error == .migrationFailed(reason: "37"))
  }

  @Test(arguments: [0, 1, 255, 256, 5000]) func slicesAreEverything(_ count: Int) {
    let items = Array(0..<count)
    #expect(Parallel.slices(of: items).flatMap { Array($0) } == items)
  }

  @Test func aLargeDatabaseIsReadInTheOrderOfItsKeys() throws {
    let folder = try TestFolder()
    let records = RandomRecords.make(seed: 77, count: 1500)
    let database = try LevelDBBackend(path: folder["leveldb"], create: true)
    try database.batchPut(records)
    let order = try database.getAll().map(\.key)
    try database.putEntries([("56-zzz", Array("{".utf8)), ("nonsense", [])])
    let inventory = try SourceInventory(reading: database)
    #expect(inventory.total == 1502)
    #expect(Comparison(source: records, target: inventory.records).isEqual)
    #expect(Set(inventory.records.map(\.key)) == Set(order))
    #expect(inventory.byChain[56]?.map(\.key) == order.filter { RecordKey($0)?.chainId == 56 })
    #expect(Set(inventory.damaged.map(\.key)).isSuperset(of: ["56-zzz", "nonsense"]))
  }
}
