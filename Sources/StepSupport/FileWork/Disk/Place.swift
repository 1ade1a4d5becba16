// Where a path leads, found by walking it folder by folder.
//
// A link is never followed out of its place (DESIGN §4). `..` in a path is resolved in the text, before anything on
// the disk is looked at, and a relative path that leaves the working directory is refused. A link among the folders
// on the way is followed only if it stays in its place: for a path in the working directory that is the working
// directory, for any other path the folder that holds the link. The last component is never followed when something
// is to be changed; when something is to be read, the same rule holds for it.

import Glibc
import StepKit

/// The end of a path.
package struct Place: Sendable {
  /// The deepest folder on the way that exists.
  package let folder: Folder
  /// Folders on the way that don't exist, the outermost first.
  package let missing: [String]
  /// The last component; `.` when the path names a folder by its way only.
  package let name: String

  /// Absolute, without links (the last component aside).
  package var path: String {
    let way = missing.reduce(folder.path) { ($0 == "/" ? "" : $0) + "/" + $1 }
    return name == "." ? way : (way == "/" ? "" : way) + "/" + name
  }

  /// The paths of the missing folders, the outermost first.
  package var missingPaths: [String] {
    var paths: [String] = []
    for name in missing { paths.append((paths.last ?? (folder.path == "/" ? "" : folder.path)) + "/" + name) }
    return paths
  }

  package func status() throws(StepFailure) -> FileStatus? {
    missing.isEmpty ? try folder.status(of: name) : nil
  }

  /// Finds the place of a path. `followsLast`: a link at the end is followed as well, within its place.
  package static func of(
    _ path: String, in workingDirectory: String, followsLast: Bool = false
  ) throws(StepFailure) -> Place {
    if path.isEmpty { throw FileProblem.emptyPath.failure }
    if path.utf8.contains(0) { throw FileProblem.nulInPath.failure }
    guard let components = PathText.components(of: path) else { throw FileProblem.leavesWorkspace(path).failure }
    let workspace = try Folder.open(workingDirectory)
    let walk: PlaceWalk
    if !path.hasPrefix("/") {
      walk = PlaceWalk(path, from: workspace, within: workspace.path, components, followsLast)
    } else if let rest = inside(components, workspace.path) ?? inside(components, workingDirectory) {
      walk = PlaceWalk(path, from: workspace, within: workspace.path, rest, followsLast)
    } else {
      walk = PlaceWalk(path, from: try Folder.open("/"), within: nil, components, followsLast)
    }
    return try walk.end()
  }

  /// What remains of an absolute path below a folder.
  private static func inside(_ components: [String], _ folder: String) -> [String]? {
    let above = PathText.components(of: folder) ?? []
    return components.starts(with: above) ? Array(components.dropFirst(above.count)) : nil
  }
}

/// One walk along a path.
private final class PlaceWalk {
  private struct Constraint {
    /// The folder that the walk must be in when only so many components remain.
    let place: String
    let remaining: Int
    let link: String
    let target: String
  }

  private let shown: String
  private let place: String?
  private let followsLast: Bool
  private var folder: Folder
  /// Components still to go, the next one last.
  private var ahead: [String]
  private var constraints: [Constraint] = []
  private var links = 0

  init(_ shown: String, from folder: Folder, within place: String?, _ components: [String], _ followsLast: Bool) {
    self.shown = shown
    self.folder = folder
    self.place = place
    self.followsLast = followsLast
    ahead = components.reversed()
  }

  func end() throws(StepFailure) -> Place {
    while let name = ahead.popLast() {
      if name == ".." {
        folder = try folder.folder("..")
        try checkConstraints(at: folder.path)
        continue
      }
      let status = try folder.status(of: name)
      if ahead.isEmpty, status?.kind != .link || !followsLast {
        try checkConstraints(at: folder.path(of: name))
        return Place(folder: folder, missing: [], name: name)
      }
      switch status?.kind {
      case nil: return try missing(from: name)
      case .link: try follow(name)
      case .directory:
        folder = try folder.folder(name)
        try checkConstraints(at: folder.path)
      case .file, .other: throw FileProblem.notAFolder(shown, folder.path(of: name)).failure
      }
    }
    return Place(folder: folder, missing: [], name: ".")
  }

  private func missing(from name: String) throws(StepFailure) -> Place {
    if let last = constraints.last { throw FileProblem.danglingLink(last.link, target: last.target).failure }
    let rest = [name] + ahead.reversed()
    return Place(folder: folder, missing: Array(rest.dropLast()), name: rest[rest.count - 1])
  }

  private func follow(_ name: String) throws(StepFailure) {
    links += 1
    if links > 40 { throw FileProblem.linkLoop(shown).failure }
    let link = folder.path(of: name)
    guard let target = String(validating: try folder.target(ofLink: name), as: UTF8.self) else {
      throw FileProblem.danglingLink(link, target: "a name that is not UTF-8").failure
    }
    constraints.append(
      Constraint(place: place ?? folder.path, remaining: ahead.count, link: link, target: target))
    if target.hasPrefix("/") { folder = try Folder.open("/") }
    ahead += target.split(separator: "/").filter { $0 != "." }.map(String.init).reversed()
    try checkConstraints(at: folder.path)
  }

  /// Where a followed link has been walked to its end, it must not have left its place.
  private func checkConstraints(at path: String) throws(StepFailure) {
    while let last = constraints.last, ahead.count <= last.remaining {
      constraints.removeLast()
      if !PathText.isInside(path, last.place) {
        throw FileProblem.leadsOut(shown, link: last.link, end: path, place: last.place).failure
      }
    }
  }
}
