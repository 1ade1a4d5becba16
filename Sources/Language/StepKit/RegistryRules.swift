// What a declaration must keep to so that the rest of Belay can trust it.

/// The rules by which ``Registry`` refuses a step type.
public enum RegistryRules {
  /// What is wrong with a step type's declaration, or nil.
  public static func fault(of type: any StepType) -> String? {
    let declaration = type.declaration
    for fields in [declaration.inputs, declaration.outputs] {
      var seen: Set<String> = []
      for field in fields where !seen.insert(field.name).inserted {
        return "'\(field.name)' is declared twice"
      }
    }
    for field in declaration.inputs where field.required && field.defaultValue != nil {
      return "input '\(field.name)' is required and has a default"
    }
    if declaration.summary.isEmpty { return "it has no summary" }
    return nil
  }

  /// What is wrong with the protocols that it conforms to, or nil. Asking costs a millisecond for all built-in types,
  /// so that not every start of a program asks: ``StepConformance`` does.
  public static func faultOfConformance(of type: any StepType) -> String? {
    let ways = waysOfBeingCarriedOut(type)
    return ways == 1 ? nil : "it must be carried out in exactly one way, not \(ways)"
  }

  private static func waysOfBeingCarriedOut(_ type: any StepType) -> Int {
    [
      type is any InProcessStep, type is any ProcessStep, type is any GateStep, type is any TimerStep,
      type is any SubPlanStep,
    ].count { $0 }
  }
}
