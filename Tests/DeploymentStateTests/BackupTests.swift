// Covers: backups with checksums, what a damaged backup is refused for, and restoring a database and documents.

import DeploymentState
import Foundation
import Testing

@Suite struct BackupTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    try Project.site(folder)
    try Project.migration(folder).write { _ in }
  }

  private var sources: [BackupSource] {
    ["leveldb", "deployments", "v1", "nothing"].map { BackupSource(name: $0, path: folder[$0]) }
  }

  private func make() throws -> BackupManifest {
    try Backup.create(sources, at: folder["backups/one"], createdAt: Project.time)
  }

  @Test func aBackupHoldsEveryFile() throws {
    let manifest = try make()
    for name in ["deployments", "v1"] { #expect(folder.tree("backups/one/\(name)") == folder.tree(name)) }
    #expect(folder.tree("backups/one/leveldb") == folder.tree("leveldb").filter { $0.key != "LOCK" })
    #expect(manifest.items.count == folder.tree("backups/one").count - 1)
    #expect(try Backup.verify(at: folder["backups/one"]) == manifest)
    #expect(folder.tree("backups").keys.allSatisfy { $0.hasPrefix("one/") })
  }

  @Test func aDatabaseInUseIsRefused() throws {
    let open = try LevelDBBackend(path: folder["leveldb"])
    #expect(code { _ = try make() } == "LEVELDB-002")
    open.close()
    #expect(folder.bytes("backups/one/manifest.json") == nil)
  }

  @Test(arguments: ["change", "remove", "manifest", "escape"]) func aDamagedBackupIsRefused(_ damage: String) throws {
    _ = try make()
    let manifest = "backups/one/manifest.json"
    let text = String(decoding: folder.bytes(manifest) ?? [], as: UTF8.self)
    switch damage {
    case "change": try folder.write("backups/one/deployments/bscmainnet.json", "{}")
    case "remove": try FileManager.default.removeItem(atPath: folder["backups/one/deployments/bscmainnet.json"])
    case "escape": try folder.write(manifest, text.replacing("deployments/bscmainnet.json", with: "../../v1/x"))
    default: try folder.write(manifest, String(text.dropLast(30)))
    }
    let expected = damage == "manifest" ? "JSON-002" : "MIGRATION-003"
    #expect(code { _ = try Backup.verify(at: folder["backups/one"]) } == expected)
    let before = folder.tree("deployments")
    #expect(
      code { try Backup.restore("deployments", from: folder["backups/one"], to: folder["deployments"]) } == expected)
    #expect(folder.tree("deployments") == before)
  }

  @Test func restoringBringsBackExactlyWhatWasThere() throws {
    _ = try make()
    let documents = folder.tree("deployments")
    try folder.write("deployments/bscmainnet.json", "damaged")
    try folder.write("deployments/extra.json", "{}")
    try FileManager.default.removeItem(atPath: folder["leveldb/CURRENT"])
    try Backup.restore("deployments", from: folder["backups/one"], to: folder["deployments"])
    try Backup.restore("leveldb", from: folder["backups/one"], to: folder["leveldb"])
    #expect(folder.tree("deployments") == documents)
    #expect(try SourceInventory(databaseAt: folder["leveldb"]).total == 28)
    try Backup.restore("leveldb", from: folder["backups/one"], to: folder["leveldb"])
    #expect(try SourceInventory(databaseAt: folder["leveldb"]).total == 28)
    #expect(FileManager.default.subpaths(atPath: folder.path)?.contains { $0.hasPrefix(".") } == false)
  }

  @Test func restoringWhatWasNotThereRemovesIt() throws {
    _ = try make()
    try folder.write("nothing/new.json", "{}")
    try Backup.restore("nothing", from: folder["backups/one"], to: folder["nothing"])
    #expect(!FileManager.default.fileExists(atPath: folder["nothing"]))
    #expect(code { try Backup.restore("other", from: folder["backups/one"], to: folder["x"]) } == "MIGRATION-004")
  }

  @Test func noBackup() {
    #expect(code { _ = try Backup.verify(at: folder["backups/two"]) } == "MIGRATION-004")
  }
}
