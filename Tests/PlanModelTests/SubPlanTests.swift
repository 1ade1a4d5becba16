// Sub-plans: inlined with their own names, files, inputs and outputs; what they declare belongs to the run.

import Diagnostics
import Expressions
import PlanModel
import Testing

private let child = """
  belay: 1
  name: child
  version: 2.0.0
  title: Child
  on_failure: halt
  inputs:
    word: {type: string}
    ratio: {type: double, default: 1}
  secrets: {token: {file: token.txt}}
  env: [REGION]
  roles: {ops: [eve]}
  locks: [child]
  error_catalog: ../errors.yaml
  phases:
    - id: work
      steps:
        - id: say
          uses: shell.run
          with: {script: 'echo "$W"', env: {W: '${{ inputs.word }} ${{ inputs.ratio }} ${{ env.REGION }}', T: '${{ secrets.token }}'}}
          rollback: {none: test}
          success: [{check: outputs.exit_code == 0, code: SAY-001}]
  finally:
    - {id: tell, uses: file.stat, with: {path: a}}
  outputs:
    said: ${{ steps.say.outputs.stdout }}
    code: ${{ steps.say.outputs.exit_code }}
  """

private let parent =
  head + """
    on_failure: rollback
    locks: [parent, child]
    steps:
      - {id: gate, uses: approval.request, with: {roles: [ops], distinct_from: [starter]}}
      - {id: call, uses: plan.run, with: {plan: parts/./child.yaml, inputs: {word: '${{ run.plan }}', ratio: 2}}}
      - {id: use, when: steps.call.outputs.code == 0, uses: file.stat, with: {path: '${{ steps.call.outputs.said }}'}}
    """

private let files = [
  "parts/child.yaml": child, "errors.yaml": "SAY-001: {message: It can't speak, resolution: rest}\n",
]

@Suite struct SubPlanTests {
  @Test func isInlined() throws {
    let plan = try #require(try check(parent, files: files).plan)
    let call = plan.body.phases[0].steps[1]
    let body = try #require(call.body)
    #expect(body.name == "child" && body.file.path == "parts/child.yaml" && body.finally.map(\.id) == ["tell"])
    #expect(body.phases.map(\.id) == ["work"] && body.phases[0].onFailure == .halt)
    #expect(call.outputs == ["said": .string, "code": .int])
    guard case .map(let entries)? = call.with.first(where: { $0.name == "inputs" })?.value else {
      Issue.record("inputs are a map")
      return
    }
    #expect(entries.map(\.key) == ["word", "ratio"])
  }

  @Test func whatItDeclaresBelongsToTheRun() throws {
    let plan = try #require(try check(parent, files: files).plan)
    #expect(plan.files.map(\.name) == ["plan.yaml", "parts/child.yaml", "errors.yaml"])
    #expect(plan.roles == ["ops": ["eve"]] && plan.environment == ["REGION"] && plan.onFailure == .rollback)
    #expect(plan.secrets == [PlanSecret(name: "token", source: .file("token.txt"))])
    #expect(plan.locks.count == 2 && plan.errorCatalog.keys.sorted() == ["SAY-001"])
    #expect(plan.errorCatalog["SAY-001"]?.resolution == ["rest"])
  }

  /// Resume checks the plan from what the journal stored.
  @Test func storedFilesGiveTheSamePlan() throws {
    let plan = try #require(try check(parent, files: files).plan)
    let checker = PlanChecker(registry: try TestSteps.registry(), reader: MemoryReader([:]))
    let again = try #require(checker.check(files: plan.files).plan)
    #expect(again.digest == plan.digest && again.files == plan.files)
    #expect(again.body.phases[0].steps.map(\.digest) == plan.body.phases[0].steps.map(\.digest))
    let gone = checker.check(files: Array(plan.files.prefix(1)))
    // What else it would have declared, roles and outputs, isn't reported as missing.
    #expect(gone.diagnostics.map(\.id) == ["BLY0170"])
  }

  @Test func pathsAreRelativeToTheFileThatNamesThem() throws {
    var moved: [String: String] = ["deep/plans/main.yaml": parent]
    for (name, text) in files { moved["deep/plans/" + name] = text }
    let checker = PlanChecker(registry: try TestSteps.registry(), reader: MemoryReader(moved))
    let plan = try #require(checker.check(path: "deep/plans/main.yaml").plan)
    #expect(plan.files.map(\.name) == ["main.yaml", "parts/child.yaml", "errors.yaml"])
    #expect(plan.body.file.path == "deep/plans/main.yaml")
  }

  @Test func aMissingPlanIsSaid() throws {
    let checker = PlanChecker(registry: try TestSteps.registry(), reader: MemoryReader([:]))
    let result = checker.check(path: "plans/nowhere.yaml")
    #expect(result.plan == nil)
    #expect(result.diagnostics.map(\.message) == ["the plan 'plans/nowhere.yaml' can't be read: no such file"])
    #expect(result.diagnostics[0].file?.path == "plans/nowhere.yaml")
  }
}
