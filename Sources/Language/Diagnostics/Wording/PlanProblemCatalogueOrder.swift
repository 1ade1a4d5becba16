// The long explanations of plan problems: order, references, safety, and warnings.

extension PlanProblem {
  static let orderEntries = [
    CatalogueEntry(
      id: "BLY0300", title: "an unknown step",
      explanation: "`needs`, and `steps.…` in expressions, name steps of the same plan file.",
      example: "needs: [biuld]", cure: "needs: [build]"),
    CatalogueEntry(
      id: "BLY0301", title: "needs itself", explanation: "The step would wait for itself for ever.",
      example: "id: one\nneeds: [one]", cure: "id: one\nneeds: []"),
    CatalogueEntry(
      id: "BLY0302", title: "needs a later step",
      explanation: "Phases run one after another, and `finally` after all of them. A step can't wait for one that only "
        + "starts when the step's own phase is over.",
      example: "steps:\n"
        + "  - {id: look, uses: file.stat, needs: [tell], with: {path: look}}\n"
        + "finally:\n"
        + "  - {id: tell, uses: file.stat, with: {path: tell}}",
      cure: "steps:\n"
        + "  - {id: look, uses: file.stat, needs: [], with: {path: look}}\n"
        + "finally:\n"
        + "  - {id: tell, uses: file.stat, with: {path: tell}}"),
    CatalogueEntry(
      id: "BLY0303", title: "steps in a cycle",
      explanation: "Each of these steps waits for the next, so none would ever start. A step without `needs` needs the "
        + "step before it; `needs: []` starts with its phase.",
      example: "- {id: hen, uses: file.stat, needs: [egg], with: {path: hen}}\n"
        + "- {id: egg, uses: file.stat, needs: [hen], with: {path: egg}}",
      cure: "- {id: hen, uses: file.stat, needs: [], with: {path: hen}}\n"
        + "- {id: egg, uses: file.stat, needs: [hen], with: {path: egg}}"),
    CatalogueEntry(
      id: "BLY0304", title: "a result that isn't surely there",
      explanation: "An expression may read the result of a step only if that step is surely done by then: it is in an "
        + "earlier phase, or is needed directly or through others. Order in the file alone isn't enough where `needs` "
        + "is given.",
      example: "- {id: a, uses: file.stat, needs: [], with: {path: a}}\n"
        + "- {id: b, uses: file.stat, needs: [], when: steps.a.outputs.exists, with: {path: b}}",
      cure: "- {id: a, uses: file.stat, needs: [], with: {path: a}}\n"
        + "- {id: b, uses: file.stat, needs: [a], when: steps.a.outputs.exists, with: {path: b}}"),
    CatalogueEntry(
      id: "BLY0305", title: "a step where there is none yet",
      explanation:
        "Variables and locks are computed before the first step starts, and guards watch from the first moment "
        + "on: none of them can read a step's result.",
      example: "vars:\n"
        + "  there: ${{ steps.look.outputs.exists }}\n"
        + "steps:\n"
        + "  - {id: look, uses: file.stat, with: {path: look}}\n"
        + "  - {id: next, uses: file.stat, when: vars.there, with: {path: next}}",
      cure: "steps:\n"
        + "  - {id: look, uses: file.stat, with: {path: look}}\n"
        + "  - {id: next, uses: file.stat, when: steps.look.outputs.exists, with: {path: next}}"),
    CatalogueEntry(
      id: "BLY0306", title: "foreach over something else",
      explanation: "`foreach` makes one instance an item of a list or an entry of a map.", example: "foreach: ${{ 3 }}",
      cure: "foreach: [1, 2, 3]"),
    CatalogueEntry(
      id: "BLY0307", title: "an item twice",
      explanation: "An instance is named by its item, as in `copy[a.txt]`, so items are distinct.",
      example: "foreach: [a.txt, a.txt]", cure: "foreach: [a.txt, b.txt]"),
    CatalogueEntry(
      id: "BLY0308", title: "variables in a cycle", explanation: "Each of these variables is made of the next.",
      example: "vars:\n  a: ${{ vars.b }}\n  b: ${{ vars.a }}", cure: "vars:\n  a: text\n  b: ${{ vars.a }}"),
    CatalogueEntry(
      id: "BLY0309", title: "all steps at once",
      explanation: "Whether a step is done before an expression is evaluated can only be checked when the expression "
        + "names the step.",
      example: "when: steps[inputs.name].status == 'succeeded'", cure: "when: steps.build.status == 'succeeded'"),
    CatalogueEntry(
      id: "BLY0310", title: "an undeclared environment variable",
      explanation: "Expressions read the environment only through names that the plan lists in `env`. Their values are "
        + "taken once, when a run is created, and are journaled; so never name a secret there.",
      example: "steps:\n  - {id: a, uses: file.stat, when: env.REGION == 'eu', with: {path: a}}",
      cure: "env: [REGION]\nsteps:\n  - {id: a, uses: file.stat, when: env.REGION == 'eu', with: {path: a}}"),
    CatalogueEntry(
      id: "BLY0311", title: "an undeclared secret",
      explanation: "The plan says where each secret comes from, under `secrets`.",
      example: "steps:\n"
        + "  - {id: a, uses: exec.run, effect: read, with: {argv: [./call], env: {T: '${{ secrets.token }}'}}}",
      cure: "secrets: {token: {env: TOKEN}}\n"
        + "steps:\n"
        + "  - {id: a, uses: exec.run, effect: read, with: {argv: [./call], env: {T: '${{ secrets.token }}'}}}"),
    CatalogueEntry(
      id: "BLY0312", title: "a name with a minus",
      explanation: "Expressions read `-` as a subtraction. A step, input, variable or secret with `-` in its name is "
        + "read in brackets.",
      example: "- {id: sign-off, uses: file.stat, with: {path: sign-off}}\n"
        + "- {id: next, uses: file.stat, when: steps.sign-off.outputs.exists, with: {path: next}}",
      cure: "- {id: sign-off, uses: file.stat, with: {path: a}}\n"
        + "- {id: next, when: \"steps['sign-off'].outputs.exists\", uses: file.stat, with: {path: b}}"),
  ]

  static let safetyEntries = [
    CatalogueEntry(
      id: "BLY0400", title: "a change without a rollback",
      explanation:
        "Undo is part of the plan: a step that changes something says how it is undone, or says in words why "
        + "it can't or needn't be. Steps of `finally`, irreversible ones and sub-plans are excepted.",
      example: "- id: write\n  uses: file.write\n  with: {path: a.txt, content: x}",
      cure: "- id: write\n  uses: file.write\n  with: {path: a.txt, content: x}\n  rollback: auto"),
    CatalogueEntry(
      id: "BLY0401", title: "auto isn't possible",
      explanation: "`rollback: auto` asks the step type to restore what it changed. This one doesn't know what it "
        + "changed.",
      example: "uses: shell.run\nwith: {script: 'mkdir made'}\nrollback: auto",
      cure: "uses: shell.run\nwith: {script: 'mkdir made'}\nrollback: {uses: shell.run, with: {script: 'rmdir made'}}"),
    CatalogueEntry(
      id: "BLY0402", title: "none without a reason",
      explanation:
        "Whoever approves the plan, and whoever rolls it back at night, wants to know why a step isn't undone.",
      example: "rollback: none", cure: "rollback: {none: the cache fills itself}"),
    CatalogueEntry(
      id: "BLY0403", title: "rollback of a sub-plan",
      explanation: "A sub-plan is undone step by step, in reverse order, each by its own rollback.",
      example: "uses: plan.run\nwith: {plan: child.yaml}\nrollback: auto",
      cure: "uses: plan.run\nwith: {plan: child.yaml}"),
    CatalogueEntry(
      id: "BLY0404", title: "undo of an irreversible step",
      explanation:
        "Automatic rollback stops at an irreversible step and says so; its own undo would never run. Either it "
        + "can be undone, or it is irreversible.",
      example: "irreversible: true\nrollback: auto", cure: "irreversible: true"),
    CatalogueEntry(
      id: "BLY0405", title: "a plan that continues",
      explanation: "`continue` marks a failed step and goes on with the next. When the plan itself has failed there is "
        + "no next.",
      example: "on_failure: continue", cure: "on_failure: rollback"),
    CatalogueEntry(
      id: "BLY0406", title: "text injection",
      explanation:
        "`${{ … }}` in a script would paste a value into program text: a value with a quote or a semicolon in "
        + "it would be run. Values go through `env`, where the shell takes them as they are.",
      example: "with:\n  script: 'echo ${{ inputs.who }}'",
      cure: "with:\n  env: {WHO: '${{ inputs.who }}'}\n  script: 'echo \"$WHO\"'"),
    CatalogueEntry(
      id: "BLY0407", title: "a secret where it may leak",
      explanation:
        "Secrets, and whatever is computed from them, may flow into `env` of a process and into inputs that a "
        + "step type marks sensitive. Arguments, conditions, names, messages and outputs are seen by others, or are "
        + "journaled.",
      example: "secrets: {token: {env: TOKEN}}\n"
        + "steps:\n"
        + "  - {id: a, uses: exec.run, effect: read, with: {argv: [./call, '${{ secrets.token }}']}}",
      cure: "secrets: {token: {env: TOKEN}}\n"
        + "steps:\n"
        + "  - {id: a, uses: exec.run, effect: read, with: {argv: [./call], env: {T: '${{ secrets.token }}'}}}"),
    CatalogueEntry(
      id: "BLY0408", title: "an unknown role",
      explanation: "Roles name people, in `roles` of the plan that is run or of the sub-plan that asks.",
      example: "roles: {lead: [ann, bob]}\n"
        + "steps:\n"
        + "  - {id: ask, uses: approval.request, with: {roles: [laed], distinct_from: [starter]}}",
      cure: "roles: {lead: [ann, bob]}\n"
        + "steps:\n"
        + "  - {id: ask, uses: approval.request, with: {roles: [lead], distinct_from: [starter]}}"),
    CatalogueEntry(
      id: "BLY0409", title: "a quorum that can't be reached",
      explanation: "`quorum` is how many different people of each role must agree. The role has fewer.",
      example: "roles: {lead: [ann]}\n"
        + "steps:\n"
        + "  - {id: ask, uses: approval.request, with: {roles: [lead], quorum: 2, distinct_from: [starter]}}",
      cure: "roles: {lead: [ann, bob, eve]}\n"
        + "steps:\n"
        + "  - {id: ask, uses: approval.request, with: {roles: [lead], quorum: 2, distinct_from: [starter]}}"),
  ]

  static let warningEntries = [
    CatalogueEntry(
      id: "BLY0450", title: "retried, but perhaps not repeatable",
      explanation: "A step that failed half-way may have done part of its work; trying again does that part twice. Say "
        + "`idempotent: true` where that is the same as once.",
      example: "retry: {attempts: 3}", cure: "idempotent: true\nretry: {attempts: 3}"),
    CatalogueEntry(
      id: "BLY0451", title: "no estimate to compare",
      explanation:
        "`limits.duration` fails a run that takes too long. Without estimates nobody sees beforehand whether "
        + "the plan fits.",
      example: "limits: {duration: 1h}\nsteps:\n  - {id: copy, uses: file.stat, with: {path: copy}}",
      cure: "limits: {duration: 1h}\nsteps:\n  - {id: copy, uses: file.stat, estimate: 5m, with: {path: copy}}"),
    CatalogueEntry(
      id: "BLY0452", title: "the starter may approve",
      explanation: "Without `distinct_from` whoever starts the run may also approve it, if a role names them.",
      example: "uses: approval.request\nwith: {roles: [lead]}",
      cure: "uses: approval.request\nwith: {roles: [lead], distinct_from: [starter]}"),
    CatalogueEntry(
      id: "BLY0453", title: "an undo that needs an output",
      explanation:
        "The step that failed is undone too, and may have no outputs. An undo that reads one then fails, and "
        + "blocks the rollback.",
      example: "outputs: {dir: string}\n"
        + "rollback: {uses: shell.run, with: {script: 'rm -rf \"$D\"', env: {D: '${{ outputs.dir }}'}}}",
      cure: "outputs: {dir: string}\n"
        + "rollback: {uses: shell.run, with: {script: 'rm -rf \"$D\"', env: {D: '${{ "
        + "outputs.?dir.orValue(\"\") }}'}}}"),
    CatalogueEntry(
      id: "BLY0454", title: "an unused input",
      explanation: "Whoever runs the plan is asked for a value that changes nothing.",
      example: "inputs:\n  host: {type: string}", cure: "# dropped"),
    CatalogueEntry(
      id: "BLY0455", title: "a code without an entry",
      explanation:
        "The plan has an error catalogue, and this code isn't in it: whoever sees the failure isn't told what "
        + "to do.",
      example: "error_catalog: errors.yaml  # it has DISK-001\n"
        + "steps:\n"
        + "  - id: a\n"
        + "    uses: file.stat\n"
        + "    with: {path: a}\n"
        + "    success: [{check: outputs.exists, code: DISK-01}]",
      cure: "error_catalog: errors.yaml  # it has DISK-001\n"
        + "steps:\n"
        + "  - id: a\n"
        + "    uses: file.stat\n"
        + "    with: {path: a}\n"
        + "    success: [{check: outputs.exists, code: DISK-001}]"),
    CatalogueEntry(
      id: "BLY0456", title: "a rollback in finally",
      explanation: "`finally` runs after any rollback and is never undone.",
      example: "steps:\n"
        + "  - {id: look, uses: file.stat, with: {path: look}}\n"
        + "finally:\n"
        + "  - id: tell\n"
        + "    uses: exec.run\n"
        + "    with: {argv: [mail, ops]}\n"
        + "    rollback: {uses: exec.run, with: {argv: [mail, sorry]}}",
      cure: "steps:\n"
        + "  - {id: look, uses: file.stat, with: {path: look}}\n"
        + "finally:\n"
        + "  - id: tell\n"
        + "    uses: exec.run\n"
        + "    with: {argv: [mail, ops]}"),
    CatalogueEntry(
      id: "BLY0457", title: "limits of a sub-plan",
      explanation: "`limits` bounds a whole run, and only the plan that is run decides.",
      example: "# child.yaml\nlimits: {duration: 1h}",
      cure: "# plan.yaml\nlimits: {duration: 1h}"),
    CatalogueEntry(
      id: "BLY0458", title: "look-alike ids",
      explanation: "Two steps whose ids differ only in case, or in '-' and '_', are mixed up by whoever types one at "
        + "night.",
      example: "- {id: sign-off, uses: file.stat, with: {path: sign-off}}\n"
        + "- {id: sign_off, uses: file.stat, with: {path: sign_off}}",
      cure: "- {id: sign-off-ops, uses: file.stat, with: {path: sign-off-ops}}\n"
        + "- {id: sign-off-legal, uses: file.stat, with: {path: sign-off-legal}}"),
    CatalogueEntry(
      id: "BLY0459", title: "an expression where none is evaluated",
      explanation: "Titles, descriptions and reasons are for people, and are shown as they are written.",
      example: "title: Deploy ${{ inputs.version }}", cure: "title: Deploy a version"),
    CatalogueEntry(
      id: "BLY0460", title: "a quorum that needs the starter",
      explanation: "`distinct_from: [starter]` keeps whoever starts the run from approving. When that is one of the "
        + "people of the role, the others are too few, and the run waits for ever.",
      example: "roles: {lead: [ann, bob]}\n"
        + "steps:\n"
        + "  - {id: ask, uses: approval.request, with: {roles: [lead], quorum: 2, distinct_from: [starter]}}",
      cure: "roles: {lead: [ann, bob, eve]}\n"
        + "steps:\n"
        + "  - {id: ask, uses: approval.request, with: {roles: [lead], quorum: 2, distinct_from: [starter]}}"),
    CatalogueEntry(
      id: "BLY0461", title: "an output that may not be there",
      explanation: "A step that was skipped, was satisfied, or failed under `continue` counts as done, but has no "
        + "outputs; and `finally` also runs when a step never started. Reading an output that isn't there "
        + "fails the step that reads it.",
      example: "- {id: look, uses: file.stat, when: inputs.go, with: {path: look}}\n"
        + "- {id: next, uses: file.stat, when: steps.look.outputs.exists, with: {path: next}}",
      cure: "- {id: look, uses: file.stat, when: inputs.go, with: {path: look}}\n"
        + "- {id: next, uses: file.stat, when: has(steps.look.outputs.exists) && "
        + "steps.look.outputs.exists, with: {path: next}}"),
    CatalogueEntry(
      id: "BLY0462", title: "a declaration that nothing uses",
      explanation: "A variable, secret, role or environment variable that nothing reads is a leftover, or its name is "
        + "misspelt where it should be read.",
      example: "vars:\n  folder: /srv/app",
      cure: "vars:\n  folder: /srv/app\nsteps:\n  - {id: look, uses: file.stat, with: {path: '${{ vars.folder }}'}}"),
    CatalogueEntry(
      id: "BLY0463", title: "a word that it never is",
      explanation: "A status is one of a few words, and so is an input with `choices`. Compared with any other word, "
        + "the condition has always the same answer.",
      example: "- {id: look, uses: file.stat, with: {path: look}}\n"
        + "- {id: next, uses: file.stat, when: steps.look.status == 'succeded', with: {path: next}}",
      cure: "- {id: look, uses: file.stat, with: {path: look}}\n"
        + "- {id: next, uses: file.stat, when: steps.look.status == 'succeeded', with: {path: next}}"),
    CatalogueEntry(
      id: "BLY0464", title: "an estimate over the timeout",
      explanation: "A step that takes as long as its author expects would be ended at its deadline.",
      example: "estimate: 10m\ntimeout: 5m",
      cure: "estimate: 10m\ntimeout: 20m"),
    CatalogueEntry(
      id: "BLY0465", title: "an expression in the program of an argument",
      explanation: "An argument is safe as it is, but `sh -c` and its like run theirs as a program: a value with a "
        + "quote or a semicolon in it would be run. Give the value as an argument of its own.",
      example: "uses: exec.run\nwith: {argv: [sh, -c, 'ls ${{ inputs.name }}']}",
      cure: "uses: exec.run\nwith: {argv: [sh, -c, 'ls \"$1\"', sh, '${{ inputs.name }}']}"),
    CatalogueEntry(
      id: "BLY0466", title: "a rollback that takes longer than its limit",
      explanation: "`limits.rollback` is what was promised to those who wait, and the undos together take longer even "
        + "if each goes as its author expects. The limit only alarms: the rollback goes on. An `auto` undo has no estimate of its own, "
        + "so it counts with that of its step. `belay plan` shows every way back.",
      example: "limits: {rollback: 1m}\nsteps:\n  - {id: a, uses: file.write, estimate: 5m, rollback: auto, "
        + "with: {path: a, content: a}}",
      cure: "limits: {rollback: 15m}\nsteps:\n  - {id: a, uses: file.write, estimate: 5m, rollback: auto, "
        + "with: {path: a, content: a}}"),
  ]
}
