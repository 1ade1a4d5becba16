// The forms in which a secret may turn up in what a program writes (DESIGN §4).

/// Derives from a secret the byte patterns to be masked: raw, base64 (at each of the three alignments, in both
/// alphabets), hexadecimal (both cases), URL-encoded, JSON-escaped and as a shell quotes it when it traces.
///
/// Line ends inside a pattern are the masker's business: it overlooks them, so that wrapped base64 is found.
public enum SecretForms {
  /// A form of fewer bytes than this, other than the secret itself, is left out: it would mask what is no secret.
  static let leastDerived = 4

  /// All patterns for some secrets, without repetition, empty secrets ignored.
  public static func patterns(for secrets: [String]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    var patterns: [[UInt8]] = []
    func add(_ pattern: [UInt8]) {
      if !pattern.isEmpty, seen.insert(pattern).inserted { patterns.append(pattern) }
    }
    for secret in secrets {
      let whole = Array(secret.utf8)
      // A value from a file often ends with a line end, which shells and programs drop.
      for value in [whole, trimmed(whole)] {
        add(value)
        for form in derived(value) where form.count >= leastDerived { add(form) }
      }
      // Of a secret of several lines (a key file, say) each line is one.
      for line in lines(whole) where line.count >= 8 { add(line) }
    }
    return patterns
  }

  private static func derived(_ value: [UInt8]) -> [[UInt8]] {
    hexadecimal(value) + base64(value) + percentEncoded(value) + jsonEscaped(value) + shellQuoted(value)
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  private static func trimmed(_ value: [UInt8]) -> [UInt8] {
    var end = value.count
    while end > 0, isLineEnd(value[end - 1]) { end -= 1 }
    return Array(value[..<end])
  }

  private static func lines(_ value: [UInt8]) -> [[UInt8]] {
    let lines = value.split(whereSeparator: isLineEnd)
    return lines.count > 1 ? lines.map(Array.init) : []
  }

  static func digits(_ byte: UInt8, uppercase: Bool) -> [UInt8] {
    let all = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    return [all[Int(byte >> 4)], all[Int(byte & 15)]]
  }

  static func hexadecimal(_ value: [UInt8]) -> [[UInt8]] {
    [false, true].map { uppercase in value.flatMap { digits($0, uppercase: uppercase) } }
  }

  /// Base64 of a text that holds the secret: of the characters that the secret alone decides, as they come when 0, 1 or
  /// 2 bytes stand before it (modulo 3). When nothing follows the secret, the last character is decided, too.
  static func base64(_ value: [UInt8]) -> [[UInt8]] {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    var forms: [[UInt8]] = []
    for alphabet in [letters + "+/", letters + "-_"].map({ Array($0.utf8) }) {
      for before in 0..<3 {
        let bits = [UInt8](repeating: 0, count: before) + value
        let firstDecided = (before * 8 + 5) / 6
        let whole = bits.count * 8 / 6
        let inner = (firstDecided..<max(firstDecided, whole)).map { alphabet[sextet(bits, $0)] }
        forms.append(inner)
        if bits.count % 3 != 0, whole >= firstDecided { forms.append(inner + [alphabet[sextet(bits, whole)]]) }
      }
    }
    return forms
  }

  /// The `place`-th group of six bits, zeros beyond the end.
  private static func sextet(_ bytes: [UInt8], _ place: Int) -> Int {
    let bit = place * 6
    let high = UInt16(bytes[bit / 8]) << 8
    let low = bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0
    return Int((high | low) >> UInt16(10 - bit % 8)) & 63
  }

  /// As in a path or query (what is unreserved stays), and as in a form (a space is `+`).
  static func percentEncoded(_ value: [UInt8]) -> [[UInt8]] {
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    let alsoKept = [Set("".utf8), Set("/".utf8), Set("!*'()".utf8), Set("!$&'()*+,;=:@/?".utf8)]
    var forms: [[UInt8]] = []
    for more in alsoKept {
      for uppercase in [true, false] {
        for space in [Array("%20".utf8), Array("+".utf8)] {
          forms.append(
            value.flatMap { byte -> [UInt8] in
              if kept.contains(byte) || more.contains(byte) { return [byte] }
              return byte == 32 ? space : [UInt8(ascii: "%")] + digits(byte, uppercase: uppercase)
            })
        }
      }
    }
    return forms
  }

  /// As the content of a JSON string: with and without `\/`, with other than ASCII kept or as `\u`.
  static func jsonEscaped(_ value: [UInt8]) -> [[UInt8]] {
    let text = String(decoding: value, as: UTF8.self)
    var forms: [[UInt8]] = []
    for slash in ["/", "\\/"] {
      for asciiOnly in [false, true] {
        for uppercase in [false, true] {
          let escaped = text.unicodeScalars.map { jsonEscape($0, slash, asciiOnly, uppercase) }.joined()
          forms.append(Array(escaped.utf8))
        }
      }
    }
    return forms
  }

  private static func jsonEscape(
    _ scalar: UnicodeScalar, _ slash: String, _ asciiOnly: Bool, _ uppercase: Bool
  ) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "/": return slash
    case "\u{8}": return "\\b"
    case "\u{c}": return "\\f"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      guard scalar.value < 32 || (scalar.value > 126 && asciiOnly) else { return String(scalar) }
      return UTF16.encode(scalar).map { units in units.map { unicodeEscape($0, uppercase) }.joined() } ?? ""
    }
  }

  private static func unicodeEscape(_ unit: UInt16, _ uppercase: Bool) -> String {
    let hexadecimal = String(unit, radix: 16, uppercase: uppercase)
    return "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
  }

  /// A single quote inside single quotes, as bash and dash write it in a trace.
  static func shellQuoted(_ value: [UInt8]) -> [[UInt8]] {
    [#"'\''"#, #"'"'"'"#].map { quote in
      value.flatMap { $0 == UInt8(ascii: "'") ? Array(quote.utf8) : [$0] }
    }
  }
}
