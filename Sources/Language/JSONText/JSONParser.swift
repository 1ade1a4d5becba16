// The reader: a strict RFC 8259 parser that works on bytes in place. Values under construction wait on one stack, so
// an array or object allocates once, when its size is known.

import OrderedCollections

/// The deepest nesting of arrays and objects that is read.
let deepestNesting = 512

/// Reads one document from any bytes.
func parseJSON(_ bytes: some Collection<UInt8>) throws(JSONError) -> JSON {
  let answer: Result<JSON, JSONError>? = bytes.withContiguousStorageIfAvailable { parseJSON(in: $0) }
  if let answer { return try answer.get() }
  let copy = Array(bytes)
  return try copy.withUnsafeBufferPointer { parseJSON(in: $0) }.get()
}

private func parseJSON(in buffer: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONError> {
  var parser = JSONParser(buffer)
  do throws(JSONError) {
    return .success(try parser.parseDocument())
  } catch {
    return .failure(error)
  }
}

/// Reads one document from a buffer that outlives it.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var depth = 0
  /// Items and values of the containers that are open.
  var pendingValues: [JSON] = []
  /// Keys of the objects that are open, each with a hash of its bytes and its place in the text.
  var pendingKeys: [PendingKey] = []
  /// Keys seen before, by hash: most documents repeat a few keys many times.
  var knownKeys = [String](repeating: "", count: 256)

  struct PendingKey {
    let text: String
    let hash: UInt64
    let offset: Int
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> JSON {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw JSONError(offset: 0, message: "JSON doesn't start with a byte order mark")
    }
    skipWhiteSpace()
    guard position < bytes.count else { throw fault("the text is empty; a JSON value is expected") }
    let value = try parseValue()
    skipWhiteSpace()
    guard position == bytes.count else { throw fault("there is more text after the JSON value") }
    return value
  }

  mutating func parseValue() throws(JSONError) -> JSON {
    guard position < bytes.count else { throw fault("the text ends where a value is expected") }
    switch bytes[position] {
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"):
      try expectWord("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try expectWord("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try expectWord("null")
      return .null
    default: throw fault("a value is expected here, not \(described(at: position))")
    }
  }

  private mutating func parseArray() throws(JSONError) -> JSON {
    try enter()
    let first = pendingValues.count
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) {
      depth -= 1
      return .array([])
    }
    while true {
      skipWhiteSpace()
      pendingValues.append(try parseValue())
      skipWhiteSpace()
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "]")) { break }
      throw fault("',' or ']' is expected here, not \(described(at: position))")
    }
    depth -= 1
    let items = Array(pendingValues[first...])
    pendingValues.removeLast(pendingValues.count - first)
    return .array(items)
  }

  private mutating func parseObject() throws(JSONError) -> JSON {
    try enter()
    let firstValue = pendingValues.count
    let firstKey = pendingKeys.count
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) {
      depth -= 1
      return .object(JSONObject())
    }
    while true {
      skipWhiteSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw fault("a key in double quotes is expected here, not \(described(at: position))")
      }
      pendingKeys.append(try parseKey())
      skipWhiteSpace()
      guard take(UInt8(ascii: ":")) else {
        throw fault("':' is expected after the key, not \(described(at: position))")
      }
      skipWhiteSpace()
      pendingValues.append(try parseValue())
      skipWhiteSpace()
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "}")) { break }
      throw fault("',' or '}' is expected here, not \(described(at: position))")
    }
    depth -= 1
    return .object(try makeObject(firstKey: firstKey, firstValue: firstValue))
  }

  /// Takes the pending keys and values of the object that ends here.
  private mutating func makeObject(firstKey: Int, firstValue: Int) throws(JSONError) -> JSONObject {
    try refuseDuplicates(from: firstKey)
    var keys = OrderedSet<JSONKey>()
    let count = pendingKeys.count - firstKey
    keys = OrderedSet(uncheckedUniqueElements: pendingKeys[firstKey...].lazy.map { JSONKey($0.text) })
    let storage = OrderedDictionary(
      uncheckedUniqueKeys: keys, values: ContiguousArray(pendingValues[firstValue...]))
    pendingKeys.removeLast(count)
    pendingValues.removeLast(pendingValues.count - firstValue)
    return JSONObject(storage: storage)
  }

  private func refuseDuplicates(from first: Int) throws(JSONError) {
    let count = pendingKeys.count - first
    if count <= 32 {
      for later in first..<pendingKeys.count {
        for earlier in first..<later where pendingKeys[earlier].hash == pendingKeys[later].hash {
          if haveSameBytes(pendingKeys[earlier].text, pendingKeys[later].text) { throw duplicate(pendingKeys[later]) }
        }
      }
    } else {
      var seen = Set<JSONKey>(minimumCapacity: count)
      for key in pendingKeys[first...] where !seen.insert(JSONKey(key.text)).inserted { throw duplicate(key) }
    }
  }

  private func duplicate(_ key: PendingKey) -> JSONError {
    JSONError(offset: key.offset, message: "the key \(JSON.string(key.text).text()) is there twice")
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= deepestNesting else {
      throw fault("arrays and objects are nested more than \(deepestNesting) deep")
    }
    position += 1
  }

  private mutating func expectWord(_ word: StaticString) throws(JSONError) {
    let length = word.utf8CodeUnitCount
    let matches =
      position + length <= bytes.count
      && (0..<length).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
    guard matches else { throw fault("'\(word)' is expected here") }
    position += length
  }

  @inline(__always)
  mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  func fault(_ message: String) -> JSONError { JSONError(offset: position, message: message) }

  /// Names what is at an offset, for messages.
  func described(at offset: Int) -> String {
    guard offset < bytes.count else { return "the end of the text" }
    let byte = bytes[offset]
    if byte > 0x20, byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "the byte 0x\(digits.count == 1 ? "0" : "")\(digits)"
  }
}
