// What a step is, from its type and its own words together: effect, idempotence, outputs.

import Expressions
import OrderedCollections
import StepKit

/// The effective properties of a use of a step type.
struct UseFacts {
  var effect: Effect
  var idempotent: Bool
  /// Every output: those of the type, then those that the step declares.
  var fields: OrderedDictionary<String, RecordShape.Field>
  private(set) var types: [String: ValueType]
  /// False when the type is unknown: then nothing is said about names of outputs.
  var isKnown: Bool

  init(_ use: WrittenUse, idempotent: Bool?, irreversible: Bool) {
    let kind = use.kind
    let effect = (kind?.isOpaque == true ? use.effect?.value : nil) ?? kind?.effect ?? .read
    self.effect = irreversible ? .irreversible : effect
    self.idempotent = idempotent ?? (kind?.isIdempotent ?? false || effect == .read)
    isKnown = kind != nil && use.hasKnownOutputs
    fields = kind?.fields ?? [:]
    types = kind?.outputs ?? [:]
    if use.outputs.isEmpty { return }
    for (name, type) in use.outputs.sorted(by: { $0.key < $1.key }) where fields[name] == nil {
      fields[name] = RecordShape.Field(type: type, mayBeAbsent: true)
      types[name] = type
    }
  }

  /// The record that expressions see as `outputs`. In an undo every output may be absent: the step may have failed.
  func shape(named name: String, allMayBeAbsent: Bool = false) -> RecordShape {
    guard allMayBeAbsent else { return RecordShape(name: name, fields: fields, isOpen: !isKnown) }
    return RecordShape(
      name: name,
      fields: fields.mapValues { field in
        var field = field
        field.mayBeAbsent = true
        return field
      }, isOpen: !isKnown)
  }
}

extension WrittenUse {
  var isSubPlan: Bool { kind?.isSubPlan ?? false }

  /// Whether Belay carries the step out itself or as a process, so that a usual time limit makes sense.
  var isWork: Bool { kind?.isWork ?? false }
}
