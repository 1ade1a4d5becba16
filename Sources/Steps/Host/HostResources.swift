// `host.resources`: what the machine has and how much of it is free. Linux: /proc, statvfs.

import Expressions
import StepKit

/// Measures processors, memory and the file system that holds a path.
public struct HostResources: InProcessStep {
  public init() {}

  public let declaration = StepDeclaration(
    name: "host.resources", summary: "Measure processors, memory and disk space",
    inputs: [
      FieldDeclaration(
        "path", .string, default: .string("."), role: .path,
        "The file system that holds this path is measured. It must exist."),
      FieldDeclaration(
        "sample", .duration, default: .duration(CELDuration(seconds: 0, nanos: 200_000_000)),
        "For how long the use of the processors is watched; at most 10s. `0s`: not at all."),
    ],
    outputs: [
      FieldDeclaration("cpu_count", .int, required: true, "Processors that this process may use."),
      FieldDeclaration("cpu_used_percent", .double, "0 to 100, over all processors, during `sample`."),
      FieldDeclaration("load_1m", .double, required: true, "Load average of the last minute."),
      FieldDeclaration("memory_total_bytes", .int, required: true, "Memory of the machine."),
      FieldDeclaration(
        "memory_available_bytes", .int, required: true, "Memory that programs can have without swapping."),
      FieldDeclaration("disk_total_bytes", .int, required: true, "Size of the file system that holds `path`."),
      FieldDeclaration(
        "disk_free_bytes", .int, required: true, "Space in it that this user can still fill."),
      FieldDeclaration("hostname", .string, required: true, "Name of the machine."),
      FieldDeclaration("os", .string, required: true, "Kernel and its release: `Linux 6.1.0`."),
      FieldDeclaration("uptime_s", .int, required: true, "Whole seconds since the machine was started."),
    ],
    effect: .read, idempotent: true)

  public func check(_ inputs: [String: KnownInput]) -> [InputIssue] {
    var issues: [InputIssue] = []
    if case .constant(.duration(let sample))? = inputs["sample"], !SampleTime.isUsable(sample) {
      let problem = HostProblem.sample(sample.text)
      issues.append(InputIssue(input: "sample", message: problem.message, help: problem.help))
    }
    if case .constant(.string(""))? = inputs["path"] {
      issues.append(InputIssue(input: "path", message: "'path' is empty", help: "`.` is the working directory"))
    }
    return issues
  }

  public func apply(_ context: StepContext) async throws(StepFailure) -> [String: Value] {
    let path = context.path("path") ?? context.workingDirectory
    let disk = try DiskSpace(ofFileSystemHolding: path)
    let memory = try MemoryState(meminfo: try ProcFile.text("/proc/meminfo"))
    var outputs: [String: Value] = [
      "cpu_count": .int(Machine.usableProcessors),
      "load_1m": .double(try ProcFile.firstNumber("/proc/loadavg")),
      "memory_total_bytes": .int(memory.total), "memory_available_bytes": .int(memory.available),
      "disk_total_bytes": .int(disk.total), "disk_free_bytes": .int(disk.free),
      "hostname": .string(Machine.name), "os": .string(Machine.system),
      "uptime_s": .int(Int64(try ProcFile.firstNumber("/proc/uptime"))),
    ]
    outputs["cpu_used_percent"] = try await SampleTime.processorUse(context).map { .double($0) }
    return outputs
  }
}
