// `belay init` and `belay fmt` from outside.

import Testing

@Suite struct AuthoringTests {
  @Test func theFirstPlanChecksRunsAndIsUndone() async throws {
    try await Sandbox.open { box in
      let made = try await box.belay("init")
      #expect(made.code == 0 && made.stdout.contains("belay run plan.yaml"))
      let checked = try await box.belay("check", "plan.yaml")
      #expect(checked.code == 0 && checked.stderr == "", "\(checked)")
      #expect(try await box.belay("fmt", "--check", "plan.yaml").code == 0)
      let (ended, status) = try await box.run("--input", "name=Ada")
      #expect(ended.code == 0, "\(ended)")
      #expect(box.read("greeting/index.txt") == "Hello, Ada!\n")
      #expect(status.status == "succeeded")
      #expect(try await box.belay("rollback", "last").code == 0)
      #expect(!box.exists("greeting"))
    }
  }

  @Test func theEditorFindsTheSchemaOfTheFirstPlan() async throws {
    try await Sandbox.open { box in
      try box.write("ops/keep")
      #expect(try await box.belay("init", "ops/first.yaml").code == 0)
      #expect(box.read("ops/first.yaml")?.hasPrefix("# yaml-language-server: $schema=plan.schema.json\n") == true)
      #expect(box.read("ops/plan.schema.json") == (try await box.belay("schema").stdout))
    }
  }

  @Test func initOverwritesNothing() async throws {
    try await Sandbox.open { box in
      try box.write("plan.yaml", "mine")
      try box.write("plan.schema.json", "mine too")
      let refused = try await box.belay("init")
      #expect(refused.code == 2 && refused.stderr.contains("plan.yaml is there already"))
      #expect(try await box.belay("init", "other.yaml").code == 0)
      #expect(box.read("plan.yaml") == "mine" && box.read("plan.schema.json") == "mine too")
      #expect(try await box.belay("init", "no/such/folder.yaml").code == 2)
    }
  }

  @Test func fmtWritesWhatDiffersAndKeepsTheMode() async throws {
    try await Sandbox.open { box in
      try box.write("a.yaml", "a:\n    b: 1 # why\n")
      try box.write("b.yaml", "a: 1\n")
      box.setMode("a.yaml", 0o640)
      let asked = try await box.belay("fmt", "--check", "a.yaml", "b.yaml")
      #expect(asked.code == 1 && asked.stdout == "a.yaml\n")
      #expect(box.read("a.yaml") == "a:\n    b: 1 # why\n")
      let done = try await box.belay("fmt", "a.yaml", "b.yaml")
      #expect(done.code == 0 && done.stdout == "a.yaml\n")
      #expect(box.read("a.yaml") == "a:\n  b: 1  # why\n" && box.mode("a.yaml") == 0o640)
      #expect(try await box.belay("fmt", "--check", "a.yaml", "b.yaml").code == 0)
      #expect(box.tree().keys.sorted() == ["a.yaml", "b.yaml"])
    }
  }

  @Test func fmtFollowsALinkAndReadsStdin() async throws {
    try await Sandbox.open { box in
      try box.write("real.yaml", "a:   1\n")
      #expect(try await box.shell("ln -s real.yaml link.yaml && $BELAY fmt link.yaml && test -L link.yaml").code == 0)
      #expect(box.read("real.yaml") == "a: 1\n")
      let piped = try await box.shell("printf 'a:   {b:  1}' | $BELAY fmt -")
      #expect(piped.code == 0 && piped.stdout == "a: {b: 1}\n")
      #expect(try await box.shell("printf 'a:   1' | $BELAY fmt --check -").code == 1)
    }
  }

  @Test func fmtRefusesWhatItCannotRead() async throws {
    try await Sandbox.open { box in
      try box.write("a.yaml", "a: [\n")
      let refused = try await box.belay("fmt", "a.yaml")
      #expect(refused.code == 2 && refused.stderr.contains("a.yaml:"))
      #expect(box.read("a.yaml") == "a: [\n")
      #expect(try await box.belay("fmt", "missing.yaml").code == 2)
    }
  }
}

@Suite struct GraphVerbTests {
  @Test func theFormatFollowsTheName() async throws {
    try await Sandbox.open { box in
      try box.plan(steps(noting("a"), noting("b")))
      #expect(try await box.belay("graph", "plan.yaml").stdout.contains("flowchart TB"))
      for (name, start) in [("p.svg", "<svg "), ("p.dot", "digraph "), ("p.md", "---\n")] {
        #expect(try await box.belay("graph", "plan.yaml", "-o", name).code == 0)
        #expect(box.read(name)?.hasPrefix(start) == true)
      }
      #expect(try await box.belay("graph", "plan.yaml", "--format", "dot", "-o", "q.svg").code == 0)
      #expect(box.read("q.svg")?.hasPrefix("digraph ") == true)
      #expect(try await box.belay("graph", "missing.yaml").code == 2)
      #expect(!box.exists(".belay"))
    }
  }
}
