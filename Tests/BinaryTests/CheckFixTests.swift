// `belay check --fix`: files change on disk, and say so; what isn't beyond doubt stays.

import Foundation
import JSONText
import Testing

@Suite struct CheckFixTests {
  private let steps = "steps:\n  - {id: look, uses: host.resource, timeout: 2 min}\n"

  @Test func changesTheFileAndSaysWhat() async throws {
    try await Sandbox.open { box in
      try box.plan(steps)
      let fixed = try await box.belay("check", "plan.yaml", "--fix", "--format", "json")
      let json = try fixed.json
      #expect(fixed.code == 0 && json["ok"] == true, "\(fixed)")
      #expect(json["fixed"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == ["BLY0105", "BLY0110"])
      #expect(try await box.shell("cat plan.yaml").stdout.contains("{id: look, uses: host.resources, timeout: 2m}"))
      let again = try await box.belay("check", "plan.yaml", "--fix", "--format", "json")
      #expect(try again.code == 0 && again.json["fixed"] == [])
    }
  }

  @Test func keepsModeAndLink() async throws {
    try await Sandbox.open { box in
      try box.plan(steps)
      _ = try await box.shell("mv plan.yaml real.yaml && chmod 640 real.yaml && ln -s real.yaml plan.yaml")
      let fixed = try await box.belay("check", "plan.yaml", "--fix")
      #expect(fixed.code == 0 && fixed.stdout.contains("fixed plan.yaml:"), "\(fixed)")
      #expect(
        try await box.shell("stat -c %a real.yaml; readlink plan.yaml; ls").stdout
          == "640\nreal.yaml\nplan.yaml\nreal.yaml\n")
    }
  }
}
