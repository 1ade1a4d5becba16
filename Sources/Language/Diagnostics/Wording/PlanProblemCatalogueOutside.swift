// The long explanations of problems of outside step types: `steps/<name>/step.yaml`.

extension PlanProblem {
  private static func entry(
    _ id: String, _ title: String, _ explanation: String, _ example: String, cure: String
  ) -> CatalogueEntry {
    CatalogueEntry(id: id, title: title, explanation: explanation, example: example, cure: cure)
  }

  static let outsideTypeEntries = [
    entry(
      "BLY0160", "not the name of a step type",
      "A step type in a folder beside the plan is named as `uses` names it: parts in lower case with '.' between them.",
      """
      # plan.yaml
      steps: [{id: a, uses: Cert, rollback: {none: a demo}}]
      # steps/Cert/step.yaml
      belay: 1
      name: Cert
      summary: Install a certificate
      effect: write
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.install, rollback: {none: a demo}}]
        # steps/cert.install/step.yaml
        belay: 1
        name: cert.install
        summary: Install a certificate
        effect: write
        # steps/cert.install/run
        """),
    entry(
      "BLY0161", "a step type in a folder of another name",
      "Plans find a step type by its folder: its declaration has the same name.",
      """
      # plan.yaml
      steps: [{id: a, uses: cert.install, rollback: {none: a demo}}]
      # steps/cert.install/step.yaml
      belay: 1
      name: cert.remove
      summary: Install a certificate
      effect: write
      # steps/cert.install/run
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.install, rollback: {none: a demo}}]
        # steps/cert.install/step.yaml
        belay: 1
        name: cert.install
        summary: Install a certificate
        effect: write
        # steps/cert.install/run
        """),
    entry(
      "BLY0162", "a step type with the name of a built-in one",
      "What `file.write` means is the same in every plan. A folder can't change it, and it isn't ignored silently.",
      """
      # plan.yaml
      steps: [{id: a, uses: file.stat, with: {path: a}}]
      # steps/file.stat/step.yaml
      belay: 1
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: own.stat}]
        # steps/own.stat/step.yaml
        belay: 1
        name: own.stat
        summary: Look
        effect: read
        # steps/own.stat/run
        """),
    entry(
      "BLY0163", "a folder that can't be used",
      "The folder of a step type is stored with every run that uses it, so that what was approved is what runs: it has "
        + "a step.yaml, and plain files and folders, of at most 16 MiB. Names that begin with '.' and __pycache__ don't "
        + "count.",
      """
      # plan.yaml
      steps: [{id: a, uses: cert.install, rollback: {none: a demo}}]
      # steps/cert.install/run
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.install, rollback: {none: a demo}}]
        # steps/cert.install/step.yaml
        belay: 1
        name: cert.install
        summary: Install a certificate
        effect: write
        # steps/cert.install/run
        """),
    entry(
      "BLY0164", "a step type without its program",
      "The program stands in the folder of the step type. It is called `run` unless `program` says otherwise.",
      """
      # plan.yaml
      steps: [{id: a, uses: cert.look}]
      # steps/cert.look/step.yaml
      belay: 1
      name: cert.look
      summary: Look at a certificate
      effect: read
      program: look
      # steps/cert.look/run
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.look}]
        # steps/cert.look/step.yaml
        belay: 1
        name: cert.look
        summary: Look at a certificate
        effect: read
        program: run
        # steps/cert.look/run
        """),
    entry(
      "BLY0165", "a program that isn't executable", "The kernel runs only files with the executable bit: chmod +x.",
      """
      # plan.yaml
      steps: [{id: a, uses: cert.look}]
      # steps/cert.look/step.yaml
      belay: 1
      name: cert.look
      summary: Look at a certificate
      effect: read
      # steps/cert.look/run
      plain
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.look}]
        # steps/cert.look/step.yaml
        belay: 1
        name: cert.look
        summary: Look at a certificate
        effect: read
        # steps/cert.look/run
        #!/bin/sh
        """),
    entry(
      "BLY0166", "a power that doesn't fit",
      "Only what writes can be undone, and a record is taken for an undo.",
      """
      # plan.yaml
      steps: [{id: a, uses: cert.look}]
      # steps/cert.look/step.yaml
      belay: 1
      name: cert.look
      summary: Look at a certificate
      effect: read
      powers: [undo]
      # steps/cert.look/run
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.look}]
        # steps/cert.look/step.yaml
        belay: 1
        name: cert.look
        summary: Look at a certificate
        effect: read
        powers: [predict]
        # steps/cert.look/run
        """),
    entry(
      "BLY0167", "a path that leaves the test's folder",
      "Each test of a step type runs in a folder of its own, and lays its files out there.",
      """
      # plan.yaml
      steps: [{id: a, uses: cert.look}]
      # steps/cert.look/step.yaml
      belay: 1
      name: cert.look
      summary: Look at a certificate
      effect: read
      tests: [{name: one, files: {/etc/a.pem: x}}]
      # steps/cert.look/run
      """,
      cure: """
        # plan.yaml
        steps: [{id: a, uses: cert.look}]
        # steps/cert.look/step.yaml
        belay: 1
        name: cert.look
        summary: Look at a certificate
        effect: read
        tests: [{name: one, files: {a.pem: x}}]
        # steps/cert.look/run
        """),
  ]
}
