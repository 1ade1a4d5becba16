// Reading attributes through the activation.

import Diagnostics

extension Machine {
  mutating func attribute(_ index: Int, at place: Int) throws(ExpressionProblem) -> Cell {
    if let cell = resolved[index] { return cell }
    let attribute = program.attributes[index]
    let resolution = activation.resolve(attribute.root, attribute.path[...])
    let cell = try read(attribute, attribute.path[...], of: resolution, at: place)
    resolved[index] = cell
    return cell
  }

  /// The value of an attribute, or of the beginning of its path.
  private func read(
    _ attribute: Program.Attribute, _ path: ArraySlice<String>, of resolution: Resolution, at place: Int
  ) throws(ExpressionProblem) -> Cell {
    let shown = { ([attribute.root] + path).joined(separator: ".") }
    switch resolution {
    case .unknown: return .unknown([[attribute.root] + attribute.path])
    case .missing: return failure(.noValue(shown()), at: place)
    case .value(var value, let consumed):
      do throws(ExpressionProblem) {
        for field in path.dropFirst(consumed) { value = try select(field, from: value) }
      } catch {
        if attribute.isRecord, case .missingKey = error { return failure(.noValue(shown()), at: place) }
        return try contained(error, at: place)
      }
      return .value(value)
    }
  }

  /// What holds the last field of an attribute's path.
  private enum Holder {
    /// The value in which the field is, or is not.
    case value(Value)
    /// The field itself: the activation has consumed the whole path.
    case field(Value)
    /// There is nothing that could hold it.
    case absent
    case other(Cell)
  }

  private func holder(
    _ attribute: Program.Attribute, at place: Int
  ) throws(ExpressionProblem) -> Holder {
    let resolution = activation.resolve(attribute.root, attribute.path[...])
    switch resolution {
    case .missing: return .absent
    case .value(let value, let consumed) where consumed >= attribute.path.count: return .field(value)
    default: break
    }
    switch try read(attribute, attribute.path.dropLast(), of: resolution, at: place) {
    case .value(let value): return .value(value)
    case .failure(let failure):
      // A record that is absent as a whole has none of its fields.
      if case .noValue = failure.problem { return .absent }
      return .other(.failure(failure))
    case let cell: return .other(cell)
    }
  }

  func attributePresence(_ index: Int, at place: Int) throws(ExpressionProblem) -> Cell {
    let attribute = program.attributes[index]
    switch try holder(attribute, at: place) {
    case .field: return .value(.bool(true))
    case .absent: return .value(.bool(false))
    case .other(let cell): return cell
    case .value(let value):
      do throws(ExpressionProblem) {
        return .value(.bool(try hasField(attribute.path.last ?? "", in: value)))
      } catch {
        return try contained(error, at: place)
      }
    }
  }

  func attributeOptional(_ index: Int, at place: Int) throws(ExpressionProblem) -> Cell {
    let attribute = program.attributes[index]
    switch try holder(attribute, at: place) {
    case .field(let value): return .value(.optional(OptionalValue(value)))
    case .absent: return .value(.optional(.none))
    case .other(let cell): return cell
    case .value(let value):
      do throws(ExpressionProblem) {
        return .value(.optional(try optionalSelect(attribute.path.last ?? "", from: value)))
      } catch {
        return try contained(error, at: place)
      }
    }
  }
}
