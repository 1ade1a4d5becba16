// What the mask takes out of a text.

import Secrets
import Testing

@Suite struct SecretMaskTests {
  @Test(arguments: [
    ("a key-long, a key and keykey", "a ***, a *** and ******"),
    ("hex 6b65792d6c6f6e67 and 6B65792D6C6F6E67", "hex *** and ***"),
    ("nothing of that kind", "nothing of that kind"),
  ])
  func masks(_ text: String, _ masked: String) {
    #expect(SecretMask(["", "key", "key-long"])(text) == masked)
  }

  @Test func findsBase64ThatWasWrapped() {
    let mask = SecretMask(["a long secret value"])
    #expect(mask("x YSBsb25nIHNl\nY3JldCB2YWx1ZQ== y") == "x ***== y")
    #expect(mask.finds(in: "YSBsb25nIHNlY3JldCB2YWx1ZQ"))
    #expect(!mask.finds(in: "a long secret"))
  }

  @Test func withoutSecretsNothingChanges() {
    #expect(SecretMask([])("key") == "key")
    #expect(!SecretMask([""]).finds(in: "key"))
  }
}
