// Covers: what else plans refuse of YAML (DESIGN §2): each with its words, its exact place and a next step.

import Diagnostics
import PlanText
import Testing

@Suite struct RefusedYAMLTests {
  static let refused: [RefusedText] = [
    RefusedText(
      "duplicate key", text: "a: 1\nb: 2\na: 3\n", isReadable: true,
      """
      error[BLY0007]: duplicate key 'a'
       --> plan.yaml:3:1
        |
      3 | a: 3
        | ^
        = help: keep one of the two
        = note: the first one is here (plan.yaml:1:1)

      """),
    RefusedText(
      "duplicate key in another style, third time", text: "x:\n  'k': 1\n  k: 2\n  \"k\": 3\n", isReadable: true,
      """
      error[BLY0007]: duplicate key 'k'
       --> plan.yaml:3:3
        |
      3 |   k: 2
        |   ^
        = help: keep one of the two
        = note: the first one is here (plan.yaml:2:3)

      error[BLY0007]: duplicate key 'k'
       --> plan.yaml:4:3
        |
      4 |   "k": 3
        |   ^^^
        = help: keep one of the two
        = note: the first one is here (plan.yaml:2:3)

      """),
    RefusedText(
      "duplicate key in a flow map", text: "x: {a: 1, b: 2, a: 3}\n", isReadable: true,
      """
      error[BLY0007]: duplicate key 'a'
       --> plan.yaml:1:17
        |
      1 | x: {a: 1, b: 2, a: 3}
        |                 ^
        = help: keep one of the two
        = note: the first one is here (plan.yaml:1:5)

      """),
    RefusedText(
      "merge key", text: "a: 1\n<<: {b: 2}\n", isReadable: false,
      """
      error[BLY0012]: merge key '<<': plans have no merge keys
       --> plan.yaml:2:1
        |
      2 | <<: {b: 2}
        | ^^
        = help: write the keys out here: an approved plan reads literally; 'defaults' serves reuse

      """),
    RefusedText(
      "map as key", text: "? {a: 1}\n: x\n", isReadable: false,
      """
      error[BLY0013]: a key is text, not a map
       --> plan.yaml:1:3
        |
      1 | ? {a: 1}
        |   ^^^^^^
        = help: if text was meant, put it in quotes

      """),
    RefusedText(
      "list as key", text: "? [1, 2]\n: x\n", isReadable: false,
      """
      error[BLY0013]: a key is text, not a list
       --> plan.yaml:1:3
        |
      1 | ? [1, 2]
        |   ^^^^^^
        = help: if text was meant, put it in quotes

      """),
    RefusedText(
      "block list as key", text: "? - a\n: x\n", isReadable: false,
      """
      error[BLY0013]: a key is text, not a list
       --> plan.yaml:1:3
        |
      1 | ? - a
        |   ^^^
        = help: if text was meant, put it in quotes

      """),
    RefusedText(
      "other templating", text: "text: {{ inputs.name }}\n", isReadable: false,
      """
      error[BLY0013]: a key is text, not a map
       --> plan.yaml:1:8
        |
      1 | text: {{ inputs.name }}
        |        ^^^^^^^^^^^^^^^
        = help: if text was meant, put it in quotes
        = fix: write it as an interpolation: '${{ inputs.name }}'

      """),
    RefusedText(
      "second document", text: "a: 1\n---\nb: 2\n", isReadable: true,
      """
      error[BLY0014]: a second document starts here; a plan file holds one document
       --> plan.yaml:2:1
        |
      2 | ---
        | ^^^
        = help: remove the line, or move what follows to a file of its own

      """),
    RefusedText(
      "YAML directive", text: "%YAML 1.1\n---\na: 1\n", isReadable: true,
      """
      error[BLY0015]: directive '%YAML': plans have no directives
       --> plan.yaml:1:1
        |
      1 | %YAML 1.1
        | ^^^^^^^^^
        = help: remove the line; Belay reads YAML 1.2 as it is

      """),
    RefusedText(
      "TAG directive", text: "%TAG ! tag:x,2026:\n---\na: 1\n", isReadable: true,
      """
      error[BLY0015]: directive '%TAG': plans have no directives
       --> plan.yaml:1:1
        |
      1 | %TAG ! tag:x,2026:
        | ^^^^^^^^^^^^^^^^^^
        = help: remove the line; Belay reads YAML 1.2 as it is

      """),
    RefusedText(
      "unknown directive", text: "%FOO x\n---\na: 1\n", isReadable: false,
      """
      error[BLY0015]: directive '%FOO': plans have no directives
       --> plan.yaml:1:1
        |
      1 | %FOO x
        | ^^^^^^
        = help: remove the line; Belay reads YAML 1.2 as it is

      """),
  ]

  @Test(arguments: refused) func refusal(of text: RefusedText) { text.check() }
  @Test(arguments: refused.filter(\.hasFix)) func cure(of text: RefusedText) { text.checkFix() }
}
