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
      example: "needs: [tell]  # a step of finally", cure: "needs: [build]"),
    CatalogueEntry(
      id: "BLY0303", title: "steps in a cycle",
      explanation: "Each of these steps waits for the next, so none would ever start. A step without `needs` needs the "
        + "step before it; `needs: []` starts with its phase.",
      example: "- {id: hen, needs: [egg], …}\n- {id: egg, needs: [hen], …}",
      cure: "- {id: hen, needs: [], …}\n- {id: egg, needs: [hen], …}"),
    CatalogueEntry(
      id: "BLY0304", title: "a result that isn't surely there",
      explanation: "An expression may read the result of a step only if that step is surely done by then: it is in an "
        + "earlier phase, or is needed directly or through others. Order in the file alone isn't enough where `needs` "
        + "is given.",
      example: "- {id: a, needs: [], …}\n- {id: b, needs: [], when: steps.a.outputs.n > 1, …}",
      cure: "- {id: a, needs: [], …}\n- {id: b, needs: [a], when: steps.a.outputs.n > 1, …}"),
    CatalogueEntry(
      id: "BLY0305", title: "a step where there is none yet",
      explanation:
        "Variables and locks are computed before the first step starts, and guards watch from the first moment "
        + "on: none of them can read a step's result.",
      example: "vars:\n  n: ${{ steps.count.outputs.n }}", cure: "when: steps.count.outputs.n > 1"),
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
      example: "when: env.REGION == 'eu'", cure: "env: [REGION]\n…\nwhen: env.REGION == 'eu'"),
    CatalogueEntry(
      id: "BLY0311", title: "an undeclared secret",
      explanation: "The plan says where each secret comes from, under `secrets`.",
      example: "env: {T: '${{ secrets.token }}'}",
      cure: "secrets: {token: {env: TOKEN}}\n…\nenv: {T: '${{ secrets.token }}'}"),
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
      example: "with: {argv: [curl, -H, 'Authorization: ${{ secrets.token }}']}",
      cure: "with: {argv: [./call.sh], env: {TOKEN: '${{ secrets.token }}'}}"),
    CatalogueEntry(
      id: "BLY0408", title: "an unknown role",
      explanation: "Roles name people, in `roles` of the plan that is run or of the sub-plan that asks.",
      example: "with: {roles: [technical-laed]}", cure: "roles: {technical-lead: [ann, bob]}"),
    CatalogueEntry(
      id: "BLY0409", title: "a quorum that can't be reached",
      explanation: "`quorum` is how many different people of each role must agree. The role has fewer.",
      example: "roles: {lead: [ann]}\n…\nwith: {roles: [lead], quorum: 2}",
      cure: "roles: {lead: [ann, bob]}\n…\nwith: {roles: [lead], quorum: 2}"),
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
      example: "limits: {duration: 1h}\n…\n- {id: copy, …}",
      cure: "limits: {duration: 1h}\n…\n- {id: copy, estimate: 5m, …}"),
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
      example: "rollback: {uses: shell.run, with: {script: 'rm -rf \"$D\"', env: {D: '${{ outputs.dir }}'}}}",
      cure:
        "rollback: {uses: shell.run, with: {script: 'rm -rf \"$D\"', env: {D: '${{ has(outputs.dir) ? outputs.dir : \"\" }}'}}}"
    ),
    CatalogueEntry(
      id: "BLY0454", title: "an unused input",
      explanation: "Whoever runs the plan is asked for a value that changes nothing.",
      example: "inputs:\n  host: {type: string}", cure: "# dropped"),
    CatalogueEntry(
      id: "BLY0455", title: "a code without an entry",
      explanation:
        "The plan has an error catalogue, and this code isn't in it: whoever sees the failure isn't told what "
        + "to do.",
      example: "code: EDGE-003",
      cure: "# errors.yaml\nEDGE-003: {message: the edge doesn't answer, resolution: restart it}"),
    CatalogueEntry(
      id: "BLY0456", title: "a rollback in finally",
      explanation: "`finally` runs after any rollback and is never undone.",
      example: "finally:\n  - {id: tell, uses: shell.run, with: {script: mail}, rollback: {uses: shell.run, …}}",
      cure: "finally:\n  - {id: tell, uses: shell.run, with: {script: mail}}"),
    CatalogueEntry(
      id: "BLY0457", title: "limits of a sub-plan",
      explanation: "`limits` bounds a whole run, and only the plan that is run decides.",
      example: "# child.yaml\nlimits: {duration: 1h}", cure: "# parent.yaml\nlimits: {duration: 1h}"),
    CatalogueEntry(
      id: "BLY0458", title: "look-alike ids",
      explanation: "Two steps whose ids differ only in case, or in '-' and '_', are mixed up by whoever types one at "
        + "night.",
      example: "- {id: sign-off, …}\n- {id: sign_off, …}", cure: "- {id: sign-off-ops, …}\n- {id: sign-off-security, …}"
    ),
    CatalogueEntry(
      id: "BLY0459", title: "an expression where none is evaluated",
      explanation: "Titles, descriptions and reasons are for people, and are shown as they are written.",
      example: "title: Deploy ${{ inputs.version }}", cure: "title: Deploy a version"),
  ]
}
