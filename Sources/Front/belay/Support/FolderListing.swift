// Folders beside a plan, for the checker: what is in them, and what of it may run.

import Glibc
import OperatingSystem
import PlanModel

/// Lists folders on disk.
enum FolderListing {
  /// Names of the folders in a folder, links to folders left out, in order.
  static func folders(in folder: String) -> [String] {
    names(in: folder).filter { kind(of: folder + "/" + $0) == S_IFDIR }
  }

  /// Every file below a folder. What is hidden, and what Python leaves behind, doesn't count.
  static func files(below folder: String) throws(PlanReadError) -> [ListedFile] {
    var files: [ListedFile] = []
    try add(folder, "", to: &files)
    return files.sorted { $0.name < $1.name }
  }

  private static func add(_ root: String, _ path: String, to files: inout [ListedFile]) throws(PlanReadError) {
    // A mistaken link to `/` or a whole disk is no step type.
    if files.count > 1000 { throw PlanReadError(message: "it has more than 1000 files") }
    for name in names(in: path.isEmpty ? root : root + "/" + path) where name != "__pycache__" {
      let inner = path.isEmpty ? name : path + "/" + name
      let full = root + "/" + inner
      switch kind(of: full) {
      case S_IFDIR: try add(root, inner, to: &files)
      case S_IFREG: files.append(ListedFile(name: inner, isExecutable: access(full, X_OK) == 0))
      case S_IFLNK: throw PlanReadError(message: "'\(inner)' is a link")
      default: throw PlanReadError(message: "'\(inner)' is neither a file nor a folder")
      }
    }
  }

  /// Names that aren't hidden, in order.
  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func kind(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }
}
