// What to do about plan problems.

extension PlanProblem {
  public var help: String? {
    structureHelp ?? stepTypeHelp ?? subPlanHelp ?? orderHelp ?? safetyHelp ?? warningHelp
  }

  private var structureHelp: String? {
    switch self {
    case .emptyPlan: "a plan starts with belay, name, version, title and steps; README shows one in ten lines"
    case .unknownKey(_, let what, let keys, _): "keys of \(what): \(keys.joined(separator: ", "))"
    case .missingKey("belay", _): "start the plan with `belay: 1`"
    case .missingKey("version", _): "a semantic version, such as 1.0.0"
    case .missingKey("attempts", _): "how often to try in all, such as 3"
    case .missingKey("every", _): "how often to look, such as 10s"
    case .missingKey("id", _): "a name such as 'build', by which status, rollback and expressions know it"
    case .missingKey("uses", _): "name a step type; `belay steps` lists them"
    case .missingKey("type", _): "types: string, int, double, bool, duration, timestamp, any, list<…>, map<string, …>"
    case .missingKey("check", _): "an expression that must be true, such as `outputs.exit_code == 0`"
    case .missingKey(let key, _): "add `\(key): …`"
    case .unknownInput(_, let type, let inputs, _):
      inputs.isEmpty ? "\(type) has no inputs" : "inputs of \(type): \(inputs.joined(separator: ", "))"
    case .missingInput(let name, _, let documentation):
      documentation.isEmpty ? "add `\(name): …` to `with`" : "\(name): \(documentation)"
    case .unknownStepType: "`belay steps` lists the step types"
    case .wrongKind(_, let expected, let found): kindHelp(expected, found)
    case .noValue: "write a value, or leave the key out; empty text is ''"
    case .notOfType("bool", _, _): "a bool is true or false, without quotes"
    case .notOfType("int", _, _): "an int is decimal, without quotes, and fits 64 bits"
    case .notOfType("double", _, _): "a double is a finite decimal number, without quotes"
    case .notOfType("timestamp", _, _): "write it like 2027-03-01T12:00:00Z"
    case .outOfBounds(_, _, let from, let to): "write a number from \(from) to \(to)"
    case .notADuration: "write 500ms, 90s, 15m or 2h30m"
    case .durationTooShort: "write 500ms, 90s, 15m or 2h30m, or leave the key out"
    case .durationTooLong: "write 500ms, 90s, 15m or 2h30m"
    case .badIdentifier: "names start with a letter or '_' and go on with letters, digits, '_' and '-'"
    case .notAChoice(_, _, let choices, nil): "write \(choices.joined(separator: " or "))"
    case .duplicateItem: "name it once"
    case .maxBelowMin: "no value could be both: lower min, or raise max"
    case .defaultAgainstRule: "give a default that keeps the rule, or change the rule"
    case .maxDelayBelowDelay: "max_delay bounds a delay that grows with `backoff`: make it the longer of the two"
    case .unreadableFile(_, "the plan", _): "give the path of a plan file"
    case .unreadableFile: "the path is relative to the plan file that names it"
    case .emptyList: "leave the key out, or give it an item"
    case .badLanguage: "write `belay: 1`"
    case .newerLanguage: "upgrade belay, or write the plan for language 1"
    case .badVersion: "write three numbers, such as 1.2.0"
    case .badDate: "write a day that exists, such as 2027-03-01"
    case .duplicateId: "give one of them another id"
    case .noSteps: "a plan has `steps`, a list with at least one step, or `phases` with such lists"
    case .stepsAndPhases: "put the steps into a phase, or drop the phases"
    case .tooManySteps: "generate instances with `foreach`, or split the plan"
    case .unknownTypeName: "types: string, int, double, bool, duration, timestamp, any, list<…>, map<string, …>"
    case .badPattern: "patterns are RE2 regular expressions: no look-around, no backreferences"
    case .ruleDoesNotFit(_, _, let fits): "it goes with \(fits)"
    case .secretSource: "write {env: VARIABLE} or {file: path}"
    case .badEnvironmentName: "such names have letters, digits and '_', and don't start with a digit"
    case .emptyRole: "name people, or drop the role"
    case .conditionsAreAList(let what, _): "write `\(what): [an expression]`, or one item a line with '- '"
    case .needsUses: "name the step type with `uses`"
    case .everyWithoutWithin: "add `within`, such as `within: 2m`"
    case .badErrorCode: "letters, digits, '-', '_' and '.', such as EDGE-002; BLY and four digits are Belay's own"
    case .needsForeach: "add `foreach`, or drop '\(word)'"
    case .nameIsTaken(_, let names): "taken are \(names.joined(separator: ", "))"
    case .badVariable: "use '_' instead of '-'"
    case .notAFileMode: "write three or four octal digits, such as '0640'"
    case .absolutePath: "files of a plan are named relative to the plan file"
    case .badRollback: "write `auto`, an action with `uses`, a list of actions, or `{none: reason}`"
    default: nil
    }
  }

  /// The key that `needsForeach` is about.
  private var word: String {
    if case .needsForeach(let key) = self { key } else { "" }
  }

  private func kindHelp(_ expected: String, _ found: String) -> String {
    switch expected {
    case "a list":
      found == "text" ? "write it as a list, even of one: [item]" : "write a list: [one, two], or '- ' on each line"
    case "a map": "write a map: {key: value}, or `key: value` on lines of their own, indented"
    case "an expression", "an expression or a map":
      "write an expression such as `inputs.keep < 10`, in quotes where needed"
    case "text", "a bool", "an int", "a double": "write one value; text with brackets or braces needs quotes"
    default: "write \(expected)"
    }
  }

  private var stepTypeHelp: String? {
    switch self {
    case .inputIssue(_, let help): help
    case .effectIsFixed: "drop `effect`; only types that run your own programs ask the step"
    case .outputsAreFixed(_, let outputs): outputs.isEmpty ? nil : "they are \(outputs.joined(separator: ", "))"
    case .outputIsTaken: "use another name"
    case .observationIsNoRead(_, _, let canSay):
      canSay ? "add `effect: read`; the program is then kept from writing" : "use a step type of effect read"
    case .notAnObservation: "use a step type of effect read that looks at something"
    case .keyNotForSubPlan(let key): "put '\(key)' to the steps of the plan that it runs"
    case .typeMismatch(_, "string", _):
      "int, double and bool are written as text; make text of anything else, with string(…) or join(…)"
    case .typeMismatch(_, let expected, let found): conversionHelp(expected, found)
    case .interpolatedKey: "keys are literal; only values are evaluated"
    case .notAnUndo: "use a step type that changes something back"
    case .badStepTypeName: "such names have lower case letters, digits, '_' and '-', in parts with '.' between them"
    case .folderNameDiffers(_, let folder): "write `name: \(folder)`, or rename the folder"
    case .shadowsBuiltIn(_, let folder): "rename '\(folder)', and use that name"
    case .unusableFolder: "the folder of a step type holds step.yaml and the files of its program, nothing else"
    case .missingProgram(_, let files, _):
      files.isEmpty ? "put it beside step.yaml" : "files of the folder: \(files.joined(separator: ", "))"
    case .notExecutable(let program): "chmod +x \(program)"
    case .powerDoesNotFit: "drop it from `powers`, or correct the declaration"
    case .badTestPath: "write a path within the folder of the test, such as `data/a.txt`"
    default: nil
    }
  }

  private func conversionHelp(_ expected: String, _ found: String) -> String {
    switch (expected, found) {
    case ("int", "string"), ("int", "double"), ("double", "string"), ("bool", "string"), ("duration", "string"),
      ("timestamp", "string"):
      "convert it: \(expected)(…)"
    case (_, "string") where expected.hasPrefix("list"):
      "give a list, such as [a, b], or make one of the text: split(',')"
    default: "give an expression of type \(expected)"
    }
  }

  private var subPlanHelp: String? {
    switch self {
    case .missingSubPlan: "the path is relative to the plan file that names it"
    case .cycleOfPlans: "a plan can't run itself; use `foreach` for repetition"
    case .subPlansTooDeep: "run some of them from the plan above"
    case .unknownPlanInput(_, let plan, let inputs, _):
      inputs.isEmpty ? "\(plan) has no inputs" : "inputs of \(plan): \(inputs.joined(separator: ", "))"
    case .guardsOfSubPlan: "move them to the plan that is run"
    case .approversOfSubPlan: "add `approvers` to the plan that is run"
    case .missingPlanInput(let name, _): "give it: `inputs: {\(name): …}`, beside `plan`"
    case .planInputAgainstRule: "the plan that is run declares the rule"
    case .roleDiffers, .secretDiffers, .codeDiffers: "keep it in one of the two files, or give it two names"
    case .lockOfSubPlan: "locks are taken before the run starts: name it in the plan that is run"
    default: nil
    }
  }

  private var orderHelp: String? {
    switch self {
    case .unknownStep(_, let nearest):
      nearest == nil ? "steps are named by their ids, within one plan file" : nil
    case .needsItself: "drop it from `needs`"
    case .needsLater: "phases run one after another: move one of the two steps"
    case .cycleOfSteps: "drop one of these needs; a step without `needs` needs the step before it"
    case .notSurelyBefore(let step, .itself): "`success` and `rollback` of '\(step)' can"
    case .notSurelyBefore(let step, .later): "move step '\(step)' up, or name it in `needs`"
    case .notSurelyBefore(let step, .sideBySide): "add '\(step)' to `needs`"
    case .notSurelyBefore(_, .inFinally): "only other steps of `finally` can read it"
    case .nameReadAsSubtraction(let name, let owner, let nearest): "write \(owner)['\(nearest ?? name)']"
    case .noStepsHere: "it is computed before the first step starts"
    case .foreachNotIterable(_, let isExpression):
      isExpression
        ? "give an expression whose value is a list or a map"
        : "write a list, a map, or an expression that gives one: ${{ … }}"
    case .wholeSteps: "name the step: steps.ID, or steps['ID']"
    case .undeclaredEnvironment(let name, _): "declare it at the top of the plan: `env: [\(name)]`"
    case .undeclaredSecret(let name, _): "declare it at the top of the plan: `secrets: {\(name): {env: VARIABLE}}`"
    case .duplicateForeachItem: "items name the instances of the step, so each is there once"
    case .cycleOfVariables: "a variable is computed from inputs and other variables, not from itself"
    default: nil
    }
  }

  private var safetyHelp: String? {
    switch self {
    case .missingRollback(_, _, let canRestore):
      (canRestore ? "write `rollback: auto`, " : "write `rollback:` with ")
        + "an action that undoes it, or `rollback: {none: why it can't or needn't be undone}`"
    case .cannotRestore: "write `rollback:` with an action that undoes it, or `rollback: {none: reason}`"
    case .noneWithoutReason: "write `rollback: {none: why it can't or needn't be undone}`"
    case .rollbackOfSubPlan: "drop it; put `rollback` to the steps of the plan that it runs"
    case .undoOfIrreversible: "drop `rollback`, or `irreversible` if it can be undone"
    case .continueOfPlan: "`on_failure` of a plan is halt or rollback; `continue` goes to a step or a phase"
    case .textInjection(_, let expression, let valuesGoTo, let variable):
      "give the value through `\(valuesGoTo)`: `\(valuesGoTo): {\(variable): '\(expression)'}`, and use \"$\(variable)\""
    case .secretLeak:
      "secrets may only flow into `env` of a process and into inputs marked sensitive (`belay steps NAME`)"
    case .unknownRole(_, let roles, _):
      roles.isEmpty ? "declare it: `roles: {name: [people]}`" : "roles of the plan: \(roles.joined(separator: ", "))"
    case .quorumTooLarge: "lower `quorum`, or name more people"
    default: nil
    }
  }

  private func absenceHelp(_ output: String, _ step: String) -> String {
    let status = step.utf8.contains(UInt8(ascii: "-")) ? "steps['\(step)'].status" : "steps.\(step).status"
    return "ask first: `has(\(output)) ? … : …`, or `when: \(status) == 'succeeded'`"
  }

  private var warningHelp: String? {
    switch self {
    case .retriedWithoutIdempotence: "say `idempotent: true` if carrying it out twice is the same as once"
    case .withoutEstimate: "add `estimate` to them, or to `defaults`"
    case .starterMayApprove: "add `distinct_from: [starter]`"
    case .undoReadsOutput: "a step that failed may have no outputs: ask with has(…), or use an input instead"
    case .unusedInput, .unused: "drop it, or use it"
    case .quorumNeedsStarter: "name more people, or have somebody else start it: `distinct_from` keeps the starter out"
    case .outputMayBeAbsent(let output, let step, _): absenceHelp(output, step)
    case .neverEqual(_, _, let choices, let nearest):
      nearest == nil || choices.count <= 12 ? "it is one of \(choices.joined(separator: ", "))" : nil
    case .estimateOverTimeout: "a step that takes as long as estimated would fail: raise `timeout`, or lower `estimate`"
    case .rollbackOverLimit(_, _, let borrowed):
      "raise `limits.rollback`, or lower the estimates"
        + (borrowed ? "; an `auto` undo counts with the estimate of its step: the way forward" : "")
    case .expressionInProgramText:
      "give the value through `env`, or as an argument of its own, and read it as \"$NAME\" or \"$1\""
    case .codeWithoutEntry: "add it, so that whoever sees the failure reads what to do"
    case .rollbackInFinally: "drop its `rollback`"
    case .lookAlikeId: "give one of them a name that tells them apart"
    case .notInterpolated: "it is shown as it is written"
    case .limitsOfSubPlan: "move them to the plan that is run"
    default: nil
    }
  }
}
