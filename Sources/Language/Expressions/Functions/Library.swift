// The functions of the language: their overloads for the checker, and what they do. One table, built once.

import Diagnostics

/// A function by the number of its arguments (a target counts as the first).
struct LibraryFunction: Sendable {
  /// What it does. Bodies look at the values they are given: which overload the checker chose plays no role.
  enum Body: Sendable {
    case unary(@Sendable (Value, inout Work) throws(ExpressionProblem) -> Value)
    case binary(@Sendable (Value, Value, inout Work) throws(ExpressionProblem) -> Value)
    case ternary(@Sendable (Value, Value, Value, inout Work) throws(ExpressionProblem) -> Value)
    case variadic(@Sendable ([Value], inout Work) throws(ExpressionProblem) -> Value)
  }

  var name: String
  var body: Body
}

struct Library: Sendable {
  private(set) var functions: [LibraryFunction] = []
  private(set) var declarations: [String: FunctionDeclaration] = [:]
  private var places: [String: [Int?]] = [:]

  /// Everything that the language has.
  static let standard: Library = {
    var library = Library()
    library.addCollections()
    library.addConversions()
    library.addStrings()
    library.addStringExtensions()
    library.addTimes()
    library.addMath()
    library.addEncoders()
    library.addOptionals()
    return library
  }()

  /// The place of a function among ``functions``, by its name and the number of its arguments.
  func function(_ name: String, argumentCount: Int) -> Int? {
    guard let byCount = places[name], argumentCount < byCount.count else { return nil }
    return byCount[argumentCount]
  }

  /// The names that can stand before `(`, or after a point when `asMember`.
  func callableNames(asMember: Bool) -> [String] {
    declarations.values.filter { $0.overloads.contains { $0.isMember == asMember } }.map(\.name).sorted()
  }

  // MARK: Building

  mutating func declare(_ name: String, _ overloads: [Overload]) {
    declarations[name, default: FunctionDeclaration(name, [])].overloads += overloads
  }

  private mutating func add(_ name: String, argumentCount: Int, _ body: LibraryFunction.Body) {
    functions.append(LibraryFunction(name: name, body: body))
    var byCount = places[name] ?? []
    while byCount.count <= argumentCount { byCount.append(nil) }
    byCount[argumentCount] = functions.count - 1
    places[name] = byCount
  }

  mutating func add(
    _ name: String, _ overloads: [Overload],
    unary: @escaping @Sendable (Value, inout Work) throws(ExpressionProblem) -> Value
  ) {
    declare(name, overloads)
    add(name, argumentCount: 1, .unary(unary))
  }

  mutating func add(
    _ name: String, _ overloads: [Overload],
    binary: @escaping @Sendable (Value, Value, inout Work) throws(ExpressionProblem) -> Value
  ) {
    declare(name, overloads)
    add(name, argumentCount: 2, .binary(binary))
  }

  mutating func add(
    _ name: String, _ overloads: [Overload],
    ternary: @escaping @Sendable (Value, Value, Value, inout Work) throws(ExpressionProblem) -> Value
  ) {
    declare(name, overloads)
    add(name, argumentCount: 3, .ternary(ternary))
  }

  mutating func add(
    _ name: String, argumentCounts: ClosedRange<Int>, _ overloads: [Overload],
    variadic: @escaping @Sendable ([Value], inout Work) throws(ExpressionProblem) -> Value
  ) {
    declare(name, overloads)
    for count in argumentCounts { add(name, argumentCount: count, .variadic(variadic)) }
  }
}

extension Library {
  /// Names that stand for types as values.
  static let typeNames: [String: StaticType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "null_type": .null, "list": .list(.dyn), "map": .map(.dyn, .dyn), "type": .type(.dyn),
    "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
  ]

  /// What the names of types with points begin with.
  static let typeNamespaces: Set<String> = ["google"]

  /// What the names of functions with points begin with.
  static let functionNamespaces: Set<String> = ["math", "strings", "base64", "optional"]

  /// The overloads of operators.
  static let operatorOverloads: [BinaryOperator: [Overload]] = {
    let same = { (types: [StaticType]) in types.map { Overload([$0, $0], $0) } }
    let compared = { (pairs: [(StaticType, StaticType)]) in pairs.map { Overload([$0.0, $0.1], .bool) } }
    let letter = StaticType.variable(0)
    let numbers: [StaticType] = [.int, .uint, .double]
    let equality = [Overload([letter, letter], .bool)]
    let ordered = compared(
      [.bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration].map { ($0, $0) }
        + numbers.flatMap { left in numbers.filter { $0 != left }.map { (left, $0) } })
    return [
      .add: same(numbers + [.string, .bytes, .duration, .list(letter)])
        + [Overload([.timestamp, .duration], .timestamp), Overload([.duration, .timestamp], .timestamp)],
      .subtract: same(numbers + [.duration])
        + [Overload([.timestamp, .timestamp], .duration), Overload([.timestamp, .duration], .timestamp)],
      .multiply: same(numbers),
      .divide: same(numbers),
      .modulo: same([.int, .uint]),
      .equal: equality, .notEqual: equality,
      .less: ordered, .lessOrEqual: ordered, .greater: ordered, .greaterOrEqual: ordered,
      .contained: [Overload([letter, .list(letter)], .bool), Overload([letter, .map(letter, .variable(1))], .bool)],
    ]
  }()
}

extension Value {
  /// The name of the value's type in the language.
  var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list: "list"
    case .map: "map"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .optional: "optional_type"
    }
  }
}

/// The problem of a function that was given values it doesn't take.
func noOverload(_ function: String, _ arguments: Value...) -> ExpressionProblem {
  .noMatchingOverload(function: "'\(function)'", arguments: arguments.map(\.shownType))
}
