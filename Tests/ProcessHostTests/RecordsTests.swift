// The supervisor's records: cut and flipped at every byte they say nothing false and hide no other.

import Foundation
import Testing

@testable import ProcessHost

@Suite struct RecordsTests {
  private func exitRecord(_ unit: String, code: Int64) -> [UInt8] {
    var fields = FieldWriter()
    fields.append(.unit, unit)
    fields.append(.status, 1)
    fields.append(.code, code)
    fields.append(.stdout, "text")
    return record(kind: 2, fields.bytes)
  }

  @Test func found() {
    let content = exitRecord("a", code: 1) + exitRecord("b", code: 2)
    #expect(UnitRecords(of: UnitName("a"), in: content).exit?.status == .exited(1))
    #expect(UnitRecords(of: UnitName("b"), in: content).exit?.out == "text")
    #expect(UnitRecords(of: UnitName("c"), in: content).exit == nil)
    #expect(UnitRecords(of: UnitName("a"), in: []).exit == nil)
  }

  @Test func truncatedAtEveryByte() {
    let first = exitRecord("a", code: 1)
    let second = exitRecord("b", code: 2)
    for count in 0..<first.count {
      let content = first[..<count] + second
      #expect(UnitRecords(of: UnitName("a"), in: Array(content)).exit == nil, "\(count)")
      #expect(UnitRecords(of: UnitName("b"), in: Array(content)).exit?.status == .exited(2), "\(count)")
    }
  }

  @Test func flippedAtEveryBit() {
    let first = exitRecord("a", code: 1)
    let second = exitRecord("b", code: 2)
    for bit in 0..<first.count * 8 {
      var content = first + second
      content[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(UnitRecords(of: UnitName("a"), in: content).exit == nil, "\(bit)")
      #expect(UnitRecords(of: UnitName("b"), in: content).exit?.status == .exited(2), "\(bit)")
    }
  }

  @Test func zerosAreNoRecord() {
    let zeros = [UInt8](repeating: 0, count: 4096)
    let content = zeros + exitRecord("a", code: 1) + zeros
    #expect(UnitRecords(of: UnitName("a"), in: content).exit?.status == .exited(1))
    #expect(UnitRecords(of: UnitName(""), in: zeros) == UnitRecords(of: UnitName("x"), in: []))
  }

  @Test func aTornRecordDoesNotStopTheSupervisor() async throws {
    let folder = RunFolder()
    let host = folder.host()
    #expect(try await host.run("a", shell("exit 1")).status == .exited(1))
    await host.close()
    try await eventually { folder.supervisors.isEmpty }
    let path = folder.path + "/supervisor.records"
    let content = try #require(FileManager.default.contents(atPath: path))
    try (content + Data(exitRecord("torn", code: 0).dropLast())).write(to: URL(fileURLWithPath: path))
    let next = folder.host(token: 2)
    #expect(try await next.run("b", shell("exit 2")).status == .exited(2))
    await #expect(throws: ProcessHostError.alreadyStarted(unit: "a")) { _ = try await next.start("a", shell("true")) }
    guard case .exited(let exit) = try await next.recover("b"), case .neverStarted = try await next.recover("torn")
    else {
      Issue.record("records are hidden")
      return
    }
    #expect(exit.status == .exited(2))
  }
}

@Suite struct UnitNameTests {
  @Test(arguments: [
    ("a.1", "a.1"), ("sub/a[x y].1", "sub%2Fa%5Bx%20y%5D.1"), (".hidden", "%2Ehidden"), ("..", "%2E."), ("", "%"),
    ("ü", "%C3%BC"), ("100%", "100%25"),
  ])
  func encoded(_ unit: String, _ expected: String) {
    #expect(UnitName(unit).text == expected)
  }

  @Test func longNamesStayApart() {
    let long = String(repeating: "x", count: 300)
    let names = [long + "1", long + "2", long].map { UnitName($0).text }
    #expect(Set(names).count == 3 && names.allSatisfy { $0.utf8.count <= 240 })
  }

  @Test(arguments: ["a.1", String(repeating: "x", count: 300) + ".1", "each[a.record.1-1].1"])
  func theOperationIsKept(_ attempt: String) {
    for operation in ["", ".record.7-2", ".probe.123456789-1", ".predict.1-1", ".observe.1-12"] {
      let unit = UnitName(attempt + operation)
      let process = UnitName(attempt + operation + ".process12")
      #expect(unit.isLook == !operation.isEmpty && process.isLook == !operation.isEmpty)
      #expect(unit.text == UnitName(attempt).text + operation && process.text == unit.text + ".process12")
      #expect(process.process(within: unit) == 12 && process.text.utf8.count <= 240)
      #expect(unit.process(within: unit) == nil && UnitName(attempt + "0").process(within: unit) == nil)
    }
  }

  @Test(arguments: ["a.1.record", "a.1.record.1", "a.1.look.1-1", "record.1-1", "a.1.record.x-1", "a.1.process"])
  func noLook(_ unit: String) {
    #expect(!UnitName(unit).isLook)
  }
}
