// How processes start and end: exit codes, signals, what can't be executed; environment, streams, session.

import Foundation
import Testing

@testable import ProcessHost

@Suite struct ExitTests {
  let folder = RunFolder()

  @Test(arguments: [
    ("exit 0", ProcessExit.Status.exited(0)), ("exit 3", .exited(3)), ("exit 255", .exited(255)),
    ("kill -KILL $$", .signaled(9)), ("kill -TERM $$", .signaled(15)), ("kill -HUP $$", .signaled(1)),
  ])
  func status(_ script: String, _ expected: ProcessExit.Status) async throws {
    let exit = try await folder.host().run("a.1", shell(script))
    #expect(exit.status == expected)
  }

  @Test(arguments: [
    (["systemctll", "reload"], "No such file or directory: systemctll"),
    (["/nowhere/at/all"], "No such file or directory: /nowhere/at/all"),
    (["/etc/passwd"], "Permission denied: /etc/passwd"),
    (["/"], "Permission denied: /"),
    ([""], "No such file or directory: "),
  ])
  func notExecutable(_ argv: [String], _ reason: String) async throws {
    let exit = try await folder.host().run("a.1", spec(argv))
    #expect(exit.status == .failedToStart(reason))
  }

  private func makeScript(_ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  @Test func missingInterpreter() async throws {
    let host = folder.host()
    _ = try await host.run("a", shell("true"))
    let script = folder.path + "/script"
    try makeScript(script, "#!/nowhere\n")
    let exit = try await host.run("b", spec([script]))
    #expect(exit.status == .failedToStart("No such file or directory: the interpreter of \(script)"))
  }

  @Test func scriptWithoutInterpreterLine() async throws {
    let host = folder.host()
    _ = try await host.run("a", shell("true"))
    let script = folder.path + "/script"
    try makeScript(script, "echo \"$1\"; exit 4")
    let exit = try await host.run("b", spec([script, "hello"]))
    #expect(exit.status == .exited(4) && exit.out == "hello\n")
  }

  @Test func missingWorkingDirectory() async throws {
    var wish = shell("true")
    wish.workingDirectory = "/nowhere"
    let exit = try await folder.host().run("a.1", wish)
    #expect(exit.status == .failedToStart("No such file or directory: working directory /nowhere"))
  }

  @Test func programIsFoundInTheGivenPath() async throws {
    let exit = try await folder.host().run("a", spec(["sh", "-c", "exit 5"], environment: ["PATH": "/nowhere::/bin"]))
    #expect(exit.status == .exited(5))
    let none = try await folder.host().run("b", spec(["sh"], environment: ["PATH": "/nowhere:"]))
    #expect(none.status == .failedToStart("No such file or directory: sh"))
  }

  @Test func argumentWithNULIsRefused() async throws {
    await #expect(throws: ProcessHostError.refused(reason: "malformed request")) {
      _ = try await folder.host().start("a", spec(["echo", "a\0b"]))
    }
  }

  @Test func streamsAreKeptApartAndLoggedTogether() async throws {
    let host = folder.host()
    let exit = try await host.run("a/b[c d].1", shell("echo one; echo two >&2"))
    #expect(exit.out == "one\n" && exit.err == "two\n")
    #expect(!exit.stdoutTruncated && !exit.stderrTruncated && !exit.logTruncated)
    let log = folder.log("a/b[c d].1")
    #expect(log == "one\ntwo\n" || log == "two\none\n")
    #expect(host.logPath("a/b[c d].1") == folder.path + "/a%2Fb%5Bc%20d%5D.1.log")
    #expect(exit.logBytes == 8)
    #expect(exit.startedAt > 1_700_000_000_000 && exit.endedAt >= exit.startedAt)
  }

  @Test func digestIsThatOfTheLog() async throws {
    let exit = try await folder.host().run("a", shell("printf abc"))
    #expect(exit.logSHA256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let silent = try await folder.host().run("b", shell("true"))
    #expect(silent.logSHA256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let long = try await folder.host().run("c", shell("i=0; while [ $i -lt 9999 ]; do echo line-$i; i=$((i+1)); done"))
    let sum = try await folder.host().run("d", spec(["sha256sum", folder.host().logPath("c")]))
    #expect(sum.out.hasPrefix(long.logSHA256 + " "))
  }

  @Test func environmentIsWhatWasGiven() async throws {
    setenv("PROCESS_HOST_TEST", "leaks", 1)
    let exit = try await folder.host().run("a", spec(["env"], environment: ["A": "1=2", "B": "", "BELAY_OUTPUT": "x"]))
    let lines = exit.out.split(separator: "\n").map(String.init).sorted()
    try #require(lines.count == 4)
    #expect(lines[0] == "A=1=2" && lines[1] == "B=" && lines[3] == "PATH=/usr/local/bin:/usr/bin:/bin")
    #expect(lines[2].hasPrefix("BELAY_OUTPUT=/") && lines[2].hasSuffix(".output"))
  }

  @Test func emptyEnvironment() async throws {
    var wish = spec(["/usr/bin/env"])
    wish.environment = [:]
    let exit = try await folder.host().run("a", wish)
    #expect(exit.out.hasPrefix("BELAY_OUTPUT=/") && exit.out.split(separator: "\n").count == 1)
  }

  @Test func standardInput() async throws {
    let nothing = try await folder.host().run("a", spec(["cat"]))
    #expect(nothing.status == .exited(0) && nothing.out == "")
    var wish = spec(["cat"])
    wish.standardInput = Array("{\"operation\":\"apply\"}".utf8)
    #expect(try await folder.host().run("b", wish).out == "{\"operation\":\"apply\"}")
  }

  @Test func processLeadsItsOwnSessionWithDefaultSignalsAndNoStrayDescriptors() async throws {
    let exit = try await folder.host().run(
      "a",
      shell(
        """
        read -r id name state parent group session rest < /proc/self/stat
        test "$group" = "$session" && test "$session" = "$$" && echo leader
        # Only signals 1 to 28: the C library keeps 32 and 33 to itself.
        sed -nE 's/^(SigIgn|SigBlk).*([0-9a-f]{7})$/\\1 \\2/p' /proc/self/status
        ls /proc/$$/fd
        umask
        """))
    let lines = exit.out.split(separator: "\n").map(String.init)
    #expect(lines.first == "leader", "\(exit.out) \(exit.err)")
    #expect(lines.dropFirst().prefix(2) == ["SigBlk 0000000", "SigIgn 0000000"])
    #expect(lines.dropFirst(3).prefix(while: { $0.count == 1 }) == ["0", "1", "2"])
    #expect(lines.last == "0022" || lines.last == "0002" || lines.last == "0077")
  }

  @Test func outputFile() async throws {
    let host = folder.host()
    let exit = try await host.run("a", shell("test -f \"$BELAY_OUTPUT\" && echo n=1 >> \"$BELAY_OUTPUT\"; exit 3"))
    #expect(exit.status == .exited(3) && exit.outputText == "n=1\n" && !exit.outputHadSecret)
    // Replaced by a rename, as some editors do.
    let replaced = try await host.run(
      "b", shell("echo n=2 > \"$BELAY_OUTPUT.x\"; mv \"$BELAY_OUTPUT.x\" \"$BELAY_OUTPUT\""))
    #expect(replaced.outputText == "n=2\n")
    let link = try await host.run("c", shell("rm \"$BELAY_OUTPUT\"; ln -s /etc/passwd \"$BELAY_OUTPUT\""))
    #expect(link.outputText == "")
    let folderInstead = try await host.run("d", shell("rm \"$BELAY_OUTPUT\"; mkdir -p \"$BELAY_OUTPUT/a/b\""))
    #expect(folderInstead.outputText == "")
    let mode = try await host.run("e", shell("stat -c '%a %n' \"$BELAY_OUTPUT\""))
    #expect(mode.out.hasPrefix("600 "))
    let path = String(mode.out.dropFirst(4).dropLast())
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func outputIsBounded() async throws {
    let exit = try await folder.host().run("a", shell("yes | head -c 3000000 > \"$BELAY_OUTPUT\""))
    #expect(exit.output.count == 1 << 20 && exit.outputTruncated)
  }

  @Test func manyAtOnce() async throws {
    let host = folder.host()
    let codes = try await withThrowingTaskGroup(of: (Int32, ProcessExit.Status).self) { group in
      for code in 0..<40 {
        group.addTask { (Int32(code), try await host.run("u.\(code)", shell("exit \(code)")).status) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for code in Int32(0)..<40 { #expect(codes[code] == .exited(code)) }
    #expect(folder.supervisors.count == 1)
  }

  /// Standard output as an answer for a program: kept as it is, not logged.
  @Test(arguments: [true, false]) func answer(_ logsStdout: Bool) async throws {
    var wish = shell("echo answer; echo said >&2")
    wish.logsStdout = logsStdout
    let exit = try await folder.host().run("a.1", wish)
    #expect(exit.out == "answer\n" && exit.err == "said\n")
    let log = folder.log("a.1")
    #expect(logsStdout ? Set(log.split(separator: "\n")) == ["answer", "said"] : log == "said\n")
    #expect(exit.logBytes == log.utf8.count)
  }

  @Test func aLargeAnswer() async throws {
    var wish = shell("head -c 3000000 /dev/zero | tr '\\0' x; printf end")
    wish.captureLimit = 8 << 20
    wish.logsStdout = false
    let exit = try await folder.host().run("a.1", wish)
    #expect(exit.stdout.count == 3_000_003 && !exit.stdoutTruncated && exit.logBytes == 0)
    wish.captureLimit = 5
    let cut = try await folder.host().run("a.2", wish)
    #expect(cut.out == "xxend" && cut.stdoutTruncated)
  }
}
