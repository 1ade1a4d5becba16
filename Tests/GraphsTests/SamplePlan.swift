// A plan with one of everything that a picture shows, and one that it runs.

import ApprovalSteps
import FilesSteps
import Graphs
import HostSteps
import PlanModel
import ShellSteps
import StepKit
import SubPlanSteps
import Testing
import WaitSteps

private let release = """
  belay: 1
  name: release-edge
  version: 2.1.0
  title: Release the edge <service> & "tell" everybody
  roles: {lead: [ann, bob]}
  inputs:
    hosts: {type: list<string>, default: [a, b]}
    notify: {type: bool, default: true}
  on_failure: rollback
  guards:
    - {id: load, uses: host.resources, every: 10s, check: outputs.disk_free_bytes > 1000, on_trip: rollback}
  phases:
    - id: prepare
      title: Prepare
      risk: low
      steps:
        - {id: room, uses: host.resources}
        - {id: fetch, needs: [room], uses: file.write, with: {path: a, content: b}, rollback: auto}
        - id: config
          title: Write the configuration of all hosts and everything else that they need
          needs: [room]
          uses: file.write
          with: {path: c, content: b}
          rollback: auto
        - {id: look, needs: [room], uses: exec.run, with: {argv: ['true']}, rollback: {none: nothing to take back}}
        - {id: verify, needs: [fetch, config, room], uses: file.stat, with: {path: a}}
        - id: sign-off
          needs: [verify, look, room]
          uses: approval.request
          with: {roles: [lead], quorum: 2, distinct_from: [starter]}
    - id: swap
      risk: high
      steps:
        - id: each
          foreach: ${{ inputs.hosts }}
          as: host
          uses: exec.run
          with: {argv: [echo, '${{ host }}']}
          rollback:
            - {uses: exec.run, with: {argv: [echo, back]}}
            - {uses: file.remove, with: {path: x}}
        - {id: database, uses: plan.run, with: {plan: child.yaml}}
        - {id: soak, needs: [each], uses: wait.for, with: {duration: 1m}}
        - {id: burn, needs: [soak, database], uses: exec.run, with: {argv: ['true']}, irreversible: true}
  finally:
    - {id: tell, when: inputs.notify, uses: exec.run, with: {argv: [echo, '${{ run.status }}']}}
  """

private let child = """
  belay: 1
  name: child
  version: 1.0.0
  title: Move the database
  phases:
    - id: copy
      title: Copy
      steps:
        - {id: dump, uses: file.write, with: {path: q, content: b}, rollback: auto}
        - {id: load, uses: file.write, with: {path: r, content: b}, rollback: auto}
    - id: switch
      steps:
        - {id: ask, uses: manual.confirm, with: {message: Look at it}}
  """

/// The graph of the plan above.
func sampleGraph() throws -> PlanGraph {
  let families = [
    ShellSteps.family, FilesSteps.family, HostSteps.family, WaitSteps.family, ApprovalSteps.family, SubPlanSteps.family,
  ]
  let registry = try Registry(families.flatMap(\.types))
  let files = [
    PlanFile(name: "release.yaml", bytes: Array(release.utf8)), PlanFile(name: "child.yaml", bytes: Array(child.utf8)),
  ]
  let result = PlanChecker(registry: registry, reader: NoDisk()).check(files: files)
  return PlanGraph(of: try #require(result.plan, "\(result.diagnostics.map(\.message))"), registry)
}

private struct NoDisk: PlanReader {
  func read(_ path: String) -> Result<[UInt8], PlanReadError> { .failure(PlanReadError(message: "no such file")) }
}
