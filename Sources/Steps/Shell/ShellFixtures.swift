// Situations in which the shell steps are tried.

import StepKit

enum ShellFixtures {
  static let all: [String: [StepFixture]] = ["shell.run": shellRun, "exec.run": execRun]

  private static let shellRun = [
    StepFixture("a script alone", inputs: ["script": "true"]),
    StepFixture(
      "bash, variables, a folder and outputs", files: [.folder("sub")],
      inputs: [
        "script": "echo \"n=$N\" >> \"$BELAY_OUTPUT\"", "shell": "bash", "env": ["N": "31"], "dir": "sub",
      ],
      effect: .read, declaredOutputs: ["n": .int, "words": .list(.string)],
      processOutput: "n=31\n{\"words\": [\"a\", \"b\"]}\nignored=1\n"),
    StepFixture(
      "a script longer than one argument may be",
      inputs: ["script": .string(String(repeating: "echo a long line\n", count: 15_000))]),
    StepFixture(
      "an output that isn't set", inputs: ["script": "true"], declaredOutputs: ["n": .int], failure: "BLY0807"),
    StepFixture(
      "a variable of Belay's own", inputs: ["script": "true", "env": ["BELAY_RUN": "x"]], failure: "BLY0800"),
  ]

  private static let execRun = [
    StepFixture("a program alone", inputs: ["argv": ["true"]]),
    StepFixture(
      "arguments that a shell would misread",
      inputs: ["argv": ["printf", "%s|", "a b", "$HOME; rm -rf /", ""], "env": ["A": "b"]],
      declaredOutputs: ["ok": .bool], processOutput: "ok=true\n"),
    StepFixture("no program", inputs: ["argv": []], failure: "BLY0800"),
    StepFixture("an argument with a NUL", inputs: ["argv": ["echo", "a\0b"]], failure: "BLY0800"),
    StepFixture(
      "an argument larger than the kernel takes",
      inputs: ["argv": ["echo", .string(String(repeating: "x", count: 140_000))]], failure: "BLY0810"),
  ]
}
