// Covers: tags, anchors and aliases, which plans refuse, and expressions that YAML takes for tags.

import Diagnostics
import PlanText
import Testing

@Suite struct RefusedTagsTests {
  static let refused: [RefusedText] = [
    RefusedText(
      "explicit tags", text: "a: !!str 017\nb: !custom {x: 1}\nc: !<tag:yaml.org,2002:str> x\n", isReadable: true,
      """
      error[BLY0008]: explicit tag '!!str': plans have no tags
       --> plan.yaml:1:4
        |
      1 | a: !!str 017
        |    ^^^^^
        = help: remove the tag: a value takes the type that its field declares

      error[BLY0008]: explicit tag '!custom': plans have no tags
       --> plan.yaml:2:4
        |
      2 | b: !custom {x: 1}
        |    ^^^^^^^
        = help: remove the tag: a value takes the type that its field declares

      error[BLY0008]: explicit tag '!<tag:yaml.org,2002:str>': plans have no tags
       --> plan.yaml:3:4
        |
      3 | c: !<tag:yaml.org,2002:str> x
        |    ^^^^^^^^^^^^^^^^^^^^^^^^
        = help: remove the tag: a value takes the type that its field declares

      """),
    RefusedText(
      "explicit tag with a path", text: "with: {script: !!python/object:os.system x}\n", isReadable: true,
      """
      error[BLY0008]: explicit tag '!!python/object:os.system': plans have no tags
       --> plan.yaml:1:16
        |
      1 | with: {script: !!python/object:os.system x}
        |                ^^^^^^^^^^^^^^^^^^^^^^^^^
        = help: remove the tag: a value takes the type that its field declares

      """),
    RefusedText(
      "unknown tag handle", text: "a: !foo!bar x\n", isReadable: false,
      """
      error[BLY0008]: explicit tag '!foo!bar': plans have no tags
       --> plan.yaml:1:4
        |
      1 | a: !foo!bar x
        |    ^^^^^^^^
        = help: remove the tag: a value takes the type that its field declares

      """),
    RefusedText(
      "tag on a block", text: "a: !x\n  - b\n", isReadable: true,
      """
      error[BLY0008]: explicit tag '!x': plans have no tags
       --> plan.yaml:1:4
        |
      1 | a: !x
        |    ^^
        = help: remove the tag: a value takes the type that its field declares

      """),
    RefusedText(
      "expression read as a tag", text: "when: !steps.a.outputs.ok\n", isReadable: true,
      """
      error[BLY0009]: YAML reads '!steps.a.outputs.ok' as a tag, because it starts with '!'
       --> plan.yaml:1:7
        |
      1 | when: !steps.a.outputs.ok
        |       ^^^^^^^^^^^^^^^^^^^
        = help: put the expression in quotes
        = fix: quote the expression: '!steps.a.outputs.ok'

      """),
    RefusedText(
      "expression of one word under 'when'", text: "when: !ready  # not yet\n", isReadable: true,
      """
      error[BLY0009]: YAML reads '!ready' as a tag, because it starts with '!'
       --> plan.yaml:1:7
        |
      1 | when: !ready  # not yet
        |       ^^^^^^
        = help: put the expression in quotes
        = fix: quote the expression: '!ready'

      """),
    RefusedText(
      "expression with an operator", text: "checks:\n  - !a && !b\n", isReadable: false,
      """
      error[BLY0009]: YAML reads '!a && !b' as a tag, because it starts with '!'
       --> plan.yaml:2:5
        |
      2 |   - !a && !b
        |     ^^^^^^^^
        = help: put the expression in quotes
        = fix: quote the expression: '!a && !b'

      """),
    RefusedText(
      "expression in parentheses", text: "when: !(a || 'b')\n", isReadable: false,
      """
      error[BLY0009]: YAML reads '!(a || 'b')' as a tag, because it starts with '!'
       --> plan.yaml:1:7
        |
      1 | when: !(a || 'b')
        |       ^^^^^^^^^^^
        = help: put the expression in quotes
        = fix: quote the expression: "!(a || 'b')"

      """),
    RefusedText(
      "expression in a flow map", text: "steps: [{when: !inputs.a, id: x}]\n", isReadable: true,
      """
      error[BLY0009]: YAML reads '!inputs.a' as a tag, because it starts with '!'
       --> plan.yaml:1:16
        |
      1 | steps: [{when: !inputs.a, id: x}]
        |                ^^^^^^^^^
        = help: put the expression in quotes
        = fix: quote the expression: '!inputs.a'

      """),
    RefusedText(
      "expression with both quotes", text: "when: !f('a', \"b\")\n", isReadable: false,
      """
      error[BLY0009]: YAML reads '!f('a', "b")' as a tag, because it starts with '!'
       --> plan.yaml:1:7
        |
      1 | when: !f('a', "b")
        |       ^^^^^^^^^^^^
        = help: put the expression in quotes
        = fix: quote the expression: '!f(''a'', "b")'

      """),
    RefusedText(
      "anchor and alias", text: "a: &x {b: 1}\nc: *x\n", isReadable: false,
      """
      error[BLY0011]: anchor '&x': plans have no anchors
       --> plan.yaml:1:4
        |
      1 | a: &x {b: 1}
        |    ^^
        = help: remove the anchor: an approved plan reads literally; 'vars' and 'defaults' serve reuse

      error[BLY0010]: alias '*x': plans have no aliases
       --> plan.yaml:2:4
        |
      2 | c: *x
        |    ^^
        = help: write the value out here: an approved plan reads literally; 'vars' and 'defaults' serve reuse

      """),
    RefusedText(
      "anchor on a block", text: "a: &x\n  b: 1\n", isReadable: true,
      """
      error[BLY0011]: anchor '&x': plans have no anchors
       --> plan.yaml:1:4
        |
      1 | a: &x
        |    ^^
        = help: remove the anchor: an approved plan reads literally; 'vars' and 'defaults' serve reuse

      """),
  ]

  @Test(arguments: refused) func refusal(of text: RefusedText) { text.check() }
  @Test(arguments: refused.filter(\.hasFix)) func cure(of text: RefusedText) { text.checkFix() }
}
