// The long explanations of plan problems: step types and sub-plans.

extension PlanProblem {
  static let stepTypeEntries = [
    CatalogueEntry(
      id: "BLY0103", title: "an unknown input",
      explanation: "A step type declares its inputs; `belay steps NAME` lists them with their types.",
      example: "uses: file.write\nwith: {pth: a.txt, content: x}",
      cure: "uses: file.write\nwith: {path: a.txt, content: x}"),
    CatalogueEntry(
      id: "BLY0104", title: "a missing input",
      explanation: "The step type can't work without this input, and it has no default.",
      example: "uses: file.write\nwith: {content: x}", cure: "uses: file.write\nwith: {path: a.txt, content: x}"),
    CatalogueEntry(
      id: "BLY0105", title: "an unknown step type",
      explanation: "`uses` names a step type of the registry; `belay steps` lists them.", example: "uses: shel.run",
      cure: "uses: shell.run"),
    CatalogueEntry(
      id: "BLY0150", title: "inputs that don't go together",
      explanation: "The step type itself says what is wrong with its inputs: what the declaration of each alone can't "
        + "express.",
      example: "uses: file.write\nwith: {path: a.txt}", cure: "uses: file.write\nwith: {path: a.txt, content: x}"),
    CatalogueEntry(
      id: "BLY0151", title: "an effect that is fixed",
      explanation:
        "Most step types know what they do to the world. Only those that run your own programs (`shell.run`, "
        + "`exec.run`) ask the step, by `effect: read`.",
      example: "uses: file.write\neffect: read", cure: "uses: file.write"),
    CatalogueEntry(
      id: "BLY0152", title: "outputs that are fixed",
      explanation: "Only steps that run your own programs declare outputs; the program writes them to BELAY_OUTPUT.",
      example: "uses: file.stat\noutputs: {owner: string}", cure: "uses: shell.run\noutputs: {owner: string}"),
    CatalogueEntry(
      id: "BLY0153", title: "an output that is there already",
      explanation: "The step type has an output of this name, with a meaning of its own.",
      example: "uses: shell.run\noutputs: {stdout: string}", cure: "uses: shell.run\noutputs: {answer: string}"),
    CatalogueEntry(
      id: "BLY0154", title: "a condition that changes something",
      explanation: "Conditions are asked in dry runs, repeatedly, and to settle doubt after a crash. So they only use "
        + "step types of effect `read`; a program says so itself, and the kernel holds it to that.",
      example: "- {check: outputs.exit_code == 0, uses: shell.run, with: {script: 'pg_isready'}}",
      cure: "- {check: outputs.exit_code == 0, uses: shell.run, effect: read, with: {script: 'pg_isready'}}"),
    CatalogueEntry(
      id: "BLY0155", title: "not something to look with",
      explanation: "Gates, waits and sub-plans can't answer a question at once.",
      example: "- {check: 'true', uses: wait.for, with: {duration: 5s}}",
      cure: "- {check: outputs.exists, uses: file.stat, with: {path: ready}, within: 1m}"),
    CatalogueEntry(
      id: "BLY0156", title: "a key that says nothing about a sub-plan",
      explanation: "A `plan.run` step stands for the steps of another plan. Retries, time limits and effects belong to "
        + "those steps.",
      example: "uses: plan.run\nretry: {attempts: 3}\nwith: {plan: child.yaml}",
      cure: "uses: plan.run\nwith: {plan: child.yaml}"),
    CatalogueEntry(
      id: "BLY0158", title: "not an undo",
      explanation: "An undo action is carried out by Belay or by a process. Gates, waits and sub-plans can't undo.",
      example: "rollback: {uses: wait.for, with: {duration: 5s}}",
      cure: "rollback: {uses: shell.run, with: {script: 'rm -f made'}}"),
    CatalogueEntry(
      id: "BLY0159", title: "an expression in a key",
      explanation: "Keys of a map are literal, so that whoever reads the plan sees which there are. Only values are "
        + "evaluated.",
      example: "uses: exec.run\nwith: {argv: [ls], env: {'${{ inputs.name }}': x}}",
      cure: "uses: exec.run\nwith: {argv: [ls], env: {NAME: '${{ inputs.name }}'}}"),
  ]

  static let subPlanEntries = [
    CatalogueEntry(
      id: "BLY0170", title: "a sub-plan that can't be read",
      explanation:
        "`plan` names a plan file relative to the plan that names it. It is read when the plan is checked, and "
        + "stored with every run.",
      example: "uses: plan.run\nwith: {plan: nowhere.yaml}", cure: "uses: plan.run\nwith: {plan: child.yaml}"),
    CatalogueEntry(
      id: "BLY0171", title: "plans in a cycle",
      explanation:
        "Sub-plans are inlined when the plan is checked, so a plan can't run itself, not even through others.",
      example: "# child.yaml\nsteps:\n  - {id: again, uses: plan.run, with: {plan: child.yaml}}",
      cure: "# child.yaml\nsteps:\n  - {id: each, foreach: [a, b], uses: file.stat, with: {path: '${{ item }}'}}"),
    CatalogueEntry(
      id: "BLY0172", title: "plans too deep", explanation: "Plans within plans are at most 16 deep.",
      example: "a.yaml runs b.yaml runs c.yaml …", cure: "a.yaml runs b.yaml, and c.yaml, …"),
    CatalogueEntry(
      id: "BLY0173", title: "an unknown input of a sub-plan",
      explanation: "The plan that is run declares its inputs under `inputs`.",
      example: "uses: plan.run\nwith: {plan: child.yaml, inputs: {wrd: hello}}",
      cure: "uses: plan.run\nwith: {plan: child.yaml, inputs: {word: hello}}"),
    CatalogueEntry(
      id: "BLY0174", title: "a missing input of a sub-plan",
      explanation: "The plan that is run declares an input without a default.",
      example: "# plan.yaml\n"
        + "steps:\n"
        + "  - {id: c, uses: plan.run, with: {plan: child.yaml}}\n"
        + "# child.yaml\n"
        + "inputs: {file: {type: string}}\n"
        + "steps:\n"
        + "  - {id: look, uses: file.stat, with: {path: '${{ inputs.file }}'}}",
      cure: "# plan.yaml\n"
        + "steps:\n"
        + "  - {id: c, uses: plan.run, with: {plan: child.yaml, inputs: {file: a.txt}}}\n"
        + "# child.yaml\n"
        + "inputs: {file: {type: string}}\n"
        + "steps:\n"
        + "  - {id: look, uses: file.stat, with: {path: '${{ inputs.file }}'}}"),
    CatalogueEntry(
      id: "BLY0175", title: "an input that breaks the sub-plan's rule",
      explanation: "The plan that is run declares a pattern, bounds or choices for this input.",
      example: "uses: plan.run\nwith: {plan: child.yaml, inputs: {keep: 0}}",
      cure: "uses: plan.run\nwith: {plan: child.yaml, inputs: {keep: 3}}"),
    CatalogueEntry(
      id: "BLY0176", title: "guards of a sub-plan",
      explanation:
        "Guards watch a whole run. A sub-plan is a part of one, so its guards would silently do nothing; move "
        + "them to the plan that is run.",
      example: "# child.yaml\n"
        + "guards: [{id: alive, uses: file.stat, with: {path: a}, check: outputs.exists, every: 10s}]",
      cure: "# plan.yaml\nguards: [{id: alive, uses: file.stat, with: {path: a}, check: outputs.exists, every: 10s}]"),
    CatalogueEntry(
      id: "BLY0177", title: "signatures that only the sub-plan demands",
      explanation:
        "`approvers` demands signed approvals for a whole run. A plan that runs one with `approvers` must have "
        + "it too, or the demand would be lost.",
      example: "# child.yaml\napprovers: allowed_signers",
      cure: "# plan.yaml\napprovers: allowed_signers"),
    CatalogueEntry(
      id: "BLY0178", title: "a role with other people",
      explanation:
        "Roles of all files of a plan are one set. The same role with other people would let somebody approve "
        + "whom one of the files doesn't name.",
      example: "# plan.yaml\nroles: {lead: [ann]}\n# child.yaml\nroles: {lead: [bob]}",
      cure: "# plan.yaml\nroles: {lead: [ann]}\n# child.yaml\nroles: {other-lead: [bob]}"),
    CatalogueEntry(
      id: "BLY0179", title: "a secret from somewhere else",
      explanation: "Secrets of all files of a plan are one set; one name has one source.",
      example: "# plan.yaml\nsecrets: {token: {env: A}}\n# child.yaml\nsecrets: {token: {env: B}}",
      cure: "# plan.yaml\nsecrets: {token: {env: A}}\n# child.yaml\nsecrets: {other_token: {env: B}}"),
    CatalogueEntry(
      id: "BLY0180", title: "a code with two meanings",
      explanation: "The error catalogues of all files of a plan are one; one code has one entry.",
      example: "# plan.yaml\n"
        + "error_catalog: errors.yaml\n"
        + "# child.yaml\n"
        + "error_catalog: more-errors.yaml\n"
        + "# errors.yaml\n"
        + "DISK-001: {message: the disk is full}\n"
        + "# more-errors.yaml\n"
        + "DISK-001: {message: the disk is gone}",
      cure: "# plan.yaml\n"
        + "error_catalog: errors.yaml\n"
        + "# child.yaml\n"
        + "error_catalog: more-errors.yaml\n"
        + "# errors.yaml\n"
        + "DISK-001: {message: the disk is full}\n"
        + "# more-errors.yaml\n"
        + "DISK-002: {message: the disk is gone}"),
    CatalogueEntry(
      id: "BLY0181", title: "a lock that depends on a sub-plan",
      explanation: "Locks are taken before a run starts, when the inputs of a sub-plan have no values yet.",
      example: "# child.yaml\ninputs: {host: {type: string, default: edge1}}\nlocks: ['edge:${{ inputs.host }}']",
      cure: "# plan.yaml\ninputs: {host: {type: string, default: edge1}}\nlocks: ['edge:${{ inputs.host }}']"),
  ]
}
