// Covers: the discipline of a durable write (temporary file, sync, rename, sync of the folder) and every way in which
// one of its operations can fail: the old bytes or the new ones are there, never anything else.

import DeploymentState
import Testing

@Suite struct AtomicFileTests {
  @Test func theOrderOfOperations() throws {
    let folder = try TestFolder()
    let files = WatchedFiles()
    try AtomicFile.write(Array("new".utf8), to: folder["a.json"], files: files)
    let name = (folder.path as String).split(separator: "/").last ?? ""
    #expect(files.log == ["remove .a.json.tmp", "create .a.json.tmp", "rename a.json", "sync \(name)"])
    #expect(folder.bytes("a.json") == Array("new".utf8))
  }

  @Test(arguments: 1...4) func aFailureLeavesOldBytesOrNewOnes(_ failing: Int) throws {
    let folder = try TestFolder()
    try folder.write("a.json", "old")
    let files = WatchedFiles(failing: failing)
    #expect(code { try AtomicFile.write(Array("new".utf8), to: folder["a.json"], files: files) } == "JSON-001")
    let left = folder.bytes("a.json")
    #expect(left == Array((failing == 4 ? "new" : "old").utf8))
    #expect(folder.bytes(".a.json.tmp") == nil)
  }

  @Test func aStaleTemporaryFileIsReplaced() throws {
    let folder = try TestFolder()
    try folder.write(".a.json.tmp", "half of a documen")
    try AtomicFile.write(Array("new".utf8), to: folder["a.json"], files: SystemFiles())
    #expect(folder.tree("") == ["a.json": Array("new".utf8)])
  }

  @Test func everyFailingOperationOfAMigrationCanBeRepeated() throws {
    let folder = try TestFolder()
    try Project.site(folder)
    let migration = try Project.migration(folder)
    var failing = 1
    while true {
      let files = WatchedFiles(failing: failing)
      let failed = code { try migration.write(files: files) { _ in } } != nil
      for (name, bytes) in folder.tree("deployments") {
        let whole = migration.documents.contains { $0.path.hasSuffix(name) && $0.bytes == bytes }
        #expect(whole, "operation \(failing): '\(name)' is neither absent nor whole")
      }
      if !failed { break }
      failing += 1
    }
    #expect(failing > 20)
    #expect(folder.tree("deployments").count == 5)
  }
}
