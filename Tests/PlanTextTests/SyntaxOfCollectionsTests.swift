// Covers: errors of YAML's grammar in lists and maps in clear words, at the line that has to be mended.

import Diagnostics
import PlanText
import Testing

@Suite struct SyntaxOfCollectionsTests {
  static let refused: [RefusedText] = [
    RefusedText(
      "colon in a value", text: "title: Step 1: prepare\n", isReadable: false,
      """
      error[BLY0020]: ': ' within a value without quotes
       --> plan.yaml:1:14
        |
      1 | title: Step 1: prepare
        |              ^ read as the end of another key
        = help: put the value in quotes
        = fix: quote the value: 'Step 1: prepare'

      """),
    RefusedText(
      "colon in a value before a comment", text: "  - title: a: b   # c\n", isReadable: false,
      """
      error[BLY0020]: ': ' within a value without quotes
       --> plan.yaml:1:13
        |
      1 |   - title: a: b   # c
        |             ^ read as the end of another key
        = help: put the value in quotes
        = fix: quote the value: 'a: b'

      """),
    RefusedText(
      "line indented too deep", text: "steps:\n  - id: a\n    uses: x.y\n     with: 3\n", isReadable: false,
      """
      error[BLY0024]: this line is indented like no line that it could belong to
       --> plan.yaml:4:6
        |
      4 |      with: 3
        |      ^^^^^ belongs to the value on the line before
        = help: align it with the other entries of its list or map

      """),
    RefusedText(
      "item indented otherwise", text: "steps:\n   - id: one\n  - id: two\n", isReadable: false,
      """
      error[BLY0024]: this line is indented like no line that it could belong to
       --> plan.yaml:3:3
        |
      3 |   - id: two
        |   ^^^^^^^^^
        = help: align it with the other entries of its list or map
        = note: a key of the map that starts here is expected (plan.yaml:1:1)

      """),
    RefusedText(
      "key beside its list", text: "steps:\n  - id: one\n  uses: x\n", isReadable: false,
      """
      error[BLY0024]: this line is indented like no line that it could belong to
       --> plan.yaml:3:3
        |
      3 |   uses: x
        |   ^^^^^^^
        = help: align it with the other entries of its list or map
        = note: an item of the list that starts here is expected (plan.yaml:2:3)

      """),
    RefusedText(
      "less indented than the first line", text: "  a: 1\nb: 2\n", isReadable: false,
      """
      error[BLY0024]: this line is indented like no line that it could belong to
       --> plan.yaml:2:1
        |
      2 | b: 2
        | ^^^^ starts before the first line of the plan does
        = help: align it with the other entries of its list or map

      """),
    RefusedText(
      "key without colon", text: "a: 1\nfoo\nb: 2\n", isReadable: false,
      """
      error[BLY0029]: this line has no ': ' after its key
       --> plan.yaml:2:1
        |
      2 | foo
        | ^^^
        = help: write 'key: value'; text over several lines needs quotes or '|'

      """),
    RefusedText(
      "first key without colon", text: "belay 1\nname: x\n", isReadable: false,
      """
      error[BLY0029]: this line has no ': ' after its key
       --> plan.yaml:1:1
        |
      1 | belay 1
        | ^^^^^^^
        = help: write 'key: value'; text over several lines needs quotes or '|'

      """),
    RefusedText(
      "colon without space", text: "a: 1\nb:2\nc: 3\n", isReadable: false,
      """
      error[BLY0029]: a space is missing after the ':'
       --> plan.yaml:2:1
        |
      2 | b:2
        | ^^^
        = help: write 'key: value'; text over several lines needs quotes or '|'

      """),
    RefusedText(
      "list item beside a key", text: "a: - b\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: a list item ('- ') can't start here; begin it on a line of its own
       --> plan.yaml:1:4
        |
      1 | a: - b
        |    ^^^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "brace that doesn't end", text: "with: {a: 1\nb: 2\n", isReadable: false,
      """
      error[BLY0023]: this '{' is never closed
       --> plan.yaml:1:7
        |
      1 | with: {a: 1
        |       ^
        = help: close it with '}'
        = note: reading on stopped here (plan.yaml:2:2)

      """),
    RefusedText(
      "bracket that doesn't end", text: "a: [1, 2\n", isReadable: false,
      """
      error[BLY0023]: this '[' is never closed
       --> plan.yaml:1:4
        |
      1 | a: [1, 2
        |    ^
        = help: close it with ']'

      """),
    RefusedText(
      "bracket at the end", text: "a: [", isReadable: false,
      """
      error[BLY0023]: this '[' is never closed
       --> plan.yaml:1:4
        |
      1 | a: [
        |    ^
        = help: close it with ']'

      """),
    RefusedText(
      "bracket too many", text: "a: [1]]\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: this bracket closes nothing
       --> plan.yaml:1:7
        |
      1 | a: [1]]
        |       ^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "text after a bracket", text: "a: [1] x\n", isReadable: false,
      """
      error[BLY0030]: YAML reads this value as a list, because it starts with '['
       --> plan.yaml:1:4
        |
      1 | a: [1] x
        |    ^^^^^ the list ends before the end of the value
        = help: put the whole value in quotes
        = fix: quote the whole value: '[1] x'

      """),
    RefusedText(
      "wrong closing bracket", text: "x: {a: [1, {b: 2}}\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: ',' or ']' is expected here; text with brackets, braces or commas in it needs quotes
       --> plan.yaml:1:18
        |
      1 | x: {a: [1, {b: 2}}
        |                  ^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "bracket that closes nothing", text: "a: b\n]\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: this bracket closes nothing
       --> plan.yaml:2:1
        |
      2 | ]
        | ^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "text after the end", text: "a: 1\n...\nb: 2\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: the plan has ended before this line
       --> plan.yaml:3:1
        |
      3 | b: 2
        | ^^^^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "a map as a value on its key's line", text: "key: value: x\n", isReadable: false,
      """
      error[BLY0020]: ': ' within a value without quotes
       --> plan.yaml:1:11
        |
      1 | key: value: x
        |           ^ read as the end of another key
        = help: put the value in quotes
        = fix: quote the value: 'value: x'

      """),
    RefusedText(
      "quoted key without colon", text: "a: 1\n'b'\nc: 2\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: a key in quotes has no ':' after it, or a quote is not closed
       --> plan.yaml:2:1
        |
      2 | 'b'
        | ^^^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "missing value in a flow list", text: "a: [1, , 2]\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: a value is expected here
       --> plan.yaml:1:8
        |
      1 | a: [1, , 2]
        |        ^^^^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
  ]

  @Test(arguments: refused) func refusal(of text: RefusedText) { text.check() }
  @Test(arguments: refused.filter(\.hasFix)) func cure(of text: RefusedText) { text.checkFix() }
}
