// Plans that together use everything the engine decides about. Small enough that a crash at every event and after
// every command can be tried.

enum ReferencePlans {
  static let bodies: [(name: String, body: String, files: [String: String])] = [
    ("linear", linear, [:]), ("parallel", parallel, [:]), ("phases", phases, [:]), ("flat conditions", flat, [:]),
    ("foreach list", foreachList, [:]), ("foreach map", foreachMap, [:]), ("foreach of a step", foreachStep, [:]),
    ("sub-plan", subPlan, ["inner.yaml": inner]), ("foreach of sub-plans", foreachSubPlan, ["inner.yaml": inner]),
    ("retries", retries, [:]), ("settling", settling, [:]), ("gates", gates, [:]), ("timers", timers, [:]),
    ("rollback", rollback, [:]), ("rollback of a sub-plan", rollbackSubPlan, ["inner.yaml": failing]),
    ("blocked rollback", blocked, [:]), ("continue", goOn, [:]), ("continue in a phase", phaseGoesOn, [:]),
    ("irreversible", irreversible, [:]), ("limits", limits, [:]), ("guards", guards, [:]),
    ("guard that trips", guardTrips, [:]), ("halt", halt, [:]), ("finally", finally, ["inner.yaml": inner]),
    ("kept", kept, [:]),
  ]

  private static let undo = "rollback: {uses: sim.process, idempotent: true}"

  private static let linear = """
    steps:
      - {id: one, uses: sim.process, \(undo)}
      - {id: two, uses: sim.once, rollback: {uses: sim.once}}
      - {id: three, uses: sim.put, rollback: auto}
      - {id: four, uses: sim.process, idempotent: true, \(undo)}
      - {id: look, uses: sim.look, with: {at: one}}
    """

  private static let parallel = """
    limits: {parallel: 2}
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.process, needs: [], \(undo)}
      - {id: c, uses: sim.put, needs: [a, b], rollback: auto}
      - {id: d, uses: sim.process, needs: [a], when: 'steps.a.outputs.n > 5', \(undo)}
      - {id: e, uses: sim.process, needs: [c, d], \(undo)}
    """

  private static let phases = """
    phases:
      - id: first
        preconditions: [{uses: sim.look, check: outputs.ok, with: {ok_after: 1}, within: 10s, every: 1s}]
        steps:
          - {id: a, uses: sim.process, \(undo)}
          - {id: b, uses: sim.put, preconditions: ["steps.a.status == 'succeeded'"], rollback: auto}
        success: [{uses: sim.look, check: outputs.there, with: {at: first/a}}]
      - id: second
        preconditions: ["steps.b.status == 'succeeded'"]
        steps:
          - {id: c, uses: sim.process, \(undo)}
        success: ["steps.c.outputs.n == 1 || true"]
    """

  private static let flat = """
    preconditions: [{uses: sim.look, check: outputs.ok}]
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.put, rollback: auto}
    success: [{uses: sim.look, check: outputs.there, with: {at: a}}]
    """

  private static let foreachList = """
    steps:
      - {id: a, uses: sim.process, foreach: [x, y, z], as: which, max_parallel: 2, with: {label: '${{ which }}'}, \(undo)}
      - {id: b, uses: sim.once, when: "steps.a.outputs['x'].n > 0", rollback: {uses: sim.once}}
    """

  private static let foreachMap = """
    on_failure: rollback
    vars:
      hosts: {one: 0, two: 1, three: 0}
    steps:
      - {id: a, uses: sim.put, foreach: '${{ vars.hosts }}', as: fails, with: {fail: '${{ fails }}'}, max_parallel: 1, rollback: auto}
      - {id: b, uses: sim.once, with: {fail: 1}, rollback: {uses: sim.once}}
    """

  private static let foreachStep = """
    steps:
      - {id: list, uses: sim.look, with: {items: [p, q, r]}}
      - {id: a, uses: sim.process, foreach: '${{ steps.list.outputs.items }}', max_parallel: 1, with: {fail: 1, label: '${{ item }}'}, \(undo)}
      - {id: none, uses: sim.process, foreach: [], \(undo)}
      - {id: last, uses: sim.process, \(undo)}
    """

  static let inner = """
    inputs:
      label: {type: string, default: x}
    preconditions: [inputs.label != '']
    phases:
      - id: p
        steps:
          - {id: a, uses: sim.process, with: {label: '${{ inputs.label }}'}, rollback: {uses: sim.process, idempotent: true}}
      - id: q
        steps:
          - {id: b, uses: sim.put, rollback: auto}
    outputs:
      n: ${{ steps.a.outputs.n }}
    """

  private static let subPlan = """
    steps:
      - {id: before, uses: sim.process, \(undo)}
      - {id: call, uses: plan.run, with: {plan: inner.yaml, inputs: {label: hello}}}
      - {id: after, uses: sim.once, when: steps.call.outputs.n >= 0, rollback: {uses: sim.once}}
    """

  private static let foreachSubPlan = """
    steps:
      - {id: call, uses: plan.run, foreach: {one: a, two: b}, as: label, with: {plan: inner.yaml, inputs: {label: '${{ label }}'}}}
      - {id: after, uses: sim.process, \(undo)}
    """

  private static let retries = """
    steps:
      - {id: a, uses: sim.process, with: {fail: 2}, retry: {attempts: 3, delay: 2s, backoff: 2, max_delay: 3s}, \(undo)}
      - id: b
        uses: sim.process
        idempotent: true
        with: {fail: 1}
        retry: {attempts: 2, delay: 1s}
        success: [{uses: sim.look, check: outputs.ok, with: {ok_after: 2}, within: 30s, every: 5s}]
        \(undo)
      - {id: c, uses: sim.once, with: {fail: 1}, retry: {attempts: 2}, rollback: {uses: sim.once}}
    """

  private static let settling = """
    steps:
      - {id: a, uses: sim.process, done_when: [{uses: sim.look, check: outputs.there, with: {at: a}}], \(undo)}
      - {id: b, uses: sim.probed, rollback: {uses: sim.probed}}
      - {id: c, uses: sim.once, done_when: [{uses: sim.look, check: outputs.there, with: {at: c}}], rollback: {uses: sim.once}}
      - {id: d, uses: sim.once, rollback: {none: it stays}}
    """

  private static let gates = """
    roles: {lead: [ann, bob, carl], security: [dora, bob]}
    steps:
      - {id: sign, uses: sim.gate, with: {roles: [lead, security], quorum: 2, distinct_from: [starter]}}
      - {id: a, uses: sim.process, when: size(steps.sign.outputs.approvers) > 1, \(undo)}
      - {id: hand, uses: sim.gate, with: {manual: true}, needs: [sign]}
      - {id: b, uses: sim.once, needs: [a, hand], rollback: {uses: sim.once}}
    """

  private static let timers = """
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: pause, uses: sim.wait, with: {ms: 60000}}
      - {id: b, uses: sim.put, needs: [a], rollback: auto}
      - {id: c, uses: sim.process, needs: [pause, b], \(undo)}
    """

  private static let rollback = """
    on_failure: rollback
    steps:
      - {id: a, uses: sim.process, rollback: [{uses: sim.process, idempotent: true}, {uses: sim.once, with: {fail: 1}, retry: {attempts: 2, delay: 1s}}]}
      - {id: b, uses: sim.put, needs: [], rollback: auto}
      - {id: c, uses: sim.once, rollback: {uses: sim.once}}
      - {id: d, uses: sim.process, with: {fail: 99}, needs: [a, c], rollback: {uses: sim.process, idempotent: true, success: [{uses: sim.look, check: outputs.ok, with: {ok_after: 1}, within: 10s}]}}
      - {id: e, uses: sim.process, \(undo)}
    """

  static let failing = """
    steps:
      - {id: a, uses: sim.process, rollback: {uses: sim.process, idempotent: true}}
      - {id: b, uses: sim.process, with: {fail: 1}, rollback: {uses: sim.process}}
    """

  private static let rollbackSubPlan = """
    on_failure: rollback
    steps:
      - {id: one, uses: sim.process, \(undo)}
      - {id: call, uses: plan.run, foreach: [p, q], max_parallel: 1, with: {plan: inner.yaml}}
    """

  private static let blocked = """
    on_failure: rollback
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.process, rollback: {uses: sim.process, with: {fail: 3}, retry: {attempts: 2, delay: 1s}}}
      - {id: c, uses: sim.process, with: {fail: 99}, \(undo)}
    finally:
      - {id: tell, uses: sim.once, with: {label: '${{ run.status }}'}}
    """

  private static let goOn = """
    steps:
      - {id: a, uses: sim.process, with: {fail: 99}, on_failure: continue, \(undo)}
      - {id: b, uses: sim.process, preconditions: ['false'], on_failure: continue, \(undo)}
      - {id: c, uses: sim.process, foreach: [1, 2, 3], with: {fail: 99}, max_parallel: 1, on_failure: continue, \(undo)}
      - {id: d, uses: sim.process, when: "steps.a.status == 'failed'", \(undo)}
    """

  private static let phaseGoesOn = """
    phases:
      - id: p
        on_failure: continue
        preconditions: [{uses: sim.look, check: outputs.there, with: {at: nowhere}}]
        steps: [{id: a, uses: sim.process, \(undo)}]
      - id: q
        on_failure: continue
        steps: [{id: b, uses: sim.process, with: {fail: 99}, \(undo)}, {id: c, uses: sim.process, \(undo)}]
        success: ['false']
      - id: r
        steps: [{id: d, uses: sim.process, \(undo)}]
    """

  private static let irreversible = """
    on_failure: rollback
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.rocket}
      - {id: c, uses: sim.process, \(undo)}
      - {id: d, uses: sim.process, with: {fail: 99}, \(undo)}
    """

  private static let limits = """
    limits: {duration: 20s, rollback: 1s}
    on_failure: rollback
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: pause, uses: sim.wait, with: {ms: 30000}}
      - {id: b, uses: sim.process, \(undo)}
    """

  private static let guards = """
    guards:
      - {id: fine, uses: sim.look, check: outputs.ok, every: 10s, for: 30s, with: {ok_after: 2}, on_trip: rollback}
      - {id: plain, check: "run.status != 'halted'", every: 5s}
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: pause, uses: sim.wait, with: {ms: 8000}}
      - {id: b, uses: sim.process, \(undo)}
    """

  private static let guardTrips = """
    guards:
      - {id: bad, uses: sim.look, check: outputs.ok, every: 1s, for: 3s, with: {ok_after: 99}, on_trip: rollback, on_missing: trip}
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.process, idempotent: true, \(undo)}
      - {id: pause, uses: sim.wait, with: {ms: 8000}}
    """

  private static let halt = """
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.put, needs: [], with: {fail: 1}, rollback: auto}
      - {id: c, uses: sim.process, needs: [a], with: {fail: 1}, \(undo)}
      - {id: d, uses: sim.once, needs: [b, c], rollback: {uses: sim.once}}
    finally:
      - {id: tell, uses: sim.process, with: {fail: 1}, retry: {attempts: 2}}
      - {id: told, uses: sim.once}
    """

  private static let finally = """
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.process, with: {fail: 1}, \(undo)}
    finally:
      - {id: tell, uses: plan.run, with: {plan: inner.yaml}}
      - {id: each, uses: sim.process, foreach: [1, 2], when: run.status != 'running'}
      - {id: told, uses: sim.once}
    """

  private static let kept = """
    on_failure: rollback
    steps:
      - {id: a, uses: sim.process, \(undo)}
      - {id: b, uses: sim.once, rollback: {none: it stays}}
      - {id: c, uses: sim.process, \(undo)}
      - {id: d, uses: sim.process, with: {fail: 1}, rollback: {none: nothing to undo}}
      - {id: e, uses: sim.process, \(undo)}
    """
}
