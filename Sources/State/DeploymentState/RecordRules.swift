// What the values of a record must look like, beyond being there: the patterns of the schema, applied to a record
// before anything is written.

/// The rules that every record in scope keeps.
public enum RecordRules {
  /// What is wrong with a record; empty when nothing is. One sentence each.
  public static func violations(of record: DeploymentRecord) -> [String] {
    var found: [String] = []
    if record.contractName.isEmpty { found.append("contractName is empty") }
    if record.networkName.isEmpty { found.append("networkName is empty") }
    if !isAddress(record.address) { found.append(notAddress("address", record.address)) }
    if let proxy = record.proxyAddress, !isAddress(proxy) { found.append(notAddress("proxyAddress", proxy)) }
    if !isHash(record.factoryByteCodeHash) {
      found.append(notHash("factoryByteCodeHash", record.factoryByteCodeHash))
    }
    if let hash = record.implementationHash, !isHash(hash) { found.append(notHash("implementationHash", hash)) }
    if record.timestamp <= 0 { found.append("timestamp is \(record.timestamp), not milliseconds since 1970") }
    return found
  }

  /// `^0x[a-fA-F0-9]{40}$`
  public static func isAddress(_ text: String) -> Bool { isHex(text, digits: 40) }

  /// `^0x[a-fA-F0-9]{64}$`
  public static func isHash(_ text: String) -> Bool { isHex(text, digits: 64) }

  /// An integer in decimal digits without leading zeros, of any size.
  public static func isDecimalInteger(_ text: String) -> Bool {
    var digits = Substring(text).utf8
    if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
    guard let first = digits.first, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return false }
    return first != 48 || (digits.count == 1 && text == "0")
  }

  private static func isHex(_ text: String, digits: Int) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count == digits + 2, bytes[0] == UInt8(ascii: "0"), bytes[1] == UInt8(ascii: "x") else {
        return false
      }
      return bytes.dropFirst(2).allSatisfy {
        ($0 >= 48 && $0 <= 57) || ($0 >= 65 && $0 <= 70) || ($0 >= 97 && $0 <= 102)
      }
    }
  }

  private static func notAddress(_ field: String, _ text: String) -> String {
    "\(field) '\(text)' is not an address (0x and 40 hex digits)"
  }

  private static func notHash(_ field: String, _ text: String) -> String {
    "\(field) '\(text)' is not a hash (0x and 64 hex digits)"
  }
}
