// Plans of the tests.

enum SamplePlans {
  /// One of everything.
  static let edge = """
    belay: 1
    name: rotate-edge-certificates
    version: 1.2.0
    title: Rotate the edge certificates
    owners: [platform-team]
    inputs:
      host: {type: string, description: Edge host}
      keep: {type: int, default: 3}
    secrets:
      ca_token: {env: CA_TOKEN}
    roles: {technical-lead: [ann, bob], operator: [carla]}
    limits: {duration: 1h, rollback: 1s}
    on_failure: rollback
    error_catalog: errors.yaml
    phases:
      - id: prepare
        title: Prepare
        risk: low
        steps:
          - {id: look, title: See whether the edge answers, uses: http.get, with: {url: 'https://${{ inputs.host }}/health'}}
          - id: old-format
            title: Convert the old format
            uses: exec.run
            with: {argv: [convert-pem, old.pem]}
            when: inputs.keep > 5
            rollback: {none: the old format stays readable}
          - id: sign-off
            title: Agreement of the technical lead
            uses: approval.request
            with: {roles: [technical-lead], message: Swap the certificate of the edge?}
      - id: swap
        title: Swap the certificate
        risk: high
        steps:
          - id: write
            title: Write the new certificate
            uses: file.write
            with: {path: '/etc/edge/${{ inputs.host }}.pem', content: new}
            rollback: auto
            estimate: 1s
          - id: notify
            uses: exec.run
            with: {argv: [announce], env: {TOKEN: '${{ secrets.ca_token }}'}}
            rollback: {none: an announcement can't be taken back}
          - id: reload
            title: Reload the edge
            uses: exec.run
            with: {argv: [systemctl, reload, edge]}
            idempotent: true
            retry: {attempts: 3, delay: 2s, backoff: 2}
            estimate: 5s
            success:
              - {uses: http.get, with: {url: 'https://${{ inputs.host }}/health'}, check: outputs.status == 200, code: EDGE-002}
            rollback:
              - {uses: exec.run, with: {argv: [systemctl, reload, edge]}, idempotent: true}
          - id: verify
            title: Compare fingerprints
            uses: http.get
            with: {url: 'https://${{ inputs.host }}/fingerprint'}
    finally:
      - {id: tell, title: Tell the team, uses: exec.run, with: {argv: [notify, 'run ${{ run.status }}']}}
    """

  static let errors = """
    EDGE-002:
      message: The edge does not come back
      cause: The new certificate doesn't match its key
      resolution:
        - Look at the log of the edge
        - journalctl -u edge -n 50
    """

  /// Two steps, for what is about one thing.
  static let small = """
    belay: 1
    name: small
    version: 1.0.0
    title: A small plan
    steps:
      - {id: first, uses: exec.run, with: {argv: ['true']}, rollback: {none: nothing changes}}
      - {id: second, uses: exec.run, with: {argv: ['true']}, rollback: {none: nothing changes}}
    """

  /// A sub-plan, and a step for each of some hosts.
  static let nested = """
    belay: 1
    name: nested
    version: 1.0.0
    title: A plan in a plan
    phases:
      - id: outer
        title: Outer phase
        steps:
          - {id: part, uses: plan.run, with: {plan: part.yaml, inputs: {region: north}}}
          - id: each
            uses: exec.run
            with: {argv: ['true', '${{ host }}']}
            foreach: [a.example, b.example]
            as: host
            rollback: {none: nothing changes}
    """

  static let part = """
    belay: 1
    name: part
    version: 1.0.0
    title: The part
    inputs:
      region: {type: string}
    phases:
      - id: inner
        title: Inner phase
        steps:
          - {id: deep, uses: exec.run, with: {argv: ['true']}, rollback: {none: nothing changes}}
    """

  static func chain(_ count: Int) -> String {
    var text = "belay: 1\nname: chain\nversion: 1.0.0\ntitle: A long chain\nphases:\n"
    for phase in 0..<max(1, count / 50) {
      text += "  - id: wave-\(phase + 1)\n    title: Wave \(phase + 1)\n    steps:\n"
      for step in 0..<min(50, count) {
        text +=
          "      - {id: step-\(phase * 50 + step + 1), uses: exec.run, with: {argv: ['true']}, estimate: 2s, rollback: {none: nothing}}\n"
      }
    }
    return text
  }
}
