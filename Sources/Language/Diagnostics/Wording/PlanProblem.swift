// The problems of a plan's structure, of its use of step types, of its order and of its safety.
// Ids BLY0100–BLY0149 structure, BLY0150–BLY0199 step types and sub-plans, BLY0300–BLY0399 order and references,
// BLY0400–BLY0449 safety, BLY0450–BLY0499 warnings: what is legal but dangerous.

/// A problem that is found when a plan is checked, before anything runs. `nearest` is the name that was probably meant.
public enum PlanProblem: Hashable, Sendable {
  // Structure
  case emptyPlan
  case unknownKey(String, of: String, keys: [String], nearest: String?)
  case missingKey(String, of: String)
  case unknownInput(String, type: String, inputs: [String], nearest: String?)
  case missingInput(String, type: String, documentation: String)
  case unknownStepType(String, nearest: String?)
  case wrongKind(what: String, expected: String, found: String)
  case noValue(String)
  case notOfType(String, what: String, text: String)
  case outOfBounds(what: String, text: String, from: String, to: String)
  case notADuration(String)
  case durationTooShort(what: String, text: String)
  case durationTooLong(what: String, text: String)
  case badIdentifier(String, what: String)
  case notAChoice(String, what: String, choices: [String], nearest: String?)
  case duplicateItem(String, of: String)
  case emptyList(String)
  case badLanguage(String)
  case newerLanguage(Int64, known: Int64)
  case badVersion(String)
  case badDate(String)
  case duplicateId(String, what: String)
  case noSteps
  case stepsAndPhases
  case tooManySteps(Int, limit: Int)
  case unknownTypeName(String, nearest: String?)
  case badPattern(String, fault: String)
  case ruleDoesNotFit(String, type: String, fits: String)
  case maxBelowMin(min: String, max: String)
  case defaultAgainstRule(String)
  case secretSource(String, both: Bool)
  case badEnvironmentName(String)
  case emptyRole(String)
  case conditionsAreAList(String, found: String)
  case needsUses(String)
  case everyWithoutWithin
  case badErrorCode(String)
  case needsForeach(String)
  case nameIsTaken(String, names: [String])
  case badVariable(String)
  case maxDelayBelowDelay(delay: String, maxDelay: String)
  case notAFileMode(String)
  case unreadableFile(String, what: String, reason: String)
  case absolutePath(String)
  case badRollback(String, nearest: String?)

  // Step types
  case inputIssue(String, help: String?)
  case effectIsFixed(type: String, effect: String)
  case outputsAreFixed(type: String, outputs: [String])
  case outputIsTaken(String, type: String)
  case observationIsNoRead(type: String, effect: String, canSay: Bool)
  case notAnObservation(type: String)
  case keyNotForSubPlan(String)
  case typeMismatch(what: String, expected: String, found: String)
  case notAnUndo(type: String)
  case interpolatedKey(String)

  // Outside step types
  case badStepTypeName(String)
  case folderNameDiffers(String, folder: String)
  case shadowsBuiltIn(String, folder: String)
  case unusableFolder(String, reason: String)
  case missingProgram(String, files: [String], nearest: String?)
  case notExecutable(String)
  case powerDoesNotFit(String, reason: String)
  case badTestPath(String)

  // Sub-plans
  case missingSubPlan(String, reason: String)
  case cycleOfPlans([String])
  case subPlansTooDeep(limit: Int)
  case unknownPlanInput(String, plan: String, inputs: [String], nearest: String?)
  case missingPlanInput(String, plan: String)
  case planInputAgainstRule(String)
  case guardsOfSubPlan(String)
  case approversOfSubPlan(String)
  case roleDiffers(String, plan: String)
  case secretDiffers(String, plan: String)
  case codeDiffers(String, plan: String)
  case lockOfSubPlan

  // Order and references
  case unknownStep(String, nearest: String?)
  case needsItself(String)
  case needsLater(String, inFinally: Bool)
  case cycleOfSteps([String])
  case notSurelyBefore(String, ReferenceFault)
  case noStepsHere(String, what: String)
  case wholeSteps
  case undeclaredEnvironment(String, nearest: String?)
  case undeclaredSecret(String, nearest: String?)
  case foreachNotIterable(found: String, isExpression: Bool)
  case duplicateForeachItem(String)
  case cycleOfVariables([String])
  /// `steps.sign-off`: a minus to CEL. `nearest` is the name with its near one, when the name itself doesn't exist.
  case nameReadAsSubtraction(String, of: String, nearest: String?)

  // Safety
  case missingRollback(step: String, type: String, canRestore: Bool)
  case cannotRestore(type: String)
  case noneWithoutReason
  case rollbackOfSubPlan
  case undoOfIrreversible(step: String)
  case continueOfPlan
  case textInjection(input: String, expression: String, valuesGoTo: String, variable: String)
  case secretLeak(String, into: String)
  case unknownRole(String, roles: [String], nearest: String?)
  case quorumTooLarge(Int64, role: String, people: Int)

  // Warnings
  case retriedWithoutIdempotence(step: String, attempts: Int)
  case withoutEstimate(count: Int, named: [String])
  case starterMayApprove(step: String)
  case undoReadsOutput(String)
  case unusedInput(String)
  case unused(Declaration, String)
  case quorumNeedsStarter(Int64, role: String, people: Int)
  case outputMayBeAbsent(String, step: String, Absence)
  case neverEqual(String, what: String, choices: [String], nearest: String?)
  case estimateOverTimeout(estimate: String, timeout: String)
  case rollbackOverLimit(likely: String, limit: String, borrowed: Bool)
  case expressionInProgramText(String, program: String, input: String)
  case codeWithoutEntry(String, catalogue: String, nearest: String?)
  case rollbackInFinally(step: String)
  case limitsOfSubPlan
  case lookAlikeId(String, other: String)
  case notInterpolated(what: String)

  /// What a plan declares and may then never use.
  public enum Declaration: String, Hashable, Sendable {
    case variable, secret, role
    case environmentVariable = "environment variable"
  }

  /// Why a step that is done may have no outputs.
  public enum Absence: Hashable, Sendable {
    /// It has `when`.
    case skipped
    /// It has `done_when`.
    case satisfied
    /// Its failure is no reason to stop.
    case continued
    /// `finally` also runs when the step never did.
    case neverStarted
  }

  /// Why a step's result can't be read where an expression reads it.
  public enum ReferenceFault: Hashable, Sendable {
    /// The step reads itself before it has run.
    case itself
    /// In a later phase, or later in the order.
    case later
    /// Neither before nor after: they may run at the same time.
    case sideBySide
    /// `finally` runs after everything else.
    case inFinally
  }

  /// The name that was probably meant.
  public var nearestName: String? {
    switch self {
    case .unknownKey(_, _, _, let nearest), .unknownInput(_, _, _, let nearest), .unknownStepType(_, let nearest),
      .notAChoice(_, _, _, let nearest), .unknownTypeName(_, let nearest), .badRollback(_, let nearest),
      .unknownPlanInput(_, _, _, let nearest), .unknownStep(_, let nearest), .undeclaredEnvironment(_, let nearest),
      .undeclaredSecret(_, let nearest),
      .unknownRole(_, _, let nearest), .neverEqual(_, _, _, let nearest),
      .codeWithoutEntry(_, _, let nearest), .missingProgram(_, _, let nearest):
      nearest
    default: nil
    }
  }
}
