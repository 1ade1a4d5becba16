// The patterns that are derived from a secret, exactly.

import Testing

@testable import Secrets

@Suite struct SecretFormsTests {
  private func texts(_ forms: [[UInt8]]) -> [String] { forms.map { String(decoding: $0, as: UTF8.self) } }

  @Test func hexadecimal() {
    #expect(texts(SecretForms.hexadecimal(Array("az/".utf8))) == ["617a2f", "617A2F"])
  }

  @Test func base64AtThreeAlignments() {
    // secret: c2VjcmV0 · xsecret: eHNlY3JldA== · xysecret: eHlzZWNyZXQ=
    let forms = texts(SecretForms.base64(Array("secret".utf8)))
    #expect(forms.prefix(5) == ["c2VjcmV0", "NlY3Jld", "NlY3JldA", "zZWNyZX", "zZWNyZXQ"])
  }

  @Test func base64InBothAlphabets() {
    let forms = texts(SecretForms.base64([0xfb, 0xff, 0xbf]))
    #expect(forms.contains("+/+/") && forms.contains("-_-_"))
  }

  @Test func percentEncoded() {
    let forms = Set(texts(SecretForms.percentEncoded(Array("a b/ü".utf8))))
    #expect(forms.isSuperset(of: ["a%20b%2F%C3%BC", "a+b%2f%c3%bc", "a%20b/%C3%BC"]))
  }

  @Test func jsonEscaped() {
    let forms = Set(texts(SecretForms.jsonEscaped(Array("a\"\\/\n\u{1}é😀".utf8))))
    #expect(forms.contains(#"a\"\\/\n\u0001é😀"#))
    #expect(forms.contains(#"a\"\\\/\n\u0001\u00e9\ud83d\ude00"#))
    #expect(forms.contains(#"a\"\\/\n\u0001\u00E9\uD83D\uDE00"#))
  }

  @Test func shellQuoted() {
    #expect(texts(SecretForms.shellQuoted(Array("it's".utf8))) == [#"it'\''s"#, #"it'"'"'s"#])
  }

  @Test func shortSecretsHaveNoForms() {
    #expect(texts(SecretForms.patterns(for: ["x"])) == ["x"])
    #expect(SecretForms.patterns(for: ["", "\n"]).count == 1)
  }

  @Test func noPatternTwice() {
    let patterns = SecretForms.patterns(for: ["secret", "secret", "secret\n"])
    #expect(Set(patterns).count == patterns.count)
  }
}
