// How a picture looks: colours by what they mean, for light and for dark screens.

enum GraphStylesheet {
  static let text: StaticString = """
    <style>
    svg {
      --paper: #ffffff; --ink: #1b1f24; --faint: #5b6470; --line: #7b8594; --section: #f4f6f9; --frame: #cfd6df;
      --box: #ffffff; --read: #3b78b5; --write: #2f8a4d; --irreversible: #c0262d; --gate: #b26b00; --wait: #7a4bb5;
      --plan: #68717d;
    }
    @media (prefers-color-scheme: dark) {
      svg {
        --paper: #14171c; --ink: #e4e7ec; --faint: #a3adba; --line: #8a94a3; --section: #1b1f26; --frame: #39414d;
        --box: #242a33; --read: #6fb0ee; --write: #4cc27f; --irreversible: #f47174; --gate: #e3a23c; --wait: #b998ea;
        --plan: #98a2b0;
      }
    }
    text { font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-size: 12px; fill: var(--ink) }
    .paper { fill: var(--paper) }
    .head { font-size: 17px; font-weight: 600 }
    .phase { font-size: 13px; font-weight: 600 }
    .label { font-weight: 600; fill: var(--faint) }
    .id { font-size: 13px; font-weight: 600 }
    .uses { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 11px; fill: var(--faint) }
    .note, .undo { font-size: 11px; fill: var(--faint) }
    .irreversible .undo { fill: var(--irreversible); font-weight: 600 }
    .section { fill: var(--section); stroke: var(--frame) }
    .section.final { stroke-dasharray: 5 4 }
    .box { fill: var(--box); stroke: var(--tone); stroke-width: 1.2 }
    .skippable .box { stroke-dasharray: 5 4 }
    .irreversible .box { stroke-width: 2.4 }
    .bar { fill: var(--tone) }
    .read { --tone: var(--read) } .write { --tone: var(--write) } .irreversible { --tone: var(--irreversible) }
    .gate { --tone: var(--gate) } .wait { --tone: var(--wait) } .plan { --tone: var(--plan) }
    .edge, .way { fill: none; stroke: var(--line); stroke-width: 1.4 }
    .way { stroke-width: 2.6 }
    .way.final { stroke-dasharray: 5 4 }
    .tip { fill: var(--line) }
    </style>

    """

  /// The tip of every line.
  static let arrow: StaticString = """
    <defs><marker id="arrow" viewBox="0 0 8 8" refX="3.5" refY="4" markerWidth="9" markerHeight="9" \
    markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>

    """
}
