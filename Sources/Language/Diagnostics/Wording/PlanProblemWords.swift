// What plan problems say.

extension PlanProblem {
  public var message: String {
    switch self {
    case .emptyPlan: "the plan is empty"
    case .unknownKey(let key, let what, _, _): "\(what) has no key '\(cut(key))'"
    case .missingKey(let key, let what): "\(what) needs '\(key)'"
    case .unknownInput(let name, let type, _, _): "'\(type)' has no input '\(cut(name))'"
    case .missingInput(let name, let type, _): "'\(type)' needs the input '\(name)'"
    case .unknownStepType(let name, _): "unknown step type '\(cut(name))'"
    case .wrongKind(let what, let expected, let found): "\(what): expected \(expected), found \(found)"
    case .noValue(let what): "\(what) has no value"
    case .notOfType(let type, let what, let text): "\(what): expected \(type), found '\(cut(text))'"
    case .outOfBounds(let what, let text, let from, let to):
      "\(what) is \(cut(text)), which is not between \(from) and \(to)"
    case .notADuration(let text): "not a duration: '\(cut(text))'"
    case .durationTooShort(let what, let text): "\(what) is \(cut(text)): a duration here is longer than zero"
    case .durationTooLong(let what, let text): "\(what) is \(cut(text)), longer than a year"
    case .badIdentifier(let text, let what): "\(what) can't be '\(cut(text))'"
    case .notAChoice(let text, let what, let choices, _): "\(what) is \(alternatives(choices)), not '\(cut(text))'"
    case .duplicateItem(let text, let what): "'\(cut(text))' stands twice in \(what)"
    case .emptyList(let what): "\(what) is an empty list"
    case .badLanguage(let text): "'belay' is the version of the plan language, an int, not '\(cut(text))'"
    case .newerLanguage(let version, let known):
      "this plan is written for language \(version); this belay knows \(known)"
    case .badVersion(let text): "'\(cut(text))' is not a semantic version"
    case .badDate(let text): "'\(cut(text))' is not a date"
    case .duplicateId(let id, let what): "two \(what) have the id '\(cut(id))'"
    case .noSteps: "there are no steps"
    case .stepsAndPhases: "a plan has either 'steps' or 'phases', not both"
    case .tooManySteps(let count, let limit):
      "\(count) steps, sub-plans included; the limit of a plan is \(limit) steps"
    case .unknownTypeName(let text, _): "unknown type '\(cut(text))'"
    case .badPattern(let text, let fault): "the pattern '\(cut(text))' can't be used: \(fault)"
    case .ruleDoesNotFit(let rule, let type, _): "'\(rule)' says nothing about a value of type \(type)"
    case .maxBelowMin(let min, let max): "max \(max) is less than min \(min)"
    case .defaultAgainstRule(let rule): "the default breaks the input's own rule: \(rule)"
    case .secretSource(let name, let both):
      both ? "secret '\(name)' has two sources, 'env' and 'file'" : "secret '\(name)' has no source"
    case .badEnvironmentName(let text): "'\(cut(text))' can't be the name of an environment variable"
    case .emptyRole(let name): "role '\(name)' names nobody"
    case .conditionsAreAList(let what, let found): "\(what) is a list of conditions, found \(found)"
    case .needsUses(let key): "'\(key)' belongs to a step type, and there is no 'uses'"
    case .everyWithoutWithin: "'every' says how often to ask, and there is no 'within' that says how long"
    case .badErrorCode(let text): "'\(cut(text))' can't be an error code"
    case .needsForeach(let key): "'\(key)' belongs to 'foreach', which this step doesn't have"
    case .nameIsTaken(let name, _): "'\(name)' can't be the name of an item: it means something else"
    case .badVariable(let name): "'\(name)' can't be the name of an item: expressions read '-' as minus"
    case .maxDelayBelowDelay(let delay, let maxDelay): "max_delay \(maxDelay) is less than delay \(delay)"
    case .notAFileMode(let text): "'\(cut(text))' is not a file mode"
    case .unreadableFile(let path, let what, let reason): "\(what) '\(cut(path))' can't be read: \(reason)"
    case .absolutePath(let path): "'\(cut(path))' is an absolute path"
    case .badRollback(let text, _): "rollback can't be '\(cut(text))'"
    case .inputIssue(let message, _): message
    case .effectIsFixed(let type, let effect): "the effect of '\(type)' is always \(effect)"
    case .outputsAreFixed(let type, _): "'\(type)' has outputs of its own; a step can't declare more"
    case .outputIsTaken(let name, let type): "'\(type)' has an output '\(name)' of its own"
    case .observationIsNoRead(let type, let effect, _):
      "a condition changes nothing, but the effect of '\(type)' is \(effect)"
    case .notAnObservation(let type): "'\(type)' waits or stands for other steps; a condition can't use it"
    case .keyNotForSubPlan(let key): "'\(key)' says nothing about a sub-plan"
    case .typeMismatch(let what, let expected, let found): "\(what): expected \(expected), found \(found)"
    case .notAnUndo(let type): "'\(type)' can't undo anything"
    case .interpolatedKey(let key): "the key '\(cut(key))' holds an expression"
    case .badStepTypeName(let text): "'\(cut(text))' can't be the name of a step type"
    case .folderNameDiffers(let name, let folder):
      "the step type is called '\(cut(name))', and its folder '\(cut(folder))'"
    case .shadowsBuiltIn(let name, let folder): "'\(name)' is built in, and '\(cut(folder))' has the same name"
    case .unusableFolder(let folder, let reason): "'\(cut(folder))' can't be used as a step type: \(reason)"
    case .missingProgram(let program, _, _): "there is no program '\(cut(program))' in the folder of the step type"
    case .notExecutable(let program): "'\(cut(program))' is not executable"
    case .powerDoesNotFit(let power, let reason): "it can't have the power '\(power)': \(reason)"
    case .badTestPath(let path): "'\(cut(path))' is no path within the folder of a test"
    case .missingSubPlan(let path, let reason): "the plan '\(cut(path))' can't be read: \(reason)"
    case .cycleOfPlans(let names): "plans that run each other in a cycle: \(names.joined(separator: " → "))"
    case .subPlansTooDeep(let limit): "plans within plans more than \(limit) deep"
    case .unknownPlanInput(let name, let plan, _, _): "the plan '\(plan)' has no input '\(cut(name))'"
    case .missingPlanInput(let name, let plan): "the plan '\(plan)' needs the input '\(name)'"
    case .planInputAgainstRule(let rule): rule
    case .guardsOfSubPlan(let plan): "the plan '\(plan)' has guards, which only work in the plan that is run"
    case .approversOfSubPlan(let plan): "the plan '\(plan)' demands signed approvals, the plan that runs it doesn't"
    case .roleDiffers(let name, let plan): "role '\(name)' names other people in '\(plan)'"
    case .secretDiffers(let name, let plan): "secret '\(name)' comes from somewhere else in '\(plan)'"
    case .codeDiffers(let code, let plan): "code '\(code)' means something else in the catalogue of '\(plan)'"
    case .lockOfSubPlan: "a lock of a sub-plan can't hold an expression"
    case .unknownStep(let name, _): "there is no step '\(cut(name))'"
    case .needsItself(let name): "step '\(name)' needs itself"
    case .needsLater(let name, let inFinally):
      inFinally ? "'\(name)' is a step of 'finally', which runs last" : "step '\(name)' is in a later phase"
    case .cycleOfSteps(let ids): "steps that need each other in a cycle: \(cycle(ids))"
    case .notSurelyBefore(let step, let fault): message(step, fault)
    case .noStepsHere(let step, let what): "\(what) can't read step '\(step)'"
    case .wholeSteps: "'steps' can only be read step by step"
    case .undeclaredEnvironment(let name, _): "the plan doesn't declare the environment variable '\(cut(name))'"
    case .undeclaredSecret(let name, _): "the plan doesn't declare the secret '\(cut(name))'"
    case .foreachNotIterable(let found, _): "foreach needs a list or a map, found \(found)"
    case .duplicateForeachItem(let key): "two items of foreach are '\(cut(key))'"
    case .cycleOfVariables(let names): "variables that need each other in a cycle: \(cycle(names))"
    case .nameReadAsSubtraction(let name, let owner, _): "'\(owner).\(cut(name))' is read as a subtraction"
    case .missingRollback(let step, let type, _): "\(named(step)) changes something ('\(type)') and has no 'rollback'"
    case .cannotRestore(let type): "'\(type)' can't restore what it changes by itself"
    case .noneWithoutReason: "'rollback: none' needs a reason"
    case .rollbackOfSubPlan: "a sub-plan is undone step by step; it has no 'rollback' of its own"
    case .undoOfIrreversible(let step): "\(named(step)) is irreversible and says how it is undone"
    case .continueOfPlan: "a plan can't continue after it has failed"
    case .textInjection(let input, let expression, _, _):
      "text injection: '\(cut(expression))' would become part of the program in '\(input)'"
    case .secretLeak(let secret, let place): "the secret '\(secret)' may not flow into \(place)"
    case .unknownRole(let name, _, _): "the plan has no role '\(cut(name))'"
    case .quorumTooLarge(let quorum, let role, let people):
      "quorum \(quorum) can't be reached: role '\(role)' has \(people) \(people == 1 ? "person" : "people")"
    case .retriedWithoutIdempotence(let step, let attempts):
      "\(named(step)) is tried up to \(attempts) times, but doesn't say that it is idempotent"
    case .withoutEstimate(let count, let names):
      "limits.duration can't be compared with the plan: \(count) \(count == 1 ? "step has" : "steps have") no estimate"
        + (names.isEmpty ? "" : " (\(names.joined(separator: ", "))\(count > names.count ? ", …" : ""))")
    case .starterMayApprove(let step): "whoever starts the run may also approve '\(step)'"
    case .undoReadsOutput(let output): "the undo reads \(output), which may not exist"
    case .unusedInput(let name): "nothing uses the input '\(name)'"
    case .unused(let kind, let name): "nothing uses the \(kind.rawValue) '\(cut(name))'"
    case .quorumNeedsStarter(let quorum, let role, let people):
      people == 1
        ? "nobody can approve when the one person of role '\(role)' starts the run"
        : "quorum \(quorum) can't be reached when one of the \(people) people of role '\(role)' starts the run"
    case .outputMayBeAbsent(let output, let step, let absence):
      "'\(cut(output))' may have no value: \(reason(step, absence))"
    case .neverEqual(let text, let what, _, _): "\(what) is never '\(cut(text))'"
    case .estimateOverTimeout(let estimate, let timeout):
      "the estimate \(estimate) is longer than the timeout \(timeout)"
    case .rollbackOverLimit(let likely, let limit, _):
      "the longest rollback takes \(likely) by the estimates, more than its limit \(limit)"
    case .expressionInProgramText(let expression, let program, let input):
      "'\(cut(expression))' becomes part of a program: '\(program)' runs this item of '\(input)'"
    case .codeWithoutEntry(let code, let catalogue, _): "code '\(code)' isn't in \(catalogue)"
    case .rollbackInFinally(let step): "\(named(step)) of 'finally' is never undone"
    case .lookAlikeId(let id, let other): "the ids '\(id)' and '\(other)' are easily taken for each other"
    case .notInterpolated(let what): "expressions aren't evaluated in \(what)"
    case .limitsOfSubPlan: "limits of a sub-plan have no effect"
    }
  }

  /// A step by its id, where it has one that can be used.
  private func named(_ step: String) -> String { step.isEmpty ? "this step" : "step '\(step)'" }

  private func reason(_ step: String, _ absence: Absence) -> String {
    switch absence {
    case .skipped: "step '\(step)' may be skipped"
    case .satisfied: "step '\(step)' has nothing to do when its `done_when` holds"
    case .continued: "step '\(step)' may have failed, and the plan goes on"
    case .neverStarted: "'finally' also runs when step '\(step)' never did"
    }
  }

  private func message(_ step: String, _ fault: ReferenceFault) -> String {
    switch fault {
    case .itself: "step '\(step)' can't read its own result before it has run"
    case .later: "step '\(step)' runs later than this, so its result can't be read here"
    case .sideBySide: "step '\(step)' isn't surely done before this, so its result can't be read here"
    case .inFinally: "step '\(step)' is in 'finally', which runs last, so its result can't be read here"
    }
  }
}

/// Text of the user in a message: long ones are cut, line breaks are shown.
private func cut(_ text: String) -> String {
  let line = text.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
  return line.unicodeScalars.count <= 60 ? line : String(String.UnicodeScalarView(line.unicodeScalars.prefix(60))) + "…"
}

/// `a`, `a or b`, `one of a, b, c`.
private func alternatives(_ choices: [String]) -> String {
  choices.count <= 2 ? choices.joined(separator: " or ") : "one of \(choices.joined(separator: ", "))"
}

/// A cycle in full, back to its start: `hen → egg → hen`. The middle of a very long one is left out.
private func cycle(_ names: [String]) -> String {
  guard let first = names.first else { return "" }
  let shown = names.count <= 100 ? names : names.prefix(50) + ["… \(names.count - 99) more …"] + names.suffix(49)
  return (shown + [first]).joined(separator: " → ")
}
