// A plan with its sub-plans as one: roles, secrets, variables of the environment, locks and error codes of every file
// belong to the run.

import Diagnostics
import Expressions

/// Merges what the files of a plan declare.
struct PlanMerger {
  let root: CheckedFile
  /// Every plan file, the root included, inner ones first.
  let files: [CheckedFile]

  private(set) var roles: [String: [String]] = [:]
  private(set) var secrets: [PlanSecret] = []
  private(set) var environment: [String] = []
  private(set) var locks: [PlanValue] = []
  private(set) var errorCatalog: [String: PlanErrorCode] = [:]

  init(root: CheckedFile, files: [CheckedFile]) {
    self.root = root
    // The root decides; the files that it runs follow in the order in which it reaches them.
    self.files = [root] + files.filter { $0 !== root }
    for file in self.files { merge(file) }
  }

  private mutating func merge(_ file: CheckedFile) {
    guard let plan = file.plan else { return }
    mergeRoles(plan, file)
    mergeSecrets(plan, file)
    for name in plan.environment where !environment.contains(name.value) { environment.append(name.value) }
    mergeLocks(file)
    for (code, entry) in file.errorCatalog.sorted(by: { $0.key < $1.key }) {
      if let known = errorCatalog[code], known != entry, let path = plan.errorCatalog {
        file.reporter.report(.codeDiffers(code, plan: root.reporter.name), at: path.range)
      } else {
        errorCatalog[code] = entry
      }
    }
    if file !== root { checkSubPlan(plan, file) }
  }

  private mutating func mergeRoles(_ plan: WrittenPlan, _ file: CheckedFile) {
    for role in plan.roles {
      if let known = roles[role.name], Set(known) != Set(role.people) {
        file.reporter.report(.roleDiffers(role.name, plan: root.reporter.name), at: role.range)
      } else {
        roles[role.name] = role.people
      }
    }
  }

  private mutating func mergeSecrets(_ plan: WrittenPlan, _ file: CheckedFile) {
    for secret in plan.secrets {
      if let known = secrets.first(where: { $0.name == secret.value.name }) {
        if known != secret.value {
          file.reporter.report(.secretDiffers(secret.value.name, plan: root.reporter.name), at: secret.range)
        }
      } else {
        secrets.append(secret.value)
      }
    }
  }

  /// A lock of a sub-plan can't depend on its inputs: locks are taken before anything runs.
  private mutating func mergeLocks(_ file: CheckedFile) {
    if file === root {
      locks += file.locks
      return
    }
    for (lock, node) in zip(file.locks, file.plan?.locks ?? []) {
      guard case .constant(let value) = lock else {
        file.reporter.report(.lockOfSubPlan, at: node.range)
        continue
      }
      let isKnown = locks.contains { if case .constant(value) = $0 { true } else { false } }
      if !isKnown { locks.append(lock) }
    }
  }

  private func checkSubPlan(_ plan: WrittenPlan, _ file: CheckedFile) {
    let reporter = file.reporter
    if let range = plan.guardsRange, !plan.guards.isEmpty {
      reporter.report(.guardsOfSubPlan(reporter.name), at: range)
    }
    if let approvers = plan.approvers, root.plan?.approvers == nil {
      reporter.report(.approversOfSubPlan(reporter.name), at: approvers.range)
    }
    if let range = plan.limitsRange { reporter.report(.limitsOfSubPlan, at: range) }
  }

  /// Roles that steps ask, against the roles of all files.
  func checkRoles() {
    let names = roles.keys.sorted()
    var hopeless: Set<SourceRange> = []
    for use in files.flatMap(\.roleUses) {
      guard let people = roles[use.role] else {
        use.reporter.report(
          .unknownRole(use.role, roles: names, nearest: use.reporter.nearest(to: use.role, in: names)), at: use.range)
        continue
      }
      if let quorum = use.wantedQuorum, quorum.value > Int64(people.count), !people.isEmpty {
        hopeless.insert(quorum.range)
        use.reporter.report(
          .quorumTooLarge(quorum.value, role: use.role, people: people.count), at: quorum.range)
      }
    }
    checkQuorumsWithoutStarter(hopeless)
    checkUnusedRoles()
  }

  private func checkQuorumsWithoutStarter(_ hopeless: Set<SourceRange>) {
    for use in files.flatMap(\.roleUses) where use.isWithoutStarter {
      guard let quorum = use.wantedQuorum, let people = roles[use.role], quorum.value == Int64(people.count),
        !hopeless.contains(quorum.range)
      else { continue }
      use.reporter.report(
        .quorumNeedsStarter(quorum.value, role: use.role, people: people.count), at: quorum.range)
    }
  }

  /// Roles that no step of any file asks.
  private func checkUnusedRoles() {
    guard files.allSatisfy({ !$0.reporter.hasErrors && !$0.hidesRoleUses }) else { return }
    let used = Set(files.flatMap(\.roleUses).map(\.role))
    for file in files {
      for role in file.plan?.roles ?? [] where !used.contains(role.name) {
        file.reporter.report(.unused(.role, role.name), at: role.range)
      }
    }
  }

  /// Codes without an entry, where there is a catalogue.
  func checkCodes() {
    for file in files {
      guard let path = file.plan?.errorCatalog, !file.errorCatalog.isEmpty else { continue }
      let codes = errorCatalog.keys.sorted()
      for code in file.codeUses where errorCatalog[code.value] == nil {
        file.reporter.report(
          .codeWithoutEntry(
            code.value, catalogue: path.value, nearest: file.reporter.nearest(to: code.value, in: codes)),
          at: code.range)
      }
    }
  }
}
