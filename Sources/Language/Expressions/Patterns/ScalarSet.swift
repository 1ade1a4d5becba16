// Sets of code points, as character classes describe them.

/// A set of code points: ranges and Unicode categories, perhaps negated, perhaps without regard to case.
struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var categories: [ScalarCategory] = []
  /// Sets within the set, such as `\D` in `[\D_]`.
  var subsets: [ScalarSet] = []
  var isNegated = false
  var ignoresCase = false

  func contains(_ scalar: UInt32) -> Bool {
    var found = containsExactly(scalar)
    if !found, ignoresCase {
      found = caseVariants(of: scalar).contains { containsExactly($0) }
    }
    return found != isNegated
  }

  private func containsExactly(_ scalar: UInt32) -> Bool {
    if ranges.contains(where: { $0.contains(scalar) }) { return true }
    if !categories.isEmpty, let value = Unicode.Scalar(scalar),
      categories.contains(where: { $0.contains(value.properties.generalCategory) })
    {
      return true
    }
    return subsets.contains { $0.contains(scalar) }
  }

  static let digit = ScalarSet(ranges: [0x30...0x39])
  static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = ScalarSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
  static let any = ScalarSet(ranges: [0...0x10FFFF])
  static let anyButNewline = ScalarSet(ranges: [0x0A...0x0A], isNegated: true)

  func negated() -> ScalarSet {
    var copy = self
    copy.isNegated.toggle()
    return copy
  }

  /// The class of a POSIX name, as `[[:alpha:]]` has it.
  static func posix(_ name: String) -> ScalarSet? {
    switch name {
    case "alnum": ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x61...0x7A])
    case "alpha": ScalarSet(ranges: [0x41...0x5A, 0x61...0x7A])
    case "ascii": ScalarSet(ranges: [0...0x7F])
    case "blank": ScalarSet(ranges: [0x09...0x09, 0x20...0x20])
    case "cntrl": ScalarSet(ranges: [0...0x1F, 0x7F...0x7F])
    case "digit": digit
    case "graph": ScalarSet(ranges: [0x21...0x7E])
    case "lower": ScalarSet(ranges: [0x61...0x7A])
    case "print": ScalarSet(ranges: [0x20...0x7E])
    case "punct": ScalarSet(ranges: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
    case "space": ScalarSet(ranges: [0x09...0x0D, 0x20...0x20])
    case "upper": ScalarSet(ranges: [0x41...0x5A])
    case "word": word
    case "xdigit": ScalarSet(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66])
    default: nil
    }
  }
}

/// The other scalars that a scalar is equal to without regard to case.
func caseVariants(of scalar: UInt32) -> [UInt32] {
  guard let value = Unicode.Scalar(scalar) else { return [] }
  let properties = value.properties
  return [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { mapping in
    let mapped = mapping.unicodeScalars
    guard mapped.count == 1, let only = mapped.first?.value, only != scalar else { return nil }
    return only
  }
}

/// A Unicode general category or a group of them: `L`, `Lu`, `Nd`.
struct ScalarCategory: Sendable {
  private let members: Set<Unicode.GeneralCategory>

  func contains(_ category: Unicode.GeneralCategory) -> Bool { members.contains(category) }

  /// The category of a name; nil when there is none.
  init?(_ name: String) {
    let matching = ScalarCategory.names.filter { $0.key == name || (name.utf8.count == 1 && $0.key.hasPrefix(name)) }
    guard !matching.isEmpty else { return nil }
    members = Set(matching.values)
  }

  private static let names: [String: Unicode.GeneralCategory] = [
    "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
    "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber,
    "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation,
    "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
    "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol,
    "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format,
    "Cs": .surrogate, "Co": .privateUse,
  ]
}
