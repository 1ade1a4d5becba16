// The language between executor and supervisor: the Swift side of BelayExec/wire.h, where it is described. A change
// here is a change there.

/// Numbers that both sides know.
enum Wire {
  static let version: UInt8 = 1
  static let largestFrame = 64 << 20

  enum Request: UInt8 {
    case hello = 1
    case start = 2
    case query = 3
    case stop = 4
  }

  enum Answer: UInt8 {
    case welcome = 16
    case refused = 17
    case started = 18
    case running = 19
    case notRunning = 20
    case exited = 21
  }

  enum Reason: Int64 {
    case token = 1
    case duplicate = 2
    case notUnderstood = 3
    case record = 4
  }

  enum Tag: UInt8 {
    case number = 1
    case token = 2
    case unit = 3
    case reason = 4
    case message = 5
    case process = 6

    case argument = 16
    case environment = 17
    case directory = 18
    case pattern = 19
    case readOnly = 20
    case deadline = 21
    case grace = 22
    case captureLimit = 23
    case logLimit = 24
    case input = 25
    case unloggedStdout = 26

    case status = 48
    case code = 49
    case stdout = 50
    case stderr = 51
    case output = 52
    case flags = 53
    case logDigest = 54
    case logBytes = 55
    case startedAt = 56
    case endedAt = 57
    case boot = 58
    case processStart = 59
    case supervisor = 60
    case outputPath = 61
  }

  struct Flags: OptionSet {
    let rawValue: Int64
    static let stdoutTruncated = Flags(rawValue: 1)
    static let stderrTruncated = Flags(rawValue: 2)
    static let logTruncated = Flags(rawValue: 4)
    static let outputHadSecret = Flags(rawValue: 8)
    static let outputTruncated = Flags(rawValue: 16)
    static let familyRemained = Flags(rawValue: 32)
    static let stdoutHadSecret = Flags(rawValue: 64)
  }
}

/// Builds the fields of a frame.
struct FieldWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ tag: Wire.Tag, _ content: some Collection<UInt8>) {
    bytes.append(tag.rawValue)
    bytes.append(littleEndian: UInt32(content.count))
    bytes.append(contentsOf: content)
  }

  mutating func append(_ others: FieldWriter) { bytes += others.bytes }

  mutating func append(_ tag: Wire.Tag, _ text: String) { append(tag, text.utf8) }

  mutating func append(_ tag: Wire.Tag, _ number: Int64) {
    bytes.append(tag.rawValue)
    bytes.append(littleEndian: UInt32(8))
    bytes.append(littleEndian: UInt64(bitPattern: number))
  }

  /// The frame with these fields.
  func frame(_ request: Wire.Request) -> [UInt8] {
    var frame: [UInt8] = []
    frame.reserveCapacity(bytes.count + 6)
    frame.append(littleEndian: UInt32(bytes.count + 2))
    frame.append(Wire.version)
    frame.append(request.rawValue)
    frame.append(contentsOf: bytes)
    return frame
  }
}

/// The fields of a frame or record by tag; of several with one tag the last. Unknown ones are passed over.
struct Fields {
  private var content: [Wire.Tag: ArraySlice<UInt8>] = [:]

  /// `nil` if a field is cut short.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let first = rest.first {
      guard rest.count >= 5 else { return nil }
      let count = Int(rest.dropFirst().loadUInt32())
      guard rest.count - 5 >= count else { return nil }
      let start = rest.startIndex + 5
      if let tag = Wire.Tag(rawValue: first) { content[tag] = rest[start..<start + count] }
      rest = rest[(start + count)...]
    }
  }

  func bytes(_ tag: Wire.Tag) -> [UInt8] { content[tag].map(Array.init) ?? [] }

  func text(_ tag: Wire.Tag) -> String? { content[tag].map { String(decoding: $0, as: UTF8.self) } }

  func number(_ tag: Wire.Tag) -> Int64? {
    guard let bytes = content[tag], bytes.count == 8 else { return nil }
    let high = UInt64(bytes.dropFirst(4).loadUInt32())
    return Int64(bitPattern: UInt64(bytes.loadUInt32()) | high << 32)
  }
}

extension [UInt8] {
  mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}

extension ArraySlice<UInt8> {
  /// The first four bytes as a little-endian number.
  func loadUInt32() -> UInt32 {
    prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
