// One supervisor a run, its token, its socket, its end; and confinement.

import Foundation
import OperatingSystem
import Testing

@testable import ProcessHost

@Suite struct SupervisionTests {
  let folder = RunFolder()

  @Test func lowerTokenIsRefused() async throws {
    let new = folder.host(token: 5)
    #expect(try await new.run("a", shell("true")).status == .exited(0))
    let old = folder.host(token: 4)
    await #expect(throws: ProcessHostError.superseded(byToken: 5)) { _ = try await old.start("b", shell("true")) }
    await #expect(throws: ProcessHostError.superseded(byToken: 5)) { _ = try await old.recover("a") }
    #expect(!FileManager.default.fileExists(atPath: old.logPath("b")))
  }

  @Test func executorThatLostItsLeaseStartsNothing() async throws {
    let old = folder.host(token: 1)
    let file = folder.path + "/written"
    #expect(try await old.run("a", shell("true")).status == .exited(0))
    #expect(try await folder.host(token: 2).run("b", shell("true")).status == .exited(0))
    await #expect(throws: ProcessHostError.superseded(byToken: 2)) {
      _ = try await old.start("c", shell("echo x > \(file)"))
    }
    let new = folder.host(token: 2)
    guard case .neverStarted = try await new.recover("c") else {
      Issue.record("it was started")
      return
    }
    let mark = markedSleep()
    let handle = try await new.start("d", spec(["sleep", mark]))
    await old.stop("d", graceMilliseconds: 0)
    #expect(processes(withArgument: mark) == [try #require(handle.process)])
    await new.stop("d", graceMilliseconds: 1000)
    #expect(processes(withArgument: mark) == [])
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func tokenOutlivesTheSupervisor() async throws {
    let new = folder.host(token: 7)
    #expect(try await new.run("a", shell("true")).status == .exited(0))
    await new.close()
    try await eventually { folder.supervisors.isEmpty }
    await #expect(throws: ProcessHostError.superseded(byToken: 7)) {
      _ = try await folder.host(token: 6).start("b", shell("true"))
    }
    #expect(try await folder.host(token: 7).run("b", shell("true")).status == .exited(0))
  }

  @Test func executorThatLostItsLeaseWaitsNoLonger() async throws {
    let old = folder.host(token: 1)
    let mark = markedSleep()
    let handle = try await old.start("a", spec(["sleep", mark]))
    let waiting = Task { try await handle.exit() }
    let new = folder.host(token: 2)
    guard case .running(let adopted) = try await new.recover("a") else {
      Issue.record("not adopted")
      return
    }
    await #expect(throws: ProcessHostError.supervisorLost) { try await waiting.value }
    await #expect(throws: ProcessHostError.superseded(byToken: 2)) { _ = try await old.recover("a") }
    await new.stop("a", graceMilliseconds: 1000)
    #expect(try await adopted.exit().status == .stopped)
  }

  /// An executor that died right after it had sent its request: whoever comes next finds the process.
  @Test(arguments: 0..<20)
  func requestOfADeadExecutorIsCarriedOutFirst(_ round: Int) async throws {
    let first = folder.host(token: 1)
    #expect(try await first.run("first", shell("true")).status == .exited(0))
    let dead = try #require(try SupervisorSocket.connect(folder: folder.path))
    var hello = FieldWriter()
    hello.append(.token, 1)
    var start = FieldWriter()
    start.append(.unit, "a")
    start.append(.argument, "sleep")
    start.append(.argument, "1999")
    start.append(.directory, "/")
    start.append(.captureLimit, 10)
    start.append(.logLimit, 10)
    #expect(SupervisorSocket.send(dead, hello.frame(.hello) + start.frame(.start)))
    close(dead)
    let next = folder.host(token: 2)
    let finding = try await next.recover("a")
    guard case .running(let handle) = finding else {
      Issue.record("\(finding)")
      return
    }
    await next.stop("a", graceMilliseconds: 1000)
    #expect(try await handle.exit().status == .stopped)
    // Until here it kept the supervisor from ending.
    await first.close()
  }

  @Test func oneSupervisorForManyExecutors() async throws {
    let hosts = (0..<6).map { _ in folder.host() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, host) in hosts.enumerated() {
        group.addTask {
          let exit = try await host.run("u.\(number)", shell("true"))
          #expect(exit.status == .exited(0))
        }
      }
      try await group.waitForAll()
    }
    #expect(folder.supervisors.count == 1)
    for host in hosts { await host.close() }
    try await eventually { folder.supervisors.isEmpty }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/supervisor.sock"))
  }

  @Test func supervisorIsAloneAndHoldsNothing() async throws {
    let host = folder.host()
    let handle = try await host.start("a", spec(["sleep", markedSleep()]))
    let supervisor = try #require(folder.supervisors.first)
    let stat = String(decoding: (try? WholeFile.read("/proc/\(supervisor)/stat")) ?? [], as: UTF8.self)
    let fields = stat.split(separator: ")").last?.split(separator: " ").map(String.init) ?? []
    #expect(fields.count > 4 && fields[3] == String(supervisor) && fields[4] == "0", "session of its own, no terminal")
    // It holds secrets, so only root may look into it.
    let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(supervisor)/fd")
    #expect((descriptors == nil) == (geteuid() != 0))
    for descriptor in descriptors ?? [] where descriptor.count == 1 && descriptor < "3" {
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(supervisor)/fd/\(descriptor)")
      #expect(target == "/dev/null")
    }
    #expect(descriptors?.count ?? 0 < 20)
    for signal in [SIGHUP, SIGTERM, SIGINT] { kill(supervisor, signal) }
    #expect(try await host.run("b", shell("true")).status == .exited(0))
    #expect(folder.supervisors == [supervisor])
    await host.stop("a", graceMilliseconds: 1000)
    #expect(try await handle.exit().status == .stopped)
  }

  @Test func startsAgainAfterItsEnd() async throws {
    let host = folder.host()
    for round in 0..<5 {
      #expect(try await host.run("a.\(round)", shell("exit \(round)")).status == .exited(Int32(round)))
      await host.close()
    }
    await #expect(throws: ProcessHostError.alreadyStarted(unit: "a.0")) {
      _ = try await host.start("a.0", shell("true"))
    }
  }

  @Test func longPath() async throws {
    let long = RunFolder(String(repeating: "long-name/", count: 30) + "run with ünusual characters")
    #expect(long.path.utf8.count > 300)
    let host = long.host()
    let exit = try await host.run("a", shell("echo n=1 > \"$BELAY_OUTPUT\"; echo hello"))
    #expect(exit.outputText == "n=1\n" && long.log("a") == "hello\n")
    guard case .exited = try await long.host(token: 2).recover("a") else {
      Issue.record("not found")
      return
    }
  }

  @Test func relativePaths() async throws {
    let working = FileManager.default.currentDirectoryPath
    let relative = String(repeating: "../", count: working.split(separator: "/").count) + folder.path.dropFirst()
    let host = ProcessHost(runFolder: relative, token: 1, supervisor: supervisorPath)
    #expect(try await host.run("a", shell("echo $BELAY_OUTPUT")).status == .exited(0))
    #expect(folder.supervisors.count == 1)
  }

  @Test func missingSupervisor() async throws {
    let host = ProcessHost(runFolder: folder.path, token: 1, supervisor: "/nowhere/belay-exec")
    await #expect(
      throws: ProcessHostError.supervisorUnavailable(reason: "No such file or directory: /nowhere/belay-exec")
    ) {
      _ = try await host.start("a", shell("true"))
    }
  }

  @Test func folderThatCannotBeMade() async throws {
    let host = ProcessHost(runFolder: "/proc/nothing/run", token: 1, supervisor: supervisorPath)
    await #expect(throws: ProcessHostError.folderNotWritable(reason: "No such file or directory: /proc/nothing/run")) {
      _ = try await host.start("a", shell("true"))
    }
  }

  @Test func malformedRequestsHarmNobody() async throws {
    let host = folder.host()
    #expect(try await host.run("a", shell("true")).status == .exited(0))
    for garbage: [UInt8] in [
      [0, 0, 0, 0], [255, 255, 255, 255, 1], [2, 0, 0, 0, 9, 1], [2, 0, 0, 0, 1, 200],
      [7, 0, 0, 0, 1, 2, 3, 255, 255, 0, 0],
      Array("GET / HTTP/1.1\r\n\r\n".utf8),
    ] {
      let descriptor = try #require(try SupervisorSocket.connect(folder: folder.path))
      _ = SupervisorSocket.send(descriptor, garbage)
      close(descriptor)
    }
    #expect(try await host.run("b", shell("exit 2")).status == .exited(2))
    #expect(folder.supervisors.count == 1)
  }
}

@Suite(.enabled(if: ProcessHost.canConfine)) struct ConfinementTests {
  let folder = RunFolder()

  @Test func readingAndTheAllowedPlaces() async throws {
    let exit = try await folder.host().run(
      "a",
      shell(
        """
        cat /etc/hostname > /dev/null && echo x > "$TMPDIR/a" && mkdir "$TMPDIR/d" && mv "$TMPDIR/a" "$TMPDIR/d/b" &&
        rm -r "$TMPDIR/d" && echo n=1 >> "$BELAY_OUTPUT" && echo x > /dev/null && echo fine
        """, readOnly: true))
    #expect(exit.status == .exited(0) && exit.out == "fine\n" && exit.outputText == "n=1\n", "\(exit.err)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasSuffix(".tmp") })
  }

  @Test(arguments: [
    "echo x > F/new", "echo x >> F/old", ": > F/old", "rm F/old", "mv F/old F/other", "mkdir F/d", "ln -s x F/l",
    "ln F/old F/l", "mkfifo F/p", "rmdir F/empty", "truncate -s 0 F/old", "cp F/old /dev/shm/belay-test-copy",
    "mv F/old \"$TMPDIR/x\"", "setsid sh -c 'echo x > F/new'", "env -i /bin/sh -c 'echo x > F/new'",
    "echo x > /var/tmp/belay-test-written", "echo x > \"$BELAY_OUTPUT.other\"", "rm \"$BELAY_OUTPUT\"",
  ])
  func writingElsewhere(_ script: String) async throws {
    let outside = (folder.path as NSString).deletingLastPathComponent + "/outside"
    try FileManager.default.createDirectory(atPath: outside + "/empty", withIntermediateDirectories: true)
    try Data("old".utf8).write(to: URL(fileURLWithPath: outside + "/old"))
    let exit = try await folder.host().run(
      "a", shell(script.replacingOccurrences(of: "F/", with: outside + "/"), readOnly: true))
    guard case .exited(let code) = exit.status, code != 0 else {
      Issue.record("\(exit.status)")
      return
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside).sorted() == ["empty", "old"])
    #expect(FileManager.default.contents(atPath: outside + "/old") == Data("old".utf8))
  }

  /// Beyond files: what only newer kernels can see to.
  @Test(.enabled(if: HostSystem.landlockVersion >= 6)) func signals() async throws {
    let host = folder.host()
    let victim = try await host.start("victim", spec(["sleep", "1000"]))
    let process = try #require(victim.process)
    let exit = try await host.run(
      "a", shell("sleep 1000 & kill $! && wait $!; echo $?; kill \(process)", readOnly: true))
    #expect(exit.status == .exited(1) && exit.out == "143\n", "\(exit.err)")
    #expect(look(at: process) != nil)
    await host.stop("a", graceMilliseconds: 0)
    await host.stop("victim", graceMilliseconds: 0)
  }

  @Test(.enabled(if: HostSystem.landlockVersion >= 6), arguments: [true, false])
  func abstractSockets(_ readOnly: Bool) async throws {
    let name = "belay-\(UUID().uuidString)"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.dropFirst().copyBytes(from: name.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count))
      }
    }
    #expect(bound == 0 && listen(listener, 1) == 0)
    let script = #"socket(S, AF_UNIX, SOCK_STREAM, 0); exit(connect(S, pack("S x a*", AF_UNIX, $ARGV[0])) ? 0 : 3)"#
    let exit = try await folder.host().run("a", spec(["perl", "-MSocket", "-e", script, name], readOnly: readOnly))
    #expect(exit.status == .exited(readOnly ? 3 : 0), "\(exit.err)")
  }

  @Test(.enabled(if: HostSystem.landlockVersion >= 5), arguments: [true, false])
  func devices(_ readOnly: Bool) async throws {
    // RNDGETENTCNT
    let script = #"open(F, "<", "/dev/urandom") or exit 2; $n = pack("i", 0); exit(ioctl(F, 0x80045200, $n) ? 0 : 3)"#
    let exit = try await folder.host().run("a", spec(["perl", "-e", script], readOnly: readOnly))
    #expect(exit.status == .exited(readOnly ? 3 : 0), "\(exit.err)")
  }
}
