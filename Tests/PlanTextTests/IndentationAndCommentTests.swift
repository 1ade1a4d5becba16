// Covers: tabs as indentation, and comments that cut a value.

import Diagnostics
import PlanText
import Testing

@Suite struct IndentationAndCommentTests {
  static let refused: [RefusedText] = [
    RefusedText(
      "tab as indentation", text: "steps:\n\t- id: one\n", isReadable: false,
      """
      error[BLY0006]: a tab can't indent YAML
       --> plan.yaml:2:1
        |
      2 |     - id: one
        | ^^^^ a tab
        = help: indent with spaces
        = fix: indent with spaces

      """),
    RefusedText(
      "tab after spaces", text: "a:\n  - id: one\n  \t  uses: x\n", isReadable: false,
      """
      error[BLY0006]: a tab can't indent YAML
       --> plan.yaml:3:3
        |
      3 |       uses: x
        |   ^^ a tab
        = help: indent with spaces
        = fix: indent with spaces

      """),
    RefusedText(
      "comment that cuts a text", text: "when: inputs.x == 'a #1'\n", isReadable: true,
      """
      error[BLY0027]: ' #' starts a comment here and cuts the value off
       --> plan.yaml:1:22
        |
      1 | when: inputs.x == 'a #1'
        |                      ^
        = help: put the whole value in quotes
        = fix: quote the whole value: "inputs.x == 'a #1'"

      """),
    RefusedText(
      "comment that cuts an interpolation", text: "text: ${{ a #b }}\n", isReadable: true,
      """
      error[BLY0027]: ' #' starts a comment here and cuts the value off
       --> plan.yaml:1:13
        |
      1 | text: ${{ a #b }}
        |             ^
        = help: put the whole value in quotes
        = fix: quote the whole value: '${{ a #b }}'

      """),
  ]

  @Test(arguments: refused) func refusal(of text: RefusedText) { text.check() }
  @Test(arguments: refused.filter(\.hasFix)) func cure(of text: RefusedText) { text.checkFix() }
}
