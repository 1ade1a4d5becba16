// Covers: errors of YAML's grammar in values in clear words, at the line that has to be mended.

import Diagnostics
import PlanText
import Testing

@Suite struct SyntaxOfValuesTests {
  static let refused: [RefusedText] = [
    RefusedText(
      "interpolation in a flow map", text: "with: {path: ${{ vars.live }}}\n", isReadable: false,
      """
      error[BLY0026]: '${{ … }}' without quotes within '[…]' or '{…}'
       --> plan.yaml:1:14
        |
      1 | with: {path: ${{ vars.live }}}
        |              ^^^^^^^^^^^^^^^^
        = help: put it in quotes: '${{ … }}'
        = fix: quote it: '${{ vars.live }}'

      """),
    RefusedText(
      "interpolation within an item", text: "argv: [a, --x=${{ vars.live }}/b, c]\n", isReadable: false,
      """
      error[BLY0026]: '${{ … }}' without quotes within '[…]' or '{…}'
       --> plan.yaml:1:11
        |
      1 | argv: [a, --x=${{ vars.live }}/b, c]
        |           ^^^^^^^^^^^^^^^^^^^^^^
        = help: put it in quotes: '${{ … }}'
        = fix: quote it: '--x=${{ vars.live }}/b'

      """),
    RefusedText(
      "interpolation that doesn't end", text: "argv: [a, ${{ vars.live\n", isReadable: false,
      """
      error[BLY0026]: '${{ … }}' without quotes within '[…]' or '{…}'
       --> plan.yaml:1:11
        |
      1 | argv: [a, ${{ vars.live
        |           ^^^^^^^^^^^^^
        = help: put it in quotes: '${{ … }}'

      """),
    RefusedText(
      "at sign", text: "a: @home # c\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '@'
       --> plan.yaml:1:4
        |
      1 | a: @home # c
        |    ^
        = help: put the value in quotes
        = fix: quote the value: '@home'

      """),
    RefusedText(
      "percent", text: "a: %x\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '%'
       --> plan.yaml:1:4
        |
      1 | a: %x
        |    ^
        = help: put the value in quotes
        = fix: quote the value: '%x'

      """),
    RefusedText(
      "backtick", text: "a: `x`\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '`'
       --> plan.yaml:1:4
        |
      1 | a: `x`
        |    ^
        = help: put the value in quotes
        = fix: quote the value: '`x`'

      """),
    RefusedText(
      "glob", text: "path: *.txt\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '*'
       --> plan.yaml:1:7
        |
      1 | path: *.txt
        |       ^
        = help: put the value in quotes
        = fix: quote the value: '*.txt'

      """),
    RefusedText(
      "ampersand", text: "x: & y\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '&'
       --> plan.yaml:1:4
        |
      1 | x: & y
        |    ^
        = help: put the value in quotes
        = fix: quote the value: '& y'

      """),
    RefusedText(
      "reserved in a flow list", text: "a: [x, @y, z]\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '@'
       --> plan.yaml:1:8
        |
      1 | a: [x, @y, z]
        |        ^
        = help: put the value in quotes
        = fix: quote the value: '@y'

      """),
    RefusedText(
      "apostrophe", text: "a: 'it's done'\n", isReadable: false,
      """
      error[BLY0028]: text after a closing quote
       --> plan.yaml:1:8
        |
      1 | a: 'it's done'
        |        ^^^^^^^
        = help: a quote within single quotes is written twice; a value that only starts with a quote is quoted as a whole

      """),
    RefusedText(
      "expression that starts with a text", text: "when: 'a' == inputs.x # c\n", isReadable: false,
      """
      error[BLY0028]: text after a closing quote
       --> plan.yaml:1:11
        |
      1 | when: 'a' == inputs.x # c
        |           ^^^^^^^^^^^^^^^
        = help: a quote within single quotes is written twice; a value that only starts with a quote is quoted as a whole
        = fix: quote the whole value: "'a' == inputs.x"

      """),
    RefusedText(
      "quote that doesn't end", text: "a: 'never\nb: 1\n", isReadable: false,
      """
      error[BLY0022]: this single quote is never closed
       --> plan.yaml:1:4
        |
      1 | a: 'never
        |    ^^^^^^ starts here
        = help: close the quote; a quote within single quotes is written twice, in double quotes as \\"

      """),
    RefusedText(
      "double quote at the end", text: "a: \"", isReadable: false,
      """
      error[BLY0022]: this double quote is never closed
       --> plan.yaml:1:4
        |
      1 | a: "
        |    ^ starts here
        = help: close the quote; a quote within single quotes is written twice, in double quotes as \\"

      """),
    RefusedText(
      "unknown escape", text: "p: \"^\\d+$\"\n", isReadable: false,
      """
      error[BLY0025]: '\\d' is no escape of a text in double quotes
       --> plan.yaml:1:6
        |
      1 | p: "^\\d+$"
        |      ^^
        = help: write '\\\\' for a backslash, or use single quotes, in which nothing is escaped
        = fix: use single quotes: '^\\d+$'

      """),
    RefusedText(
      "Windows path", text: "path: \"C:\\new\\users\"\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: '\\u' is followed by the four hexadecimal digits of a character
       --> plan.yaml:1:14
        |
      1 | path: "C:\\new\\users"
        |              ^^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets
        = fix: double the backslash: \\\\

      """),
    RefusedText(
      "text after a block mark", text: "a: | foo\n  x\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: after '|' or '>' the text starts on the next line
       --> plan.yaml:1:6
        |
      1 | a: | foo
        |      ^^^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "block indentation of zero", text: "a: |0\n  x\n", isReadable: false,
      """
      error[BLY0001]: this is not YAML: a block's indentation is at least 1
       --> plan.yaml:1:5
        |
      1 | a: |0
        |     ^
        = help: compare this line with the lines around it: indentation, colons, quotes and brackets

      """),
    RefusedText(
      "beyond ASCII before the place", text: "größe: '名'x\n", isReadable: false,
      """
      error[BLY0028]: text after a closing quote
       --> plan.yaml:1:11
        |
      1 | größe: '名'x
        |            ^
        = help: a quote within single quotes is written twice; a value that only starts with a quote is quoted as a whole

      """),
    RefusedText(
      "CR LF", text: "a: 1\r\nb: 'x' y\r\n", isReadable: false,
      """
      error[BLY0028]: text after a closing quote
       --> plan.yaml:2:8
        |
      2 | b: 'x' y
        |        ^
        = help: a quote within single quotes is written twice; a value that only starts with a quote is quoted as a whole
        = fix: quote the whole value: "'x' y"

      """),
    RefusedText(
      "behind a byte order mark", text: "\u{FEFF}a: @b\n", isReadable: false,
      """
      error[BLY0021]: a value without quotes can't start with '@'
       --> plan.yaml:1:4
        |
      1 | a: @b
        |    ^
        = help: put the value in quotes
        = fix: quote the value: '@b'

      """),
  ]

  @Test(arguments: refused) func refusal(of text: RefusedText) { text.check() }
  @Test(arguments: refused.filter(\.hasFix)) func cure(of text: RefusedText) { text.checkFix() }
}
