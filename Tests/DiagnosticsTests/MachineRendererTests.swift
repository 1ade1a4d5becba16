// Covers: diagnostics as the JSON of `check` (DESIGN §7) and as SARIF 2.1.0.

import Diagnostics
import JSONText
import Testing

@Suite struct MachineRendererTests {
  private func diagnostic(
    label: String? = nil, message: String = "m", help: String? = "h", fix: FixIt? = nil, notes: [DiagnosticNote] = []
  ) -> Diagnostic {
    Diagnostic(
      SampleProblem(message: message, help: help), in: designFile, at: range(of: "pth", in: designFile), label: label,
      fix: fix, notes: notes)
  }

  @Test func shapeOfTheDesign() {
    let fix = FixIt("rename it", replace: range(of: "pth", in: designFile), with: "path")
    let note = DiagnosticNote("see", in: designFile, at: range(of: "next", in: designFile))
    let rendered = JSONRenderer().render([diagnostic(label: "did you mean 'path'?", fix: fix, notes: [note])])
    #expect(
      rendered.prettyText() == """
        {
          "ok": false,
          "diagnostics": [
            {
              "id": "BLY0103",
              "severity": "error",
              "message": "m",
              "file": "plans/demo.yaml",
              "line": 14,
              "column": 9,
              "endLine": 14,
              "endColumn": 12,
              "help": "h",
              "fix": {
                "message": "rename it",
                "automatic": true,
                "edits": [
                  {
                    "line": 14,
                    "column": 9,
                    "endLine": 14,
                    "endColumn": 12,
                    "replacement": "path"
                  }
                ]
              },
              "notes": [
                {
                  "message": "did you mean 'path'?"
                },
                {
                  "message": "see",
                  "file": "plans/demo.yaml",
                  "line": 15,
                  "column": 1,
                  "endLine": 15,
                  "endColumn": 5
                }
              ]
            }
          ]
        }
        """)
  }

  @Test func labelsThatSayNothingNewAreLeftOut() {
    func notes(_ diagnostic: Diagnostic) -> JSON? { JSONRenderer().render(diagnostic)["notes"] }
    #expect(notes(diagnostic(label: "tail", message: "head tail")) == [])
    #expect(notes(diagnostic(label: "tail", help: "tail of help")) == [])
    #expect(notes(diagnostic(label: "tail", help: nil)) == [["message": "tail"]])
    #expect(notes(diagnostic()) == [])
  }

  @Test func okWithoutErrors() {
    let warning = Diagnostic(SampleProblem(severity: .warning), in: nil, at: nil)
    #expect(JSONRenderer().render([warning])["ok"] == true)
    #expect(JSONRenderer().render([]) == ["ok": true, "diagnostics": []])
    #expect(JSONRenderer().render(warning)["file"] == .null)
  }

  @Test func aFileWithoutRangeIsItsStart() {
    let rendered = JSONRenderer().render(Diagnostic(SampleProblem(), in: designFile, at: nil))
    #expect(rendered["line"] == 1)
    #expect(rendered["column"] == 1)
  }

  @Test func sarif() throws {
    let file = SourceFile(path: "a plan/größe.yaml", text: "when: !x\n")
    let place = range(of: "!x", in: file)
    let diagnostic = Diagnostic(
      TextProblem.expressionReadAsTag(text: "!x"), in: file, at: place,
      fix: FixIt("quote the expression", replace: place, with: "'!x'"),
      notes: [DiagnosticNote("see", in: file, at: place)])
    let log = SARIFRenderer(toolVersion: "1.0.0").render([diagnostic, diagnostic])
    #expect(log["version"] == "2.1.0")
    let run = try #require(log["runs"]?[0])
    #expect(run["tool"]?["driver"]?["name"] == "belay")
    #expect(run["tool"]?["driver"]?["rules"]?.arrayValue?.count == 1)
    #expect(run["tool"]?["driver"]?["rules"]?[0]?["shortDescription"]?["text"] == "an expression read as a tag")
    let region: JSON = [
      "startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 9, "charOffset": 6, "charLength": 2,
      "byteOffset": 6, "byteLength": 2,
    ]
    let artifact: JSON = ["uri": "a%20plan/gr%C3%B6%C3%9Fe.yaml"]
    let physical: JSON = ["artifactLocation": artifact, "region": region]
    let replacement: JSON = ["deletedRegion": region, "insertedContent": ["text": "'!x'"]]
    let change: JSON = ["artifactLocation": artifact, "replacements": [replacement]]
    let text = "YAML reads '!x' as a tag, because it starts with '!'\nhelp: put the expression in quotes"
    #expect(
      run["results"]?[1] == [
        "ruleId": "BLY0009", "ruleIndex": 0, "level": "error", "message": ["text": .string(text)],
        "locations": [["physicalLocation": physical]],
        "relatedLocations": [["physicalLocation": physical, "id": 1, "message": ["text": "see"]]],
        "fixes": [["description": ["text": "quote the expression"], "artifactChanges": [change]]],
      ])
  }

  /// Offsets in characters count Unicode scalars, without a byte order mark.
  @Test func sarifCountsCharacters() throws {
    let file = SourceFile(path: "a.yaml", bytes: [0xEF, 0xBB, 0xBF] + Array("t: é🧗\nwhen: !x\n".utf8))
    let place = range(of: "!x", in: file)
    let log = SARIFRenderer().render([Diagnostic(TextProblem.tabIndentation, in: file, at: place)])
    let region = log["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]?["region"]
    #expect(
      region == [
        "startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 9, "charOffset": 12, "charLength": 2,
        "byteOffset": 19, "byteLength": 2,
      ])
  }

  /// What the schema of SARIF 2.1.0 demands of a log, its rules, its results and their places.
  @Test func sarifHasTheDemandedStructure() throws {
    let file = SourceFile(path: "a.yaml", text: "when: !x\nb: c\n")
    let place = range(of: "!x", in: file)
    let fix = FixIt("quote", replace: place, with: "'!x'")
    let log = SARIFRenderer(toolVersion: "1.0.0").render([
      Diagnostic(TextProblem.expressionReadAsTag(text: "!x"), in: file, at: place, fix: fix),
      Diagnostic(PlanProblem.unusedInput("b"), in: file, at: range(of: "b", in: file)),
      Diagnostic(PlanProblem.emptyPlan, in: nil, at: nil),
    ])
    #expect(log["version"] == "2.1.0" && log["$schema"]?.stringValue?.contains("sarif-2.1.0") == true)
    let run = try #require(log["runs"]?[0])
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"]?.stringValue?.isEmpty == false && run["columnKind"] == "unicodeCodePoints")
    let rules = try #require(driver["rules"]?.arrayValue)
    #expect(Set(rules.compactMap { $0["id"]?.stringValue }).count == rules.count)
    for rule in rules {
      for part in ["shortDescription", "fullDescription", "help"] {
        #expect(rule[part]?["text"]?.stringValue?.isEmpty == false, "\(part)")
      }
      #expect(rule["help"]?["markdown"]?.stringValue?.contains("```yaml") == true)
    }
    for result in try #require(run["results"]?.arrayValue) {
      let index = Int(try #require(result["ruleIndex"]?.intValue))
      #expect(rules[index]["id"] == result["ruleId"])
      #expect(["error", "warning", "note"].contains(result["level"]?.stringValue))
      #expect(result["message"]?["text"]?.stringValue?.isEmpty == false)
      for location in result["locations"]?.arrayValue ?? [] {
        let physical = try #require(location["physicalLocation"])
        #expect(physical["artifactLocation"]?["uri"]?.stringValue?.isEmpty == false)
        let region = try #require(physical["region"])
        for (key, least) in [("startLine", 1), ("startColumn", 1), ("endLine", 1), ("endColumn", 1), ("charOffset", 0)]
        {
          #expect(try #require(region[key]?.intValue) >= least, "\(key)")
        }
      }
      for fix in result["fixes"]?.arrayValue ?? [] {
        let change = try #require(fix["artifactChanges"]?[0])
        #expect(change["artifactLocation"]?["uri"] == "a.yaml")
        #expect(change["replacements"]?[0]?["deletedRegion"]?["charLength"] == 2)
        #expect(change["replacements"]?[0]?["insertedContent"]?["text"] == "'!x'")
      }
    }
  }

  @Test func sarifOfAbsolutePathAndNoPlace() {
    let absolute = Diagnostic(SampleProblem(), in: SourceFile(path: "/a/b.yaml", text: ""), at: nil)
    let nowhere = Diagnostic(SampleProblem(), in: nil, at: nil)
    let results = SARIFRenderer().render([absolute, nowhere])["runs"]?[0]?["results"]
    #expect(
      results?[0]?["locations"]?.text() == #"[{"physicalLocation":{"artifactLocation":{"uri":"file:///a/b.yaml"}}}]"#)
    #expect(results?[1]?["locations"] == nil)
  }
}
