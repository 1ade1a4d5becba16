// Regular expressions: the syntax of RE2, what it refuses, and that time stays linear.

import Testing

@testable import Expressions

@Suite struct PatternTests {
  @Test(arguments: [
    ("abc", "xabcx", true), ("^abc$", "xabc", false), ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true),
    ("a|b", "cb", true),
    ("^(a|b)*c$", "ababc", true), ("^a+$", "", false), ("^a?$", "", true), ("^a{2,3}$", "aaaa", false),
    ("^a{2,3}$", "aaa", true),
    ("^a{2}$", "aa", true), ("^a{2,}$", "aaaaa", true), ("a{,2}", "a{,2}", true), ("^[a-c]+$", "abc", true),
    ("^[^a-c]+$", "xyz", true),
    ("[]a]", "]", true), ("[a-]", "-", true), (#"^\d+\s\w+$"#, "12 ab_", true), (#"^\D\S\W$"#, "ab!", true),
    (#"^[\d.]+$"#, "1.2", true),
    (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo", false), (#"\Bfoo"#, "afoo", true), (#"\A\z"#, "", true),
    ("(?i)HeLLo", "hEllO", true), ("(?i:a)b", "Ab", true), ("(?i:a)b", "AB", false), ("(?m)^b$", "a\nb\nc", true),
    ("^b$", "a\nb\nc", false),
    ("(?P<name>a)(?<other>b)", "ab", true), (#"\x41\x{1F431}\101"#, "A🐱A", true), (#"^\p{Lu}\pL+$"#, "Éa", true),
    (#"^\P{Lu}$"#, "É", false),
    (#"\Qa.b\E"#, "a.b", true), (#"\Qa.b\E"#, "axb", false), ("[[:alpha:]]+[[:^digit:]]", "a!", true), ("é", "é", true),
    ("^.$", "é", true),
    ("a*?b", "aab", true), ("(a*)*b", "aaac", false), ("", "", true), ("(|a)b", "b", true),
    (#"^\.\*\\$"#, #".*\"#, true), ("^(?:a(?i)b)c$", "aBc", true),
    ("^(?:a(?i)b)c$", "aBC", false), (#"[\]\-\\]"#, "]", true), ("(?-s).", "\n", false),
  ])
  func matches(pattern: String, text: String, found: Bool) throws {
    #expect(try Pattern(pattern).isFound(in: text) == found)
  }

  @Test(arguments: [
    ("(", "a '(' is not closed"), (")", "')' closes nothing"), ("[a", "a '[' is not closed"),
    ("*a", "there is nothing before '*' to repeat"),
    ("a**", "a repetition can't be repeated"), (#"(a)\1"#, "back references are not supported"),
    ("(?=a)", "look-ahead is not supported"),
    ("(?<=a)", "look-behind is not supported"), ("a{1001}", "a repetition of more than 1000"),
    ("a{3,2}", "a repetition that ends before it begins"),
    (#"\"#, "it ends too early"), (#"\y"#, #"'\y' is not an escape"#), ("[b-a]", "the range 'b-a' is empty"),
    (#"\p{Greek}"#, "'Greek' is not a general category of Unicode"),
    ("((a{1000}){1000}){1000}", "its repetitions make it too large"), ("[[:nope:]]", "there is no class '[:nope:]'"),
    ("(?x)", "'(?' is followed by something that has no meaning"),
  ])
  func refusals(pattern: String, reason: String) {
    #expect { try Pattern(pattern) } throws: { ($0 as? Pattern.SyntaxError)?.reason == reason }
  }

  @Test func timeIsLinear() throws {
    // Backtracking would need 2^30 steps here.
    let text = String(repeating: "a", count: 30)
    #expect(try Pattern(String(repeating: "a?", count: 30) + text).isFound(in: text))
    #expect(try !Pattern("^(a+)+$").isFound(in: String(repeating: "a", count: 5_000) + "b"))
  }

  @Test func repeatedNothingIsNothing() throws {
    #expect(try Pattern("^((((){1000}){1000}){1000}){1000}$").isFound(in: ""))
    #expect(try Pattern("^((((a{0}){1000}){1000}){1000}){1000}$").isFound(in: ""))
  }

  @Test func nestingIsLimited() {
    let text = String(repeating: "(", count: 100_000)
    #expect { try Pattern(text) } throws: { ($0 as? Pattern.SyntaxError)?.reason == "it is nested too deeply" }
  }
}
