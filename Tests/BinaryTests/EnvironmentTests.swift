// Surroundings that are broken or hostile: no HOME, BASH_ENV, PATH, deleted and read-only folders, full disks.

import Foundation
import JSONText
import Testing

@Suite struct EnvironmentTests {
  /// Whether a tmpfs can be mounted in a mount namespace of its own.
  static let canMount: Bool = {
    let command = Command(
      program: "/bin/sh", arguments: ["-c", "unshare -rm sh -c 'mount -t tmpfs -o size=1m tmpfs /mnt'"],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], folder: "/", scratch: "/tmp", outputPath: "/dev/null")
    guard let living = try? command.start() else { return false }
    for _ in 0..<1000 {
      if living.hasEnded { break }
      usleep(5000)
    }
    return living.hasEnded && living.endedWell
  }()

  @Test func withoutHome() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "echo \"${HOME-unset}\" > home")))
      let ended = try await box.belay("run", "plan.yaml", environment: ["HOME": nil])
      #expect(ended.code == 0 && box.lines("log") == ["a"] && box.exists("home"), "\(ended)")
    }
  }

  @Test func withoutAnyEnvironment() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      let none = Dictionary(uniqueKeysWithValues: box.environment.keys.map { ($0, String?.none) })
      let ended = try await box.belay("run", "plan.yaml", environment: none)
      #expect(ended.code == 0 && box.lines("log") == ["a"], "\(ended)")
    }
  }

  @Test func hostileStartFilesOfShellsAreNotRead() async throws {
    try await Sandbox.open { box in
      try box.write("evil.sh", "echo evil >> \(box.at("evil"))\n")
      try box.plan(
        "steps:\n  - {id: a, uses: shell.run, with: {shell: bash, script: 'echo a >> log'}, rollback: {none: x}}\n"
          + noting("b")
          + "\n  - {id: c, uses: exec.run, with: {argv: [bash, -c, 'echo c >> log']}, rollback: {none: x}}")
      let ended = try await box.belay(
        "run", "plan.yaml",
        environment: [
          "BASH_ENV": box.at("evil.sh"), "ENV": box.at("evil.sh"), "SHELLOPTS": "xtrace",
          "BASH_FUNC_echo%%": "() { touch evil; }",
          "LD_LIBRARY_PATH": box.path, "PYTHONPATH": box.path, "IFS": "x",
        ])
      #expect(ended.code == 0 && box.lines("log") == ["a", "b", "c"] && !box.exists("evil"), "\(ended)")
    }
  }

  @Test func aHostilePathDoesNotChooseTheSupervisorOrTheShell() async throws {
    try await Sandbox.open { box in
      for name in ["belay-exec", "sh", "bash"] {
        try box.write("bin/\(name)", "#!/bin/sh\ntouch \(box.at("evil"))-\(name)\nexit 0\n")
        box.setMode("bin/\(name)", 0o755)
      }
      try box.plan(steps(noting("a")))
      let ended = try await box.belay("run", "plan.yaml", environment: ["PATH": box.at("bin") + ":/usr/bin:/bin"])
      #expect(ended.code == 0 && !box.exists("evil-belay-exec"), "\(ended)")
    }
  }

  @Test func aDeletedWorkingDirectory() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      let ended = try await box.shell(
        "mkdir gone && cd gone && rmdir ../gone && $BELAY run ../plan.yaml; echo $? > \(box.at("code"))")
      #expect(box.lines("code") == ["2"] || box.lines("code") == ["74"], "\(box.lines("code")) \(ended)")
      #expect(ended.stderr.contains("error") && !box.exists("log"), "\(ended)")
    }
  }

  @Test func aWorkingDirectoryThatIsGoneAtResume() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), script("b", "[ -e ok ]")))
      try box.write("work/keep", "")
      let state = box.at("state")
      #expect(try await box.belay("run", "../plan.yaml", "--state", state, in: "work").code == 1)
      try box.remove("work")
      let ended = try await box.belay("resume", "last", "--state", state)
      #expect(ended.code != 0 && ended.code != 70 && ended.said.contains("work"), "\(ended)")
    }
  }

  @Test(.enabled(if: canMount, "a tmpfs can't be mounted here (unshare -rm)"))
  func aReadOnlyStateFolder() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      try box.write("state/x")
      let ended = try await box.shell(
        "unshare -rm sh -c 'mount -t tmpfs -o ro,size=1m tmpfs state && \"$BELAY\" run plan.yaml --state state'")
      #expect(ended.code == 74 && box.read("log") == nil && ended.stderr.contains("state"), "\(ended)")
    }
  }

  @Test(.enabled(if: canMount, "a tmpfs can't be mounted here (unshare -rm)"))
  func looksAtAReadOnlyStateFolder() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), failing("b")))
      #expect(try await box.run().ended.code == 1)
      let ended = try await box.shell(
        """
        unshare -rm sh -c 'mount --bind .belay .belay && mount -o remount,ro,bind .belay && \
        "$BELAY" status last --format json && "$BELAY" runs && "$BELAY" log last > /dev/null && "$BELAY" audit verify last; \
        echo $? > code; "$BELAY" resume last; echo $? > resume'
        """)
      #expect(box.lines("code") == ["0"], "\(ended)")
      #expect(box.lines("resume") == ["74"] && box.lines("log") == ["a"], "\(ended)")
    }
  }

  @Test(.enabled(if: canMount, "a tmpfs can't be mounted here (unshare -rm)"))
  func aFullDiskAtAnIntentStartsNothing() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      try box.write("state/x")
      let ended = try await box.shell(
        """
        unshare -rm sh -c 'mount -t tmpfs -o size=2m tmpfs state && head -c 4m /dev/zero > state/ballast 2>/dev/null; \
        "$BELAY" run plan.yaml --state state'
        """)
      #expect(ended.code == 74 && box.read("log") == nil && !ended.stderr.isEmpty, "\(ended)")
    }
  }

  @Test(.enabled(if: canMount, "a tmpfs can't be mounted here (unshare -rm)"))
  func aDiskThatStaysFullInTheMiddleStartsNothingMore() async throws {
    // The outcome is tried again for half a minute.
    try await Sandbox.open(inLane: false) { box in
      let ended = try await fillTheDisk(box, "")
      #expect(box.lines("code") == ["74"], "\(box.lines("code")) \(ended)")
      #expect(box.lines("before") == ["a", "b"], "\(ended)")
      #expect(box.lines("verified") == ["0"], "\(ended)")
      // The exit record may not have fitted: then the step is in doubt, and said to be.
      let went = box.lines("resumed") == ["0"] && box.lines("log") == ["a", "b", "c", "d"]
      let asked = box.lines("resumed") == ["6"] && box.lines("log") == ["a", "b"]
      #expect(went || asked, "\(ended)")
    }
  }

  @Test(.enabled(if: canMount, "a tmpfs can't be mounted here (unshare -rm)"))
  func anOutcomeIsTriedAgainUntilTheDiskHasRoom() async throws {
    try await Sandbox.open { box in
      let ended = try await fillTheDisk(
        box, "(until [ -e state/ballast ]; do sleep 0.1; done; sleep 2; rm state/ballast) &")
      #expect(box.lines("code") == ["0"] && box.lines("log") == ["a", "b", "c", "d"], "\(ended)")
      #expect(box.lines("verified") == ["0"], "\(ended)")
    }
  }

  /// Runs a plan whose second step fills the disk of the state, and resumes it once there is room again.
  private func fillTheDisk(_ box: Sandbox, _ meanwhile: String) async throws -> Ended {
    try box.plan(
      steps(
        noting("a"), script("b", "echo b >> log; cat /dev/zero > state/ballast 2>/dev/null || true"), noting("c"),
        noting("d")))
    try box.write("state/x")
    try box.write(
      "inside.sh",
      """
      mount -t tmpfs -o size=4m tmpfs state || exit 1
      \(meanwhile)
      "$BELAY" run plan.yaml --state state; echo $? > code
      cp log before; rm -f state/ballast
      "$BELAY" resume last --state state; echo $? > resumed
      "$BELAY" audit verify last --state state; echo $? > verified
      """)
    return try await box.shell("unshare -rm bash inside.sh", within: 150)
  }

  @Test func aStateFolderThatIsAFileOrAJournalThatIsNone() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a")))
      try box.write("file-state", "x")
      let file = try await box.belay("run", "plan.yaml", "--state", "file-state")
      #expect(file.code == 74 && box.read("log") == nil, "\(file)")
      try box.write("odd/journal.db", "this is no database, and it is long enough to be looked at as one\n")
      let odd = try await box.belay("run", "plan.yaml", "--state", "odd")
      #expect(odd.code != 0 && odd.code != 70 && box.read("log") == nil && !odd.stderr.isEmpty, "\(odd)")
    }
  }

  @Test func aLongPathOfTheProject() async throws {
    try await Sandbox.open { box in
      let deep = (0..<12).map { "a-rather-long-name-of-a-folder-\($0)" }.joined(separator: "/")
      try box.write(deep + "/plan.yaml", "belay: 1\nname: x\nversion: 1.0.0\ntitle: x\n" + steps(noting("a")))
      let ended = try await box.belay("run", "plan.yaml", in: deep)
      #expect(ended.code == 0 && box.lines(deep + "/log") == ["a"], "\(ended)")
    }
  }

  @Test func odditiesInNamesOfFolders() async throws {
    try await Sandbox.open { box in
      let odd = "with 'quotes' \"and\" $x\nand a line"
      try box.write(odd + "/plan.yaml", "belay: 1\nname: x\nversion: 1.0.0\ntitle: x\n" + steps(noting("a")))
      let ended = try await box.belay("run", "plan.yaml", in: odd)
      #expect(ended.code == 0 && box.lines(odd + "/log") == ["a"], "\(ended)")
    }
  }

  @Test func stateIsPrivate() async throws {
    try await Sandbox.open { box in
      try box.write("f", "private")
      try box.plan(steps(noting("a")) + "\n  - {id: w, uses: file.write, with: {path: f, content: x}, rollback: auto}")
      let ended = try await box.shell("umask 0; $BELAY run plan.yaml")
      #expect(ended.code == 0, "\(ended)")
      #expect((box.mode(".belay") ?? 0o777) & 0o077 == 0 || (box.mode(".belay/runs") ?? 0o777) & 0o077 == 0)
      let names = try FileManager.default.subpathsOfDirectory(atPath: box.at(".belay"))
      for name in names where name.contains("/undo/") { #expect(box.mode(".belay/" + name) == 0o600, "\(name)") }
      #expect(names.contains { $0.contains("/undo/") })
    }
  }
}
