// What the canonical layout is: table after table of a text and the text that comes of it.

import Testing

private struct Sample: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let layout: String

  init(_ name: String, _ text: String, _ layout: String? = nil) {
    self.name = name
    self.text = text
    self.layout = layout ?? text
  }

  var testDescription: String { name }
}

private let indentation: [Sample] = [
  Sample("already laid out", "a: 1\nb:\n  c: 2\n  d:\n    - e\n    - f: g\n      h: i\n"),
  Sample(
    "wide", "a:\n    b:\n        - c\n        -   d: 1\n            e: 2\n",
    "a:\n  b:\n    - c\n    - d: 1\n      e: 2\n"),
  Sample("lists as deep as their key", "a:\n- b\n- c:\n  - d\n", "a:\n  - b\n  - c:\n      - d\n"),
  Sample("an indented document", "  a: 1\n  b: 2\n", "a: 1\nb: 2\n"),
  Sample("lists in lists", "a:\n-   - b\n    - c\n- d\n", "a:\n  - - b\n    - c\n  - d\n"),
  Sample("a value below its dash", "a:\n  -\n    b: 1\n", "a:\n  - b: 1\n"),
  Sample("spaces about colons", "a :   1\nb:\n  c  : d   \n", "a: 1\nb:\n  c: d\n"),
  Sample("tabs behind colons", "a:\t1\n", "a: 1\n"),
  Sample("no line end", "a: 1", "a: 1\n"),
  Sample("lines of Windows", "a: 1\r\nb:\r\n    c: 2\r\n", "a: 1\nb:\n  c: 2\n"),
  Sample("a byte order mark", "\u{FEFF}a:\n    b: 1\n", "\u{FEFF}a:\n  b: 1\n"),
  Sample("values that aren't there", "a:\nb:\n    - \n    - c\n", "a:\nb:\n  -\n  - c\n"),
  Sample("the start of the document", "---\na:\n    b: 1\n", "---\na:\n  b: 1\n"),
  Sample("letters beyond ASCII", "ü:\n    - 'é # ß'   # ñ\n", "ü:\n  - 'é # ß'   # ñ\n"),
]

private let brackets: [Sample] = [
  Sample("spaces", "a: { b: 1,c: [ x ,y ], d: {} , e: [ ] }\n", "a: {b: 1, c: [x, y], d: {}, e: []}\n"),
  Sample("a comma at the end", "a: [b, c, ]\n", "a: [b, c]\n"),
  Sample("keys in quotes", "a: {\"b\":1, 'c' : 2}\n", "a: {\"b\": 1, 'c': 2}\n"),
  Sample("keys without a value", "a: {b, c: , d: 1}\n"),
  Sample("pairs in a list", "a: [b: 1,c: {d: 2}]\n", "a: [b: 1, c: {d: 2}]\n"),
  Sample("an explicit key stays", "a: {? b : 1}\n"),
  Sample(
    "several lines keep their breaks", "a:\n    b: [x,\n        y,  # why\n        z]\n",
    "a:\n  b: [x,\n      y,  # why\n      z]\n"),
  Sample("a closing bracket below", "a:\n    b: {\n        c: 1\n    }\n", "a:\n  b: {\n      c: 1\n  }\n"),
  Sample("a whole document in brackets", "{ a: 1 }\n"),
]

private let scalars: [Sample] = [
  Sample("quotes stay", "a: 'b'\nc: \"d\\n\"\ne: f\n"),
  Sample("a value below its key", "a:\n    b:\n        c d e\n", "a:\n  b:\n    c d e\n"),
  Sample("plain lines", "a:\n    b: one\n      two\n\n      three\n", "a:\n  b: one\n    two\n\n    three\n"),
  Sample("quoted lines", "a:\n    b: \"one \\\n  two\"\n", "a:\n  b: \"one \\\n    two\"\n"),
  Sample(
    "literal", "a:\n      b: |\n            x\n              y\n\n            z\n      c: 1\n",
    "a:\n  b: |\n    x\n      y\n\n    z\n  c: 1\n"),
  Sample("literal without indentation in a list", "a:\n- |\n x\n- >-\n y\n", "a:\n  - |\n    x\n  - >-\n    y\n"),
  Sample("a digit", "a:\n    b: |2\n         x\n        y\n", "a:\n  b: |2\n       x\n      y\n"),
  Sample("lines kept at the end", "a: |+\n x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
  Sample("lines kept at the end of the file", "a: |+\n x\n\n\n", "a: |+\n  x\n\n\n"),
  Sample("folded", "a: >\n    one\n    two\n\n      more\n    end\n", "a: >\n  one\n  two\n\n    more\n  end\n"),
  Sample(
    "a hash in a literal", "a: |  # the header\n    # no comment\n    x # none either\nb: 1  # one\n",
    "a: |  # the header\n  # no comment\n  x # none either\nb: 1  # one\n"),
  Sample("an empty literal", "a: |\nb: |+\n\nc: 1\n", "a: |\nb: |+\n\nc: 1\n"),
  Sample("a literal that ends with the file", "a:\n    b: |\n      x"),
]

private let comments: [Sample] = [
  Sample(
    "above, behind and below",
    "# header\n\n# about a\na:   # behind a\n    # about b\n    b: 1 # behind b\n    # below b\n# about c\nc: 2\n# the end\n",
    "# header\n\n# about a\na:   # behind a\n  # about b\n  b: 1  # behind b\n  # below b\n# about c\nc: 2\n# the end\n"
  ),
  Sample(
    "about items", "a:\n# one\n- b: 1\n  # two\n  c: 2\n# three\n- d\n",
    "a:\n  # one\n  - b: 1\n    # two\n    c: 2\n  # three\n  - d\n"),
  Sample("behind a dash", "a:\n  - # why\n    b: 1\n", "a:\n  -  # why\n    b: 1\n"),
  Sample("between key and value", "a:\n    b:  # why\n        c\n    d: 1\n", "a:\n  b:  # why\n      c\n  d: 1\n"),
  Sample("white space at its end", "a: 1 #  b  \n", "a: 1  #  b  \n"),
  Sample("behind values that aren't there", "a: # why\nb: 1\n", "a:  # why\nb: 1\n"),
  Sample(
    "after lines kept", "a:\n    b: |+\n        x\n\n    # about c\n    c: 1\n",
    "a:\n  b: |+\n    x\n\n  # about c\n  c: 1\n"),
  Sample(
    "blank lines, one at a time", "\n\n# a\n\n\n# b\nc: 1\n\n\n\nd:\n\n  e: 2\n\n", "# a\n\n# b\nc: 1\n\nd:\n  e: 2\n"),
]

private let order: [Sample] = [
  Sample(
    "a plan", "steps:\n  - uses: x\n    id: a\nname: b\n# which\nbelay: 1\n",
    "# which\nbelay: 1\nname: b\nsteps:\n  - id: a\n    uses: x\n"),
  Sample(
    "a step on one line", "belay: 1\nsteps:\n- {uses: x, rollback: {success: [a], uses: y}, id: a}\n",
    "belay: 1\nsteps:\n  - {id: a, uses: x, rollback: {uses: y, success: [a]}}\n"),
  Sample(
    "comments go with their keys", "belay: 1\nsteps:\n  # the step\n  - uses: x  # type\n    # name\n    id: a\n",
    "belay: 1\nsteps:\n  # the step\n  # name\n  - id: a\n    uses: x  # type\n"),
  Sample(
    "an unknown key stays behind the one before", "belay: 1\nfoo: 1\nversion: 1\nbar: 2\nname: c\n",
    "belay: 1\nfoo: 1\nname: c\nversion: 1\nbar: 2\n"),
  Sample(
    "keys in brackets over several lines stay", "belay: 1\nsteps:\n  - {uses: x,\n     id: a}\n"),
  Sample("inputs keep their order", "belay: 1\ninputs:\n  b: {default: 1, type: int}\n  a: {type: int}\n"),
  Sample("another file keeps its order", "version: 1\nname: c\nsteps:\n  - {uses: x, id: a}\n"),
  Sample(
    "phases stand apart",
    "belay: 1\nphases:\n\n  - id: a\n    steps: []\n  # second\n  - steps: []\n    id: b\n\n\n  - {id: c, steps: []}\n",
    "belay: 1\nphases:\n  - id: a\n    steps: []\n\n  # second\n  - id: b\n    steps: []\n\n  - {id: c, steps: []}\n"),
  Sample(
    "phases that end with kept lines",
    "belay: 1\nphases:\n  - id: a\n    title: |+\n      x\n  - id: b\n"),
]

@Suite struct LayoutTests {
  private static let samples = indentation + brackets + scalars + comments + order

  @Test(arguments: samples) fileprivate func layout(_ sample: Sample) {
    #expect(format(sample.text) == sample.layout)
  }

  @Test(arguments: samples) fileprivate func nothingChangesTwice(_ sample: Sample) {
    #expect(format(sample.layout) == sample.layout)
  }

  @Test(arguments: [
    ("a: [", "unreadable: [\"BLY0023\"]"), ("a: 1\na: 2\n", "unreadable: [\"BLY0007\"]"),
    ("a: &x 1\n", "unreadable: [\"BLY0011\"]"), ("", ""), ("# only\n", "# only\n"), ("? a\n: 1\n", "? a\n: 1\n"),
    ("a:   1\n...\n", "a:   1\n...\n"), ("a:   1 \n# no line end", "a: 1\n# no line end\n"),
  ])
  func whatIsNotLaidOut(_ text: String, _ result: String) {
    #expect(format(text) == result)
  }
}
