// Secrets in what a process writes: masked in every form, however it is cut into pieces, and never on the disk.

import Foundation
import Testing

@testable import ProcessHost

@Suite struct MaskingTests {
  let folder = RunFolder()
  static let secret = #"S3cr3t/Canary+08 15"ü"#

  @Test(arguments: [
    #"printf %s "$T""#,
    #"printf %s "$T" >&2"#,
    #"printf %s "$T" | base64 -w0"#,
    #"printf %s "x$T" | base64 -w0"#,
    #"printf %s "xy$T" | base64 -w0"#,
    #"printf %s "xyz$T and more" | base64 -w0"#,
    #"printf %s "xy$T" | base64 -w0 | tr '+/' '-_'"#,
    #"printf %s "some text before it to make it wrap somewhere, $T" | base64 -w20"#,
    #"printf %s "$T" | od -An -tx1 -v | tr -d ' \n'"#,
    #"printf %s "$T" | od -An -tx1 -v | tr -d ' \n' | tr a-f A-F"#,
    #"printf %s "$T" | od -An -tx1 -v | tr -d ' \n' | fold -w 10"#,
    #"printf %s 'S3cr3t%2FCanary%2B08%2015%22%C3%BC'"#,
    #"printf %s 's3=S3cr3t%2fCanary%2b08+15%22%c3%bc'"#,
    #"printf %s 'S3cr3t/Canary+08 15\"ü'"#,
    #"printf %s 'S3cr3t/Canary+08 15\"\u00fc'"#,
    #"printf %s 'S3cr3t\/Canary+08 15\"\u00FC'"#,
  ])
  func forms(_ script: String) async throws {
    let exit = try await folder.host().run(
      "a", shell(script + "; echo ' end'", environment: ["T": Self.secret], secrets: [Self.secret]))
    let shown = exit.err + exit.out
    #expect(shown.contains("***") && shown.hasSuffix(" end\n") && exit.status == .exited(0), "\(shown)")
    #expect(folder.log("a") == exit.out || folder.log("a").contains("***"))
    for residue in ["anary", "6e617279", "6E617279", "Q2FuYXJ5", "NhbmFye", "DYW5hcn"] {
      #expect(!shown.contains(residue) && !folder.log("a").contains(residue), "\(shown)")
    }
  }

  @Test func acrossWritesOneByteAtATime() async throws {
    let host = folder.host()
    // Each piece is a write of its own, and the supervisor has read it before the next.
    let script = """
      for c in b e f o r e - s 3 c r 3 t - p a s s - a f t e r; do printf %s "$c"; sleep 0.01; done; echo .
      """
    let exit = try await host.run("a", shell(script, secrets: ["s3cr3t-pass"]))
    #expect(exit.out == "before-***-after.\n")
    #expect(folder.log("a") == "before-***-after.\n")
  }

  @Test func halvesThroughBothStreams() async throws {
    let exit = try await folder.host().run("a", shell("printf xy; printf xy >&2", secrets: ["xyxy"]))
    #expect(exit.out == "xy" && exit.err == "xy")
    #expect(folder.log("a") == "***")
  }

  @Test(arguments: [
    (["aaa"], "aaaaaaa.aa", "***.aa"),
    (["abcd", "bcdxyz"], "abcdxyz!abc", "***!abc"),
    (["he", "she", "hers"], "ushers", "u***"),
    (["longer-secret", "secret"], "a secret, a longer-secret, longer-secre", "a ***, a ***, longer-secre"),
    (["one", "two"], "onetwo one two", "*** *** ***"),
    (["", "x1"], "ax1b", "a***b"),
    (["line one\nline two"], "line one\nline two\n", "***\n"),
    (["line-one-is-secret\nline-two-as-well\n"], "a line-two-as-well b", "a *** b"),
    (["from-a-file\n"], "value from-a-file.", "value ***."),
  ])
  func overlaps(_ secrets: [String], _ text: String, _ expected: String) async throws {
    let exit = try await folder.host().run("a", spec(["printf", "%s", text], secrets: secrets))
    #expect(exit.out == expected)
    #expect(folder.log("a") == expected)
  }

  @Test func secretInTheReasonOfAFailure() async throws {
    let exit = try await folder.host().run("a", spec(["/nowhere/hunter2hunter2"], secrets: ["hunter2hunter2"]))
    #expect(exit.status == .failedToStart("No such file or directory: /nowhere/***"))
  }

  @Test(arguments: [
    #"echo "x=pre-$T" >> "$BELAY_OUTPUT""#,
    #"printf %s "$T" | base64 > "$BELAY_OUTPUT""#,
    #"head -c 1048570 /dev/zero > "$BELAY_OUTPUT"; printf %s "$T" >> "$BELAY_OUTPUT""#,
  ])
  func outputWithASecretIsDropped(_ script: String) async throws {
    let secret = "outputcanary42"
    let exit = try await folder.host().run("a", shell(script, environment: ["T": secret], secrets: [secret]))
    #expect(exit.outputHadSecret && exit.output.isEmpty)
  }

  @Test(arguments: [("echo \"$T\"", true), ("echo \"$T\" >&2", false), ("echo x", false)])
  func thatStdoutHeldASecretIsKnown(_ script: String, _ held: Bool) async throws {
    let secret = "answercanary42"
    let exit = try await folder.host().run("a", shell(script, environment: ["T": secret], secrets: [secret]))
    #expect(exit.stdoutHadSecret == held)
  }

  @Test func nothingOnTheDisk() async throws {
    let secret = "DiskCanary-4711"
    let host = folder.host()
    var wish = shell(
      #"cat; echo "$T"; echo "$T" >&2; echo "$T" > "$BELAY_OUTPUT"; echo "$T" > "$TMPDIR/x"; sleep 0.1"#,
      environment: ["T": secret], secrets: [secret], readOnly: ProcessHost.canConfine)
    wish.standardInput = Array(secret.utf8)
    if !ProcessHost.canConfine { wish.environment["TMPDIR"] = "/dev" }
    _ = try await host.run("a", wish)
    for (name, data) in folder.content() {
      #expect(data.range(of: Data(secret.utf8)) == nil, "\(name)")
      let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(name)")
    }
    #expect(Set(folder.content().keys) == ["a.log", "supervisor.lock", "supervisor.records"])
  }
}
