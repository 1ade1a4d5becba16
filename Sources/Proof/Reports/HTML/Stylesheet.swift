// How the page looks. Colours are named by what they mean; dark mode and print change the names' values, not the rules.

enum Stylesheet {
  static let colours: StaticString = """

    :root {
      color-scheme: light dark;
      --paper: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --faint: #5b6470; --line: #d5dae1; --link: #1a56a8;
      --good: #1a7f45; --bad: #c0262d; --warning: #9a5b00; --waiting: #2f6fb0; --undone: #7a4bb5; --quiet: #68717d;
      --active: #1f6feb; --band: #eef2f8; --zone-back: #7a4bb51f; --zone-final: #68717d1f; --soft: 9%;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #14171c; --raised: #1d2128; --ink: #e4e7ec; --faint: #9aa4b2; --line: #363d48; --link: #7db3f5;
        --good: #4cc27f; --bad: #f47174; --warning: #e3a23c; --waiting: #6fb0ee; --undone: #b998ea; --quiet: #98a2b0;
        --active: #6ea8fe; --band: #20262f; --zone-back: #b998ea26; --zone-final: #98a2b026; --soft: 16%;
      }
    }
    .good { --tone: var(--good) } .bad { --tone: var(--bad) } .warning { --tone: var(--warning) }
    .waiting { --tone: var(--waiting) } .undone { --tone: var(--undone) } .quiet { --tone: var(--quiet) }
    .active { --tone: var(--active) }

    """

  static let page: StaticString = """
    * { box-sizing: border-box }
    html { -webkit-text-size-adjust: 100% }
    body {
      margin: 0 auto; max-width: 70rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 3rem; background: var(--paper);
      color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
    }
    h1, h2, h3 { line-height: 1.25; text-wrap: balance }
    h1 { margin: 0 0 .4rem; font-size: 1.9rem; color: var(--tone) }
    h2 { margin: 2.6rem 0 .7rem; font-size: 1.25rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem }
    h3 { margin: 1.3rem 0 .45rem; font-size: 1rem; overflow-wrap: anywhere }
    p { margin: .35rem 0 } ul { margin: .35rem 0; padding-left: 1.3rem }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px }
    code, pre, .verbatim { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .87em }
    code, .verbatim { overflow-wrap: anywhere }
    .verbatim { white-space: pre-wrap }
    pre {
      margin: .5rem 0; padding: .6rem .8rem; background: var(--raised); border: 1px solid var(--line);
      border-radius: 5px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 32rem; overflow-y: auto;
    }
    .outcome {
      border: 1px solid var(--line); border-left: 7px solid var(--tone); border-radius: 6px; padding: 1.2rem 1.4rem;
      background: color-mix(in srgb, var(--tone) 4%, var(--paper));
    }
    .summary { font-size: 1.06rem }
    .failure, .note {
      margin: .8rem 0; padding: .55rem .9rem; border-radius: 5px;
      background: color-mix(in srgb, var(--tone) var(--soft), var(--paper)); border-left: 4px solid var(--tone);
    }
    .failure { --tone: var(--bad) }
    .failure .what { font-weight: 600 }
    .next p { margin-bottom: 0 } .next ul { margin-top: .1rem }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .22rem 1.1rem; margin: .7rem 0 }
    dt { color: var(--faint); max-width: 14rem; overflow-wrap: anywhere } dd { margin: 0; overflow-wrap: anywhere }
    nav { margin-top: 1rem; padding-top: .7rem; border-top: 1px solid var(--line); line-height: 1.9 }
    nav a { margin-right: 1rem; white-space: nowrap }
    .table { overflow-x: auto; margin: .6rem 0 }
    table { border-collapse: collapse; width: 100% }
    th, td { text-align: left; vertical-align: top; padding: .32rem .9rem .32rem 0; border-bottom: 1px solid var(--line) }
    th { color: var(--faint); font-weight: 500; white-space: nowrap }
    td { overflow-wrap: break-word; font-variant-numeric: tabular-nums }
    #course td:first-child { color: var(--faint) }
    .status { color: var(--tone); font-weight: 600; white-space: nowrap } .fixed { white-space: nowrap }
    .kicker { margin: 0 0 .15rem; color: var(--faint) }
    .sign { display: inline-block; min-width: 1.1em; text-align: center }
    details { margin: .4rem 0 } summary { cursor: pointer; padding: .15rem 0 }
    summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
    details.step { border: 1px solid var(--line); border-radius: 6px; margin: .45rem 0; scroll-margin-top: 1rem }
    details.step > summary { padding: .5rem .8rem; background: var(--raised); border-radius: 6px }
    details.step[open] > summary { border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0 }
    details.step:target { border-color: var(--link) }
    .step .id { font-weight: 600 } .step .title { color: var(--ink) }
    .step .aside { float: right; color: var(--faint); padding-left: 1rem }
    .body { padding: .3rem .9rem .8rem } .body h3 { font-size: .93rem; color: var(--faint); font-weight: 600 }
    footer { margin-top: 3rem; color: var(--faint); border-top: 1px solid var(--line); padding-top: .7rem; font-size: .92em }
    @media (max-width: 40rem) {
      dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .4rem } .step .aside { float: none; display: block }
    }

    """

  static let timeline: StaticString = """
    .timeline { margin: 0; overflow-x: auto }
    .timeline > svg { display: block; width: 100%; min-width: 46rem; height: auto; margin: 0 0 1rem; overflow: visible }
    .timeline > .patterns { position: absolute; min-width: 0; width: 0; height: 0; margin: 0 }
    svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink) }
    svg .label { font: 11px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
    svg a .label:hover { text-decoration: underline }
    svg .group { font-weight: 600 }
    svg .tick { font-size: 11px; fill: var(--faint); text-anchor: middle } svg .date { font-weight: 600 }
    svg .from { font-size: 11px; fill: var(--faint); text-anchor: start }
    svg .shortened { font-style: italic }
    svg .length { font-size: 11px; fill: var(--faint); text-anchor: end }
    svg .sign, svg .mark { fill: var(--tone); text-anchor: middle; font-weight: 700 }
    .band { fill: var(--band) } .zone.backward { fill: var(--zone-back) } .zone.final { fill: var(--zone-final) }
    .grid { stroke: var(--line); stroke-width: 1; stroke-dasharray: 1 3 } .axis { stroke: var(--line) }
    .bar { stroke-width: 1; rx: 2px } .bar.succeeded { fill: var(--good) } .bar.failed { fill: var(--bad) }
    .bar.running { fill: var(--active) } .bar.undone { fill: var(--undone) }
    .bar.undo-failed { fill: var(--paper); stroke: var(--bad); stroke-width: 2 }
    .bar.in-doubt { fill: url(#hatch-in-doubt); stroke: var(--warning) }
    .bar.waiting { fill: url(#hatch-waiting); stroke: var(--waiting) }
    .bar.pause { fill: var(--quiet); rx: 0 } .bar.forward { fill: var(--active); opacity: .55 }
    .bar.backward { fill: var(--undone) } .bar.final { fill: var(--quiet) }
    .cut { fill: url(#hatch-cut); opacity: .8 }
    .hatch-waiting rect, .hatch-in-doubt rect { fill: var(--paper) } .hatch-cut rect { fill: none }
    .hatch-waiting path { stroke: var(--waiting) } .hatch-in-doubt path { stroke: var(--warning) }
    .hatch-cut path { stroke: var(--line) }
    .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; color: var(--faint); font-size: .9em }
    .legend span { display: inline-flex; align-items: center; gap: .45rem }

    """

  static let print: StaticString = """
    @media print {
      @page { margin: 14mm 13mm }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
      body { font-size: 10pt; max-width: none; padding: 0 } nav { display: none }
      h2, h3, summary { break-after: avoid } tr, .note, .failure, .outcome, .timeline > svg { break-inside: avoid }
      pre { max-height: none; overflow: visible } .timeline, .table { overflow: visible }
      .timeline > svg { min-width: 0 } svg text { font-size: 13.5px } svg .label, svg .tick, svg .length { font-size: 12px }
      a { color: inherit; text-decoration: none }
      details::details-content { content-visibility: visible; display: block; height: auto }
      details > summary { list-style: none }
    }

    """
}
