// Covers: encodings and characters that plans refuse (DESIGN §2), before any YAML is read.

import Diagnostics
import PlanText
import Testing

@Suite struct RefusedCharactersTests {
  static let refused: [RefusedText] = [
    RefusedText(
      "invalid UTF-8", bytes: [0x61, 0x3A, 0x20, 0xFF, 0x62, 0x0A], isReadable: false,
      """
      error[BLY0002]: the byte 0xFF is not UTF-8 text
       --> plan.yaml:1:4
        |
      1 | a: �b
        |    ^
        = help: save the file as UTF-8

      """),
    RefusedText(
      "truncated UTF-8", bytes: [0x61, 0x3A, 0x20, 0x62, 0x0A, 0x63, 0x3A, 0x20, 0x64, 0xC3], isReadable: false,
      """
      error[BLY0002]: the byte 0xC3 is not UTF-8 text
       --> plan.yaml:2:5
        |
      2 | c: d�
        |     ^
        = help: save the file as UTF-8

      """),
    RefusedText(
      "overlong UTF-8", bytes: [0x61, 0x3A, 0x20, 0xC0, 0xAF, 0x0A], isReadable: false,
      """
      error[BLY0002]: the byte 0xC0 is not UTF-8 text
       --> plan.yaml:1:4
        |
      1 | a: ��
        |    ^
        = help: save the file as UTF-8

      """),
    RefusedText(
      "UTF-16", bytes: [0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00, 0x20, 0x00, 0x31, 0x00, 0x0A, 0x00], isReadable: false,
      """
      error[BLY0003]: the file looks like UTF-16; a plan is UTF-8
       --> plan.yaml:1:1
        |
      1 | ��a<U+0000>:<U+0000> <U+0000>1<U+0000>
        | ^
        = help: save the file as UTF-8, without conversion it can't be read

      """),
    RefusedText(
      "UTF-16 without a mark", bytes: [0x00, 0x61, 0x00, 0x3A, 0x00, 0x20, 0x00, 0x31, 0x00, 0x0A], isReadable: false,
      """
      error[BLY0003]: the file looks like UTF-16; a plan is UTF-8
       --> plan.yaml:1:1
        |
      1 | <U+0000>a<U+0000>:<U+0000> <U+0000>1<U+0000>
        | ^^^^^^^^
        = help: save the file as UTF-8, without conversion it can't be read

      """),
    RefusedText(
      "UTF-32",
      bytes: [
        0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00, 0x3A, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x31, 0x00,
        0x00, 0x00, 0x0A, 0x00, 0x00, 0x00,
      ], isReadable: false,
      """
      error[BLY0003]: the file looks like UTF-32; a plan is UTF-8
       --> plan.yaml:1:1
        |
      1 | ��<U+0000><U+0000>a<U+0000><U+0000><U+0000>:<U+0000><U+0000><U+0000> <U+0000><U+0000><U+0000>1…
        | ^^
        = help: save the file as UTF-8, without conversion it can't be read

      """),
    RefusedText(
      "NUL", bytes: [0x61, 0x3A, 0x20, 0x62, 0x00, 0x63, 0x0A], isReadable: false,
      """
      error[BLY0004]: control character U+0000 in a plan
       --> plan.yaml:1:5
        |
      1 | a: b<U+0000>c
        |     ^^^^^^^^
        = help: remove it; a file that holds NUL is usually not text at all

      """),
    RefusedText(
      "escape character", text: "a: \u{1B}[31m\n", isReadable: false,
      """
      error[BLY0004]: control character U+001B in a plan
       --> plan.yaml:1:4
        |
      1 | a: <U+001B>[31m
        |    ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
    RefusedText(
      "C1 control character", text: "a: \u{9B}31m\n", isReadable: false,
      """
      error[BLY0004]: control character U+009B in a plan
       --> plan.yaml:1:4
        |
      1 | a: <U+009B>31m
        |    ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
    RefusedText(
      "delete", text: "a: \u{7F}\n", isReadable: false,
      """
      error[BLY0004]: control character U+007F in a plan
       --> plan.yaml:1:4
        |
      1 | a: <U+007F>
        |    ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
    RefusedText(
      "direction override", text: "a: 'x\u{202E}y'\n", isReadable: false,
      """
      error[BLY0005]: invisible character U+202E (it turns the direction of the text around it)
       --> plan.yaml:1:6
        |
      1 | a: 'x<U+202E>y'
        |      ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
    RefusedText(
      "isolate in a comment", text: "a: 1 # \u{2066}y\n", isReadable: false,
      """
      error[BLY0005]: invisible character U+2066 (it turns the direction of the text around it)
       --> plan.yaml:1:8
        |
      1 | a: 1 # <U+2066>y
        |        ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
    RefusedText(
      "invisible line end", text: "a: x\u{2028}b: y\n", isReadable: false,
      """
      error[BLY0005]: invisible character U+2028 (a line break that editors don't show)
       --> plan.yaml:1:5
        |
      1 | a: x<U+2028>b: y
        |     ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
    RefusedText(
      "byte order mark within", text: "a: \u{FEFF}x\n", isReadable: false,
      """
      error[BLY0005]: invisible character U+FEFF (a byte order mark within the text)
       --> plan.yaml:1:4
        |
      1 | a: <U+FEFF>x
        |    ^^^^^^^^
        = help: remove it; where a value needs it, write it as an escape in double quotes

      """),
  ]

  @Test(arguments: refused) func refusal(of text: RefusedText) { text.check() }
}
