// Covers: reading records, what is refused and how that is said, and the rules for their values.

import DeploymentState
import JSONText
import Testing

@Suite struct RecordTests {
  private static let good = """
    {"contractName":"A","chainId":56,"networkName":"bsc","address":"0xF978A855042D39a81cF620B9dB6730a41Ba36270",\
    "factoryByteCodeHash":"0x035df318e7b4d02767fc5d749d77c0cd1f8a24e45950df940b71de21b6b81d49","timestamp":1}
    """

  @Test(arguments: [
    ("[]", "record '56-A' is damaged: not a JSON object"),
    (
      "{",
      "record '56-A' is damaged: its value is not JSON (a key in double quotes is expected here, not the end of the text "
        + "(at byte 1))"
    ),
    ("{}", "record '56-A' is damaged: 'contractName' is missing"),
    (good.replacing("\"A\"", with: "5"), "record '56-A' is damaged: 'contractName' is not text"),
    (good.replacing(":56", with: ":56.0"), "record '56-A' is damaged: 'chainId' is not an integer of 64 bits"),
    (
      good.replacing("\"timestamp\":1", with: "\"timestamp\":\"1\""),
      "record '56-A' is damaged: 'timestamp' is not an integer of 64 bits"
    ),
    (good.replacing("\"A\"", with: "\"B\""), "record '56-A' is damaged: the record calls itself '56-B'"),
    (good.replacing("}", with: ",\"proxyAddress\":[]}"), "record '56-A' is damaged: 'proxyAddress' is not text"),
    (
      good.replacing("}", with: ",\"deploymentArgs\":\"x\"}"),
      "record '56-A' is damaged: 'deploymentArgs' is not a list"
    ),
  ])
  func damageIsNamed(_ value: String, _ message: String) {
    do {
      _ = try DeploymentRecord(key: "56-A", bytes: Array(value.utf8))
      Issue.record("'\(value)' was accepted")
    } catch {
      #expect(error.code == "MIGRATION-003")
      #expect(error.message == message)
    }
  }

  /// A value that is cut off anywhere is damaged, and every cut is noticed.
  @Test func everyTruncationIsDamage() {
    let bytes = Array(Self.good.utf8)
    for length in 0..<bytes.count {
      #expect(code { _ = try DeploymentRecord(key: "56-A", bytes: bytes[..<length]) } == "MIGRATION-003")
    }
  }

  @Test func unknownFieldsAndNullsStay() throws {
    let json = try JSON(parsing: Self.good.replacing("}", with: ",\"proxyAddress\":null,\"x\":{\"b\":1,\"a\":[2.50]}}"))
    let record = try DeploymentRecord(json: json)
    #expect(record.proxyAddress == nil)
    #expect(record.json == json)
    #expect(record.json.text().hasSuffix("\"x\":{\"b\":1,\"a\":[2.50]}}"))
  }

  @Test(arguments: [
    ("0xF978A855042D39a81cF620B9dB6730a41Ba36270", true),
    ("0xabcd1234567890123456789012345678901234567890", false),
    ("0xefgh123456789012345678901234567890123456", false),
    ("F978A855042D39a81cF620B9dB6730a41Ba3627000", false), ("", false),
    ("0xF978A855042D39a81cF620B9dB6730a41Ba3627\u{301}", false),
  ])
  func addresses(_ text: String, _ isOne: Bool) { #expect(RecordRules.isAddress(text) == isOne) }

  @Test(arguments: [
    ("0", true), ("20000000000000000000000000", true), ("-7", true), ("007", false), ("", false), ("-", false),
    ("1e3", false), ("٣", false), ("-0", false), ("1 ", false),
  ])
  func decimalIntegers(_ text: String, _ isOne: Bool) { #expect(RecordRules.isDecimalInteger(text) == isOne) }

  @Test func theTestChainsRecordsBreakTheRules() throws {
    let violations = try Project.facts().records.filter { !RecordRules.violations(of: $0).isEmpty }.map(\.key)
    #expect(violations == ["31337-LookCoin", "31337-SupplyOracle"])
  }

  @Test(
    arguments: [
      ("56-LookCoin", 56, "LookCoin"), ("56-", 56, ""), ("-5-X", -5, "X"), ("56-a-b", 56, "a-b"),
      ("1-\u{301}", 1, "\u{301}"),
    ] as [(String, Int64, String)])
  func keys(_ text: String, _ chainId: Int64, _ name: String) {
    let key = RecordKey(text)
    #expect(key?.chainId == chainId)
    #expect(key?.contractName == name)
  }

  @Test(arguments: ["", "LookCoin", "-", "x-LookCoin", "056-LookCoin", "56", "+56-A"]) func noKeys(_ text: String) {
    #expect(RecordKey(text) == nil)
  }

  @Test(arguments: [
    ("LookCoin", "LookCoin"), ("contracts/xchain/CrossChainRouter.sol:CrossChainRouter", "CrossChainRouter"),
    ("a:b", "a:b"), ("x.sol:", "x.sol:"), (".sol:A", "A"),
  ])
  func currentNames(_ name: String, _ current: String) { #expect(ContractName.current(of: name) == current) }
}
