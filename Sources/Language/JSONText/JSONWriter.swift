// The writer: appends UTF-8 bytes to one buffer, in three styles.

/// Writes values as JSON text.
struct JSONWriter {
  enum Style {
    case compact
    case canonical
    case pretty(indent: Int)
  }

  private let isCanonical: Bool
  private let indent: Int?
  private var depth = 0
  private(set) var bytes: [UInt8]

  init(style: Style, appendingTo bytes: [UInt8] = []) {
    self.bytes = bytes
    switch style {
    case .compact:
      isCanonical = false
      indent = nil
    case .canonical:
      isCanonical = true
      indent = nil
    case .pretty(let width):
      isCanonical = false
      indent = max(0, width)
    }
  }

  mutating func write(_ value: JSON) {
    switch value {
    case .null: bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
    case .bool(true): bytes.append(contentsOf: [0x74, 0x72, 0x75, 0x65])
    case .bool(false): bytes.append(contentsOf: [0x66, 0x61, 0x6C, 0x73, 0x65])
    case .int(let integer): write(integer)
    case .number(let literal): append(isCanonical ? canonicalText(ofNumber: literal) : literal)
    case .string(let text): write(text)
    case .array(let items): write(items)
    case .object(let object): write(object)
    }
  }

  private mutating func write(_ items: [JSON]) {
    guard !items.isEmpty else {
      bytes.append(contentsOf: [0x5B, 0x5D])
      return
    }
    bytes.append(UInt8(ascii: "["))
    depth += 1
    var isFirst = true
    for item in items {
      separate(&isFirst)
      write(item)
    }
    depth -= 1
    newLine()
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ object: JSONObject) {
    guard !object.isEmpty else {
      bytes.append(contentsOf: [0x7B, 0x7D])
      return
    }
    bytes.append(UInt8(ascii: "{"))
    depth += 1
    var isFirst = true
    if isCanonical {
      for (key, value) in object.storage.elements.sorted(by: { precedesInUTF16($0.key.text, $1.key.text) }) {
        writePair(key.text, value, isFirst: &isFirst)
      }
    } else {
      for (key, value) in object.storage.elements { writePair(key.text, value, isFirst: &isFirst) }
    }
    depth -= 1
    newLine()
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func writePair(_ key: String, _ value: JSON, isFirst: inout Bool) {
    separate(&isFirst)
    write(key)
    bytes.append(UInt8(ascii: ":"))
    if indent != nil { bytes.append(0x20) }
    write(value)
  }

  private mutating func separate(_ isFirst: inout Bool) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    newLine()
  }

  private mutating func newLine() {
    guard let indent else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: depth * indent))
  }

  private mutating func write(_ integer: Int64) {
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    var magnitude = integer.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    bytes[start...].reverse()
  }

  private mutating func write(_ text: String) {
    bytes.append(0x22)
    let written: Void? = text.utf8.withContiguousStorageIfAvailable { appendEscaped($0) }
    if written == nil { Array(text.utf8).withUnsafeBufferPointer { appendEscaped($0) } }
    bytes.append(0x22)
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var runStart = 0
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x20 || byte == 0x22 || byte == 0x5C {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<offset]))
        appendEscape(byte)
        runStart = offset + 1
      }
      offset += 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...]))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: [0x75, 0x30, 0x30, 0x30 + (byte >> 4)])
      let low = byte & 0xF
      bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
    }
  }
}

/// Whether a string comes before another one when both are compared by their UTF-16 code units (RFC 8785 §3.2.3).
///
/// UTF-8 bytes sort as code points do; only the supplementary planes, which UTF-16 writes as surrogates (below
/// U+E000), must come before U+E000–U+FFFF, whose lead bytes are 0xEE and 0xEF.
func precedesInUTF16(_ left: String, _ right: String) -> Bool {
  var rest = right.utf8.makeIterator()
  for byte in left.utf8 {
    guard let other = rest.next() else { return false }
    if byte != other { return rankInUTF16(byte) < rankInUTF16(other) }
  }
  return rest.next() != nil
}

private func rankInUTF16(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte }
