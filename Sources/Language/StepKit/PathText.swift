// Paths as text: what a path in a plan means before anything on the disk is looked at. `..` is resolved in the
// text itself, so that a link can't change what the plan says.

/// Reading of paths in plans.
public enum PathText {
  /// The components of a path with `.`, `..` and repeated `/` resolved. Nil when `..` leads above the start of a
  /// relative path; above the root there is nothing, so an absolute path always has components.
  public static func components(of path: String) -> [String]? {
    let isAbsolute = path.hasPrefix("/")
    var components: [String] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        components.append(String(part))
      } else if components.popLast() == nil, !isAbsolute {
        return nil
      }
    }
    return components
  }

  /// An absolute path with `.`, `..` and repeated `/` resolved. `folder`, where relative paths start, is absolute.
  /// A relative path that leaves the folder through `..` is resolved as well.
  public static func absolute(_ path: String, in folder: String) -> String {
    let whole = path.hasPrefix("/") ? path : folder + "/" + path
    return "/" + (components(of: whole) ?? []).joined(separator: "/")
  }

  /// True when a path is a folder or something in it. Both are absolute and resolved.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix(folder + "/")
  }

  /// The path of the folder that holds something. Absolute and resolved.
  public static func parent(of path: String) -> String {
    "/" + path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
