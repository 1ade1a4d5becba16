// A plan that uses most of the language checks clean, and what comes out is what it says.

import Diagnostics
import Expressions
import PlanModel
import StepKit
import Testing

private let certificates = """
  belay: 1
  name: rotate-edge-certificates
  version: 1.2.0
  title: Rotate the edge certificates
  owners: [platform-team]
  review_by: 2027-03-01
  env: [REGION]
  inputs:
    host: {type: string, description: Edge host, pattern: '^[a-z0-9.-]+$'}
    keep: {type: int, default: 3, min: 1}
    hosts: {type: list<string>, default: [a, b]}
  secrets:
    ca_token: {env: CA_TOKEN}
  vars:
    folder: ${{ '/etc/edge/' + inputs.host }}
    live: ${{ vars.folder + '.pem' }}
    header: Bearer ${{ secrets.ca_token }}
    ports: [80, 443]
    names: {a: 1, b: 2}
  defaults: {timeout: 10m, estimate: 1m, retry: {attempts: 2}}
  roles: {technical-lead: [ann, bob, eve]}
  locks: ['edge:${{ inputs.host }}', 'region:${{ env.REGION }}', '${{ vars.live }}']
  limits: {duration: 1h, rollback: 15m}
  on_failure: rollback
  guards:
    - id: error-rate
      uses: file.stat
      with: {path: '${{ vars.live }}.json'}
      every: 10s
      check: outputs.json.error_rate <= 0.01
      for: 30s
      on_trip: rollback
      on_missing: trip
  phases:
    - id: swap
      title: Swap the certificate
      risk: high
      preconditions:
        - inputs.keep < 10
        - uses: file.stat
          with: {path: /}
          check: outputs.size > 1000000000
          message: 1 GB of disk is needed for ${{ inputs.host }}
          code: EDGE-001
      steps:
        - id: sign-off
          uses: approval.request
          with: {roles: [technical-lead], quorum: 2, distinct_from: [starter]}
        - id: write
          uses: file.write
          with: {path: '${{ vars.live }}', content: no, mode: '0600', size: '${{ inputs.keep }}', ratio: 1}
          rollback: auto
        - id: reload
          uses: exec.run
          when: steps.write.outputs.sha256 != '' && steps['sign-off'].status == 'succeeded'
          with: {argv: [systemctl, reload, 7, '${{ inputs.keep }}'], env: {T: '${{ vars.header }}', N: '${{ 1.5 }}'}}
          idempotent: true
          outputs: {took: int, detail: any}
          retry: {attempts: 3, delay: 2s, backoff: 2, max_delay: 30s}
          timeout: 1m
          estimate: 5s
          success:
            - outputs.exit_code == 0
            - uses: file.stat
              with: {path: '${{ vars.live }}'}
              check: outputs.exists
              within: 2m
              code: EDGE-002
          rollback:
            - uses: exec.run
              with: {argv: [systemctl, reload, edge]}
              idempotent: true
        - id: each
          needs: [write]
          foreach: ${{ inputs.hosts }}
          as: target
          max_parallel: 1
          uses: shell.run
          effect: read
          with: {script: 'echo "$N"', env: {N: '${{ target }} ${{ target_key }}'}}
        - id: collect
          needs: [each, reload]
          uses: file.stat
          done_when: ["steps.each.outputs['a'].exit_code == 0"]
          with: {path: '${{ steps.each.outputs["a"].stdout }}${{ vars.ports[0] }}${{ vars.names.a + 1 }}'}
      success: [steps.reload.status == 'succeeded']
    - id: after
      steps:
        - {id: pause, needs: [write], uses: wait.for, with: {duration: 1m30s}}
        - {id: launch, uses: rocket.launch}
  finally:
    - {id: tell, uses: http.post, with: {url: 'https://example.org/${{ run.status }}', headers: {A: '${{ vars.header }}'}}}
  outputs:
    took: ${{ steps.reload.outputs.?took.orValue(0) }}
    when: ${{ run.started_at }}
  """

@Suite struct GoodPlanTests {
  private let plan: CheckedPlan

  init() throws {
    let result = try check(certificates)
    try #require(result.diagnostics.map { "\($0.id) \($0.message)" } == [])
    plan = try #require(result.plan)
  }

  private func step(_ id: String) throws -> PlanStep {
    try #require((plan.body.phases.flatMap(\.steps) + plan.body.finally).first { $0.id == id })
  }

  @Test func identityAndPolicy() {
    #expect(plan.name == "rotate-edge-certificates" && plan.version == "1.2.0")
    #expect(plan.owners == ["platform-team"] && plan.reviewBy == "2027-03-01" && plan.environment == ["REGION"])
    #expect(plan.roles == ["technical-lead": ["ann", "bob", "eve"]] && plan.locks.count == 3)
    #expect(plan.limits == PlanLimits(duration: 3_600_000, rollback: 900_000, parallel: 16))
    #expect(plan.onFailure == .rollback)
    #expect(plan.secrets == [PlanSecret(name: "ca_token", source: .environment("CA_TOKEN"))])
    #expect(plan.files.map(\.name) == ["plan.yaml"] && plan.digest.utf8.count == 64)
  }

  @Test func guardsAndConditions() throws {
    let edge = try #require(plan.guards.first)
    #expect(edge.id == "error-rate" && edge.every == 10_000 && edge.holdFor == 30_000)
    #expect(edge.onTrip == .rollback && edge.onMissing == .trip && edge.condition.observation?.uses == "file.stat")
    let success = try step("reload").success
    #expect(success[1].within == 120_000 && success[1].every == 1000 && success[1].code == "EDGE-002")
  }

  @Test func orderOfSteps() throws {
    #expect(plan.body.phases.map(\.id) == ["swap", "after"])
    #expect(plan.body.phases[0].steps.map(\.needs) == [[], [0], [1], [1], [3, 2]])
    #expect(plan.body.phases[1].steps.map(\.needs) == [[], [0]])
  }

  @Test func variablesAreInOrderAndTyped() {
    let types = plan.body.variables.map { "\($0.name): \($0.type)" }
    #expect(types.firstIndex(of: "folder: string")! < types.firstIndex(of: "live: string")!)
    #expect(types.contains("ports: list<int>") && types.contains("names: map<string, int>"))
    #expect(plan.body.variables.first { $0.name == "header" }?.secrets == ["ca_token"])
  }

  @Test func effectsRetriesAndDefaults() throws {
    let write = try step("write")
    #expect(write.effect == .write && write.idempotent && write.timeout == 600_000 && write.estimate == 60_000)
    #expect(write.retry.attempts == 2)
    let reload = try step("reload")
    #expect(reload.retry == PlanRetry(attempts: 3, delay: 2000, backoff: 2, maxDelay: 30_000))
    #expect(reload.timeout == 60_000 && reload.estimate == 5000 && reload.outputs["took"] == .int)
    // Gates, waits and what can't be repeated take no defaults of time and retry.
    let gate = try step("sign-off")
    #expect(gate.timeout == nil && gate.estimate == nil && gate.retry.attempts == 1)
    #expect(try step("pause").timeout == nil)
    #expect(try step("launch").irreversible && step("launch").retry.attempts == 1)
    #expect(try step("each").effect == .read && step("each").retry.attempts == 2)
    guard case .actions(let actions) = reload.rollback else {
      Issue.record("reload has actions")
      return
    }
    #expect(actions.count == 1 && actions[0].timeout == 600_000 && actions[0].idempotent)
  }

  @Test func textStaysTextAndSecretsAreNamed() throws {
    let write = try step("write").with
    #expect(write.first { $0.name == "content" }.map { constant($0.value) } == .string("no"))
    #expect(write.first { $0.name == "ratio" }.map { constant($0.value) } == .double(1))
    let reload = try step("reload").with
    #expect(reload.first { $0.name == "env" }?.secrets == ["ca_token"])
    #expect(reload.first { $0.name == "argv" }?.secrets == [])
    #expect(try step("tell").with.first { $0.name == "headers" }?.secrets == ["ca_token"])
  }

  @Test func foreachAndOutputs() throws {
    let foreach = try #require(try step("each").foreach)
    #expect(foreach.variable == "target" && foreach.keyVariable == "target_key" && foreach.itemType == .string)
    #expect(foreach.maxParallel == 1)
    #expect(plan.body.outputs.map { "\($0.name): \($0.type)" } == ["took: int", "when: timestamp"])
  }

  private func constant(_ value: PlanValue) -> Value? {
    if case .constant(let constant) = value { constant } else { nil }
  }
}
