// The anchor file: whole lines only, whoever else appends and whatever a crash has left.

import Foundation
import Testing

@testable import Journal

@Suite("Anchor file")
struct AnchorFileTests {
  let folder = TemporaryFolder()
  private var path: String { folder.path + "/anchor" }
  private let run = sampleRun(1)
  private let hash = String(repeating: "a", count: 64)

  private func contents() -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("Appending creates the file with mode 0600")
  func creates() throws {
    let anchor = AnchorFile(path: path)
    try anchor.append(run: run, head: Head(count: 1, hash: hash))
    #expect(contents() == "\(run) 1 \(hash)\n")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test("A torn line at the end is removed by the next append, wherever it was torn")
  func torn() throws {
    let line = "\(run) 1 \(hash)\n"
    for length in 1..<line.utf8.count {
      try Data((line + line.prefix(length)).utf8).write(to: URL(fileURLWithPath: path))
      #expect(try AnchorFile(path: path).read(for: run).damagedLines == [])
      try AnchorFile(path: path).append(run: run, head: Head(count: 2, hash: hash))
      #expect(contents() == line + "\(run) 2 \(hash)\n")
    }
  }

  @Test("Zeros that a power loss has left at the end are a torn line")
  func zeros() throws {
    let line = "\(run) 1 \(hash)\n"
    try (Data(line.utf8) + Data(count: 300)).write(to: URL(fileURLWithPath: path))
    #expect(try AnchorFile(path: path).read(for: run).heads.map(\.count) == [1])
    try AnchorFile(path: path).append(run: run, head: Head(count: 2, hash: hash))
    #expect(contents() == line + "\(run) 2 \(hash)\n")
  }

  @Test("A file that was removed is made again")
  func removed() throws {
    let anchor = AnchorFile(path: path)
    try anchor.append(run: run, head: Head(count: 1, hash: hash))
    unlink(path)
    try anchor.append(run: run, head: Head(count: 2, hash: hash))
    #expect(contents() == "\(run) 2 \(hash)\n")
  }

  @Test("The lines of a run are removed while others append")
  func remove() async throws {
    let (path, hash) = (path, hash)
    let other = sampleRun(2)
    try AnchorFile(path: path).append(run: run, head: Head(count: 1, hash: hash))
    let run = run
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let anchor = AnchorFile(path: path)
          for number in 1...50 {
            try anchor.append(run: other, head: Head(count: Int64(writer * 50 + number), hash: hash))
          }
        }
      }
      group.addTask { for _ in 0..<20 { try AnchorFile(path: path).remove(run) } }
      try await group.waitForAll()
    }
    let reading = try AnchorFile(path: path).read(for: other)
    #expect(Set(reading.heads.map(\.count)) == Set(1...200))
    #expect(reading.others == [:] && reading.damagedLines == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["anchor"])
  }

  @Test("Many writers at once leave whole lines")
  func concurrent() async throws {
    let (path, run, hash) = (path, run, hash)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let anchor = AnchorFile(path: path)
          for number in 1...50 {
            try anchor.append(run: run, head: Head(count: Int64(writer * 50 + number), hash: hash))
          }
        }
      }
      try await group.waitForAll()
    }
    let reading = try AnchorFile(path: path).read(for: run)
    #expect(reading.damagedLines == [])
    #expect(Set(reading.heads.map(\.count)) == Set(1...400))
  }

  @Test("Reading keeps apart the run, the others, and what can't be read")
  func reading() throws {
    let text = """
      \(run) 1 \(hash)
      other 5 \(hash)
      other 3 \(hash)
      \(run) 02 \(hash)
      \(run) 2 \(hash.uppercased())

      last 1 \(hash)
      \(run) 2 \(hash)
      \(run) 3
      """
    let reading = AnchorReading(parsing: Array(text.utf8), for: run)
    #expect(reading.heads.map(\.count) == [1, 2])
    #expect(reading.others == ["other": 5])
    #expect(reading.damagedLines == [4, 5, 6, 7])
    #expect(reading.damagedLineOfRun == 4)
    #expect(reading.highest == Head(count: 2, hash: hash))
    let all = AnchorReading(parsing: Array(text.utf8), for: nil)
    #expect(all.heads == [] && all.others == ["other": 5, run.text: 2])
  }

  @Test("A missing file isn't an empty one")
  func missing() throws {
    #expect(try !AnchorFile(path: path).read(for: run).exists)
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(try AnchorFile(path: path).read(for: run).exists)
  }

  @Test("A folder in its place is refused with the reason")
  func unwritable() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: JournalError.anchorUnwritable(path: path, reason: "Is a directory")) {
      try AnchorFile(path: path).prepare()
    }
  }
}
