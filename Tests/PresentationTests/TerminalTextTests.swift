// What reaches a terminal of what others wrote.

import Presentation
import Testing

@Suite struct TerminalTextTests {
  static let cases: [(text: String, shown: String)] = [
    ("plain\ntwo\tthree ü", "plain\ntwo\tthree ü"),
    ("\u{1B}[2J\u{1B}[1;1Hfake", "\\x1b[2J\\x1b[1;1Hfake"),
    ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
    ("bell\u{7}, return\r, delete\u{7F}, csi\u{9B}2J", "bell\\x07, return\\x0d, delete\\x7f, csi\\x9b2J"),
    ("\u{1B}", "\\x1b"), ("\u{1B}[3", "\\x1b[3"),
  ]

  @Test(arguments: cases) func controlsAreMadeVisible(_ text: String, _ shown: String) {
    #expect(TerminalText.safe(text) == shown)
  }
}
