// Names of the files of a plan: relative to the plan's folder, normalised, so that one file has one name.

enum PlanPath {
  /// The folder part of a path with its slash, and the rest: `plans/a.yaml` → (`plans/`, `a.yaml`).
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let after = path.utf8.index(after: slash)
    return (String(path[..<after]), String(path[after...]))
  }

  /// The name of a file that `file` (itself relative to the plan's folder) mentions: `sub/a.yaml` and `../b.yaml`
  /// give `b.yaml`. A name that leaves the plan's folder keeps its leading `..`.
  static func resolve(_ mentioned: String, from file: String) -> String {
    normalised(split(file).folder + mentioned)
  }

  static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
