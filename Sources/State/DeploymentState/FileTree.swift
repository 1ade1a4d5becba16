// The files of a folder with everything below it. Links are neither followed nor listed.

import Glibc

public enum FileTree {
  /// Paths of the files relative to `root`, sorted. A file gives one empty path, nothing gives none.
  public static func files(under root: String, files layer: any FileLayer) throws(StateError) -> [String] {
    switch kind(of: root) {
    case S_IFREG: return [""]
    case S_IFDIR: break
    default: return []
    }
    var found: [String] = []
    for name in try layer.list(root) ?? [] {
      for inner in try files(under: Paths.join(root, name), files: layer) {
        found.append(inner.isEmpty ? name : "\(name)/\(inner)")
      }
    }
    return found
  }

  /// A folder and the folders below it, innermost first.
  public static func folders(under root: String, files layer: any FileLayer) throws(StateError) -> [String] {
    guard kind(of: root) == S_IFDIR else { return [] }
    var found: [String] = []
    for name in try layer.list(root) ?? [] {
      found += try folders(under: Paths.join(root, name), files: layer)
    }
    return found + [root]
  }

  private static func kind(of path: String) -> mode_t {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    return status.st_mode & S_IFMT
  }
}
