// The record behind the report: what its verification found, what binds it, and how anyone can repeat it.

import Audit
import Engine

extension RunFacts {
  var verificationSection: Section {
    let report = input.verification
    var blocks: [Block] = []
    if report.ok {
      blocks.append(.note(.good, ["The record was verified and is whole: \(counted(Int(report.events), "event"))."]))
    } else {
      let count = counted(report.problems.count, "problem")
      blocks.append(.note(.bad, ["The record was verified and is damaged: \(count). Don't rely on this report."]))
    }
    if report.events != input.entryCount || report.head != input.head {
      blocks.append(
        .note(
          .warning,
          ["The record has grown since: the verification saw \(report.events) events, this report \(input.entryCount)."]
        ))
    }
    if !report.problems.isEmpty {
      blocks.append(
        .table(
          ["Event", "Code", "Problem"],
          report.problems.map { [Words($0.seq.map(String.init) ?? ""), .code($0.id), Words($0.message)] }))
    }
    if !report.proven.isEmpty { blocks.append(.list(report.proven.map { Words($0) })) }
    blocks += [.heading("What binds this report to the record"), .facts(bindings), .heading("Plan files"), files]
    blocks += [
      .heading("How to repeat the verification"),
      .commands([
        "belay audit verify \(input.run)", "belay audit export \(input.run) -o \(input.run).jsonl",
        "belay audit verify \(input.run).jsonl",
      ]),
      .paragraph(
        "The export is JSON Lines, one event a line. Anyone can check it without Belay: each event's hash is the SHA-256 of its RFC 8785 canonical JSON without \(code: "hash"), and its \(code: "prev") is the hash before."
      ),
    ]
    return Section(id: "verification", title: "Verification", blocks: blocks)
  }

  private var bindings: [Fact] {
    let created = state.created
    var facts = [
      Fact("Events", "\(input.entryCount)"), Fact("Head", .code(input.head)),
      Fact("Plan digest", .code(created.planDigest)), Fact("Inputs digest", .code(created.inputsDigest)),
      Fact("Registry digest", .code(created.registryDigest)), Fact("Run by", Words(versions)),
      Fact("Reported by", "belay \(input.binaryVersion), \(TimeText.full(input.generatedAt))"),
    ]
    if let first = history.created, first.planDigest != created.planDigest {
      facts.insert(Fact("Plan digest at the start", "\(code: first.planDigest), version \(first.planVersion)"), at: 2)
    }
    if let type = state.unknownEvent {
      facts.append(Fact("Not understood", "an event of type \(code: type), written by a newer version"))
    }
    return facts
  }

  private var versions: String {
    var versions = [state.created.binaryVersion]
    for session in history.sessions where !versions.contains(session.opened.binaryVersion) {
      versions.append(session.opened.binaryVersion)
    }
    return "belay " + listed(versions)
  }

  private var files: Block {
    .table(["File", "SHA-256"], state.created.files.map { [.code($0.name), .code($0.sha256)] })
  }
}
