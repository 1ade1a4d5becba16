// The folders that a step makes on its way to a file.

import Glibc
import StepKit

/// Folders that were missing and now exist.
package struct MadeFolders {
  /// The innermost, open.
  package private(set) var innermost: Folder
  private var made: [(folder: Folder, name: String)] = []

  /// Makes the missing folders of a place, durably. One that somebody else makes meanwhile is as good. When it fails,
  /// those that it made are gone again.
  package init(of place: Place) throws(StepFailure) {
    innermost = place.folder
    do throws(StepFailure) {
      for name in place.missing { try make(name) }
    } catch {
      remove()
      throw error
    }
  }

  private mutating func make(_ name: String) throws(StepFailure) {
    let number = innermost.descriptor.number
    if mkdirat(number, name, 0o700) == 0 {
      made.append((innermost, name))
      // The mode apart, for the umask would narrow it.
      guard fchmodat(number, name, FileMode.newFolder, 0) == 0 else {
        throw FileProblem.system("set the mode of", innermost.path(of: name), errno).failure
      }
      try innermost.sync()
    } else if errno != EEXIST {
      throw FileProblem.system("make the folder", innermost.path(of: name), errno).failure
    }
    innermost = try innermost.folder(name)
  }

  /// Removes them again, as far as they are empty.
  package func remove() {
    for (folder, name) in made.reversed() { unlinkat(folder.descriptor.number, name, AT_REMOVEDIR) }
  }
}
