// Covers: the nodes of sample documents in every style, each with its exact bytes and its value.
// A line of a listing: depth as dashes, kind or style, start..<end in bytes, the bytes themselves (⏎ is LF, ␍ is CR),
// and the value where it differs from them. `{}` and `[]` are written in brackets, `map` and `list` are not.

import PlanText
import Testing

@Suite struct RangeTests {
  static let samples: [(name: String, text: String, nodes: [String])] = [
    (
      "plain scalars",
      "a: 1\nb: x y\n",
      [
        "map 0..<11 a: 1⏎b: x y",
        "-plain 0..<1 a",
        "-plain 3..<4 1",
        "-plain 5..<6 b",
        "-plain 8..<11 x y",
      ]
    ),
    (
      "comments and spaces",
      "# c\n\n  k:  v   # c\n  l:\n",
      [
        "map 7..<23 k:  v   # c⏎  l:",
        "-plain 7..<8 k",
        "-plain 11..<12 v",
        "-plain 21..<22 l",
        "-plain 23..<23 ",
      ]
    ),
    (
      "quotes and escapes",
      "a: 'it''s'\nb: \"q\\n\\u00e9\\\"\"\n'c d': \"\"\n",
      [
        "map 0..<37 a: 'it''s'⏎b: \"q\\n\\u00e9\\\"\"⏎'c d': \"\"",
        "-plain 0..<1 a",
        "-singleQuoted 3..<10 'it''s' = it's",
        "-plain 11..<12 b",
        "-doubleQuoted 14..<27 \"q\\n\\u00e9\\\"\" = q⏎é\"",
        "-singleQuoted 28..<33 'c d' = c d",
        "-doubleQuoted 35..<37 \"\" = ",
      ]
    ),
    (
      "lists in lists, maps in lists, an absent item",
      "- a\n-  - b\n   - c\n-\n- d: e\n  f: g\n",
      [
        "list 0..<33 - a⏎-  - b⏎   - c⏎-⏎- d: e⏎  f: g",
        "-plain 2..<3 a",
        "-list 7..<17 - b⏎   - c",
        "--plain 9..<10 b",
        "--plain 16..<17 c",
        "-plain 19..<19 ",
        "-map 22..<33 d: e⏎  f: g",
        "--plain 22..<23 d",
        "--plain 25..<26 e",
        "--plain 29..<30 f",
        "--plain 32..<33 g",
      ]
    ),
    (
      "a list that isn't indented",
      "k:\n- a\n- b\nl: x\n",
      [
        "map 0..<15 k:⏎- a⏎- b⏎l: x",
        "-plain 0..<1 k",
        "-list 3..<10 - a⏎- b",
        "--plain 5..<6 a",
        "--plain 9..<10 b",
        "-plain 11..<12 l",
        "-plain 14..<15 x",
      ]
    ),
    (
      "flow collections",
      "{a: [1, 'two' , {b: }], c}\n",
      [
        "{} 0..<26 {a: [1, 'two' , {b: }], c}",
        "-plain 1..<2 a",
        "-[] 4..<22 [1, 'two' , {b: }]",
        "--plain 5..<6 1",
        "--singleQuoted 8..<13 'two' = two",
        "--{} 16..<21 {b: }",
        "---plain 17..<18 b",
        "---plain 19..<19 ",
        "-plain 24..<25 c",
        "-plain 25..<25 ",
      ]
    ),
    (
      "pairs within a flow list",
      "x: [a: 1, \"b\": 2,\n  c\n  d]\n",
      [
        "map 0..<26 x: [a: 1, \"b\": 2,⏎  c⏎  d]",
        "-plain 0..<1 x",
        "-[] 3..<26 [a: 1, \"b\": 2,⏎  c⏎  d]",
        "--map 4..<8 a: 1",
        "---plain 4..<5 a",
        "---plain 7..<8 1",
        "--map 10..<16 \"b\": 2",
        "---doubleQuoted 10..<13 \"b\" = b",
        "---plain 15..<16 2",
        "--plain 20..<25 c⏎  d = c d",
      ]
    ),
    (
      "block scalars",
      "t: |\n  one\n   two\n\n# c\nu: >-\n  one\n  two\n\n  three\nv: |+ # c\n  x\n\nw: y\n",
      [
        "map 0..<69 t: |⏎  one⏎   two⏎⏎# c⏎u: >-⏎  one⏎  two⏎⏎  three⏎v: |+ # c⏎  x⏎⏎w: y",
        "-plain 0..<1 t",
        "-literal 3..<17 |⏎  one⏎   two = one⏎ two⏎",
        "-plain 23..<24 u",
        "-folded 26..<49 >-⏎  one⏎  two⏎⏎  three = one two⏎three",
        "-plain 50..<51 v",
        "-literal 53..<63 |+ # c⏎  x = x⏎⏎",
        "-plain 65..<66 w",
        "-plain 68..<69 y",
      ]
    ),
    (
      "values over several lines",
      "p: one\n  two\n\n  three\nq: 'a\n  b'\n",
      [
        "map 0..<32 p: one⏎  two⏎⏎  three⏎q: 'a⏎  b'",
        "-plain 0..<1 p",
        "-plain 3..<21 one⏎  two⏎⏎  three = one two⏎three",
        "-plain 22..<23 q",
        "-singleQuoted 25..<32 'a⏎  b' = a b",
      ]
    ),
    (
      "beyond ASCII",
      "é: 'ü'\nk: [名, \"😀\\t\"]\nl: z\n",
      [
        "map 0..<32 é: 'ü'⏎k: [名, \"😀\\t\"]⏎l: z",
        "-plain 0..<2 é",
        "-singleQuoted 4..<8 'ü' = ü",
        "-plain 9..<10 k",
        "-[] 12..<27 [名, \"😀\\t\"]",
        "--plain 13..<16 名",
        "--doubleQuoted 18..<26 \"😀\\t\" = 😀\t",
        "-plain 28..<29 l",
        "-plain 31..<32 z",
      ]
    ),
    (
      "CR LF",
      "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'm\r\n  n'\r\n",
      [
        "map 0..<33 a: 1␍⏎b: |␍⏎  x␍⏎  y␍⏎c: 'm␍⏎  n'",
        "-plain 0..<1 a",
        "-plain 3..<4 1",
        "-plain 6..<7 b",
        "-literal 9..<20 |␍⏎  x␍⏎  y = x⏎y⏎",
        "-plain 22..<23 c",
        "-singleQuoted 25..<33 'm␍⏎  n' = m n",
      ]
    ),
    (
      "a byte order mark",
      "\u{FEFF}a: b\n",
      [
        "map 3..<7 a: b",
        "-plain 3..<4 a",
        "-plain 6..<7 b",
      ]
    ),
    (
      "explicit keys",
      "? a\n: b\n? c\n",
      [
        "map 0..<11 ? a⏎: b⏎? c",
        "-plain 2..<3 a",
        "-plain 6..<7 b",
        "-plain 10..<11 c",
        "-plain 11..<11 ",
      ]
    ),
    (
      "document marks",
      "---\na: b\n...\n",
      [
        "map 4..<8 a: b",
        "-plain 4..<5 a",
        "-plain 7..<8 b",
      ]
    ),
    (
      "null in every form",
      "a: ~\nb: null\nc:\nd: ''\n",
      [
        "map 0..<21 a: ~⏎b: null⏎c:⏎d: ''",
        "-plain 0..<1 a",
        "-plain 3..<4 ~",
        "-plain 5..<6 b",
        "-plain 8..<12 null",
        "-plain 13..<14 c",
        "-plain 15..<15 ",
        "-plain 16..<17 d",
        "-singleQuoted 19..<21 '' = ",
      ]
    ),
    (
      "a lone scalar",
      "plain",
      [
        "plain 0..<5 plain"
      ]
    ),
    (
      "white space around collections",
      "a:   \n  - x: 1\n    y: 2\n\n\n  - z\n\nb: 2   \n\n",
      [
        "map 0..<37 a:   ⏎  - x: 1⏎    y: 2⏎⏎⏎  - z⏎⏎b: 2",
        "-plain 0..<1 a",
        "-list 8..<31 - x: 1⏎    y: 2⏎⏎⏎  - z",
        "--map 10..<23 x: 1⏎    y: 2",
        "---plain 10..<11 x",
        "---plain 13..<14 1",
        "---plain 19..<20 y",
        "---plain 22..<23 2",
        "--plain 30..<31 z",
        "-plain 33..<34 b",
        "-plain 36..<37 2",
      ]
    ),
  ]

  @Test(arguments: samples) func nodes(name: String, text: String, nodes: [String]) throws {
    #expect(listing(try root(text)) == nodes)
  }
}
