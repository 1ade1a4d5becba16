// The plan that `belay init` writes: small, harmless, and with one of everything that a first plan wants to have.

enum FirstPlan {
  /// What its first line names, beside it.
  static let schema = "plan.schema.json"

  static let text = #"""
    # yaml-language-server: $schema=plan.schema.json
    #
    # A first plan. It writes a greeting below the folder `greeting`, looks whether it is as it should be, and can be
    # undone. Change it step by step into your own, with `belay check` after each change.
    belay: 1
    name: first-plan
    version: 0.1.0
    title: Publish a greeting
    owners: [me]

    inputs:
      name: {type: string, default: world, description: Who is greeted, pattern: '[A-Za-z][A-Za-z0-9 -]*'}
    vars:
      draft: greeting/draft.txt
      page: greeting/index.txt

    # When a step fails, everything that was done is undone. `halt` would leave it for `belay resume`.
    on_failure: rollback

    phases:
      - id: prepare
        title: Look first
        steps:
          - id: host
            title: Is there room?
            uses: host.resources
            success:
              - check: outputs.disk_free_bytes > 1000000
                message: 1 MB of disk is needed

      - id: publish
        title: Write and publish
        steps:
          - id: write
            title: Write the draft
            uses: file.write
            with: {path: '${{ vars.draft }}', content: "Hello, ${{ inputs.name }}!\n"}
            # The step type knows what was there before, and restores it.
            rollback: auto

          - id: count
            title: Count its characters
            uses: shell.run
            # It only reads, so it has nothing to undo, and a dry run may execute it.
            effect: read
            with:
              env: {FILE: '${{ vars.draft }}'}
              script: |
                echo "characters=$(wc -m < "$FILE")" >> "$BELAY_OUTPUT"
            outputs: {characters: int}

          - id: publish
            title: Publish the draft
            # Not before there is something to publish.
            preconditions:
              - steps.count.outputs.characters > 0
            uses: exec.run
            with: {argv: [cp, '${{ vars.draft }}', '${{ vars.page }}']}
            # Doing it twice does no harm: after a crash it is simply done again.
            idempotent: true
            timeout: 1m
            success:
              - uses: file.stat
                with: {path: '${{ vars.page }}'}
                check: outputs.exists
            rollback:
              - uses: exec.run
                with: {argv: [rm, -f, '${{ vars.page }}']}
                idempotent: true

    """#
}
