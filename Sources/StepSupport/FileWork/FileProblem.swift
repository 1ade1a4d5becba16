// What can go wrong with files, in words. Codes BLY0820 to BLY0839.

import Glibc
import StepKit

package enum FileProblem: Hashable {
  case system(_ action: String, _ path: String, _ error: Int32)
  case isLink(String, target: String)
  case leadsOut(String, link: String, end: String, place: String)
  case leavesWorkspace(String)
  case linkLoop(String)
  case danglingLink(String, target: String)
  case notAFile(String, FileStatus.Kind)
  case notAFolder(String, String)
  case sourceMissing(String)
  case badMode(String)
  case newerWork(String, difference: String, kept: String?)
  case sameFile(String, String)
  case nothingToRemove(String)
  case needsRecursive(String)
  case cannotBeKept(String, reason: String)
  case cannotKeepOwner(String, UInt32, UInt32)
  case contentOrSource(given: Int)
  case emptyPath
  case nulInPath
  case wholeWorkspace(String)
}

extension FileProblem {
  package var failure: StepFailure { StepFailure(code: code, message: message, help: help) }

  package func issue(_ input: String?) -> InputIssue { InputIssue(input: input, message: message, help: help) }

  package var code: String {
    switch self {
    case .system: "BLY0820"
    case .isLink: "BLY0821"
    case .leadsOut: "BLY0822"
    case .leavesWorkspace, .emptyPath, .nulInPath, .wholeWorkspace: "BLY0823"
    case .linkLoop, .danglingLink: "BLY0824"
    case .notAFile, .notAFolder: "BLY0825"
    case .sourceMissing: "BLY0826"
    case .badMode: "BLY0827"
    case .newerWork: "BLY0828"
    case .sameFile: "BLY0829"
    case .nothingToRemove: "BLY0830"
    case .needsRecursive: "BLY0831"
    case .cannotBeKept: "BLY0832"
    case .cannotKeepOwner: "BLY0833"
    case .contentOrSource: "BLY0834"
    }
  }

  package var message: String {
    switch self {
    case .system(let action, let path, let error): "can't \(action) '\(path)': \(words(of: error))"
    case .isLink(let path, let target): "'\(path)' is a link to '\(target)', and a link is not written through"
    case .leadsOut(let path, let link, let end, let place):
      "'\(path)' goes through the link '\(link)', which leads to '\(end)', out of '\(place)'"
    case .leavesWorkspace(let path): "'\(path)' leaves the working directory"
    case .linkLoop(let path): "'\(path)' goes through more than 40 links"
    case .danglingLink(let link, let target): "'\(link)' is a link to '\(target)', which doesn't exist"
    case .notAFile(let path, let kind): "'\(path)' is \(kind.words)"
    case .notAFolder(let path, let part): "'\(path)' can't be reached: '\(part)' is not a folder"
    case .sourceMissing(let path): "'\(path)', from which to copy, doesn't exist"
    case .badMode(let text): "'\(text)' is not a file mode"
    case .newerWork(let path, let difference, _):
      "'\(path)' is neither what was there before nor what the step left: it was changed since, and stays\n"
        + difference
    case .sameFile(let from, let to): "'\(from)' and '\(to)' are the same file"
    case .nothingToRemove(let path): "'\(path)' doesn't exist"
    case .needsRecursive(let path): "'\(path)' is a folder"
    case .cannotBeKept(let path, let reason): "'\(path)' can't be removed so that it could be restored: \(reason)"
    case .cannotKeepOwner(let path, let user, let group):
      "can't write '\(path)' and keep its owner (user \(user), group \(group))"
    case .contentOrSource(0): "neither 'content' nor 'from' says what to write"
    case .contentOrSource: "both 'content' and 'from' say what to write"
    case .emptyPath: "the path is empty"
    case .nulInPath: "the path holds a NUL character"
    case .wholeWorkspace(let path): "'\(path)' is the working directory or the root itself"
    }
  }

  package var help: String? {
    switch self {
    case .system(_, _, let error): advice(for: error)
    case .isLink(_, let target): "name what is meant, '\(target)' or another path, or remove the link first"
    case .leadsOut(_, _, let end, _): "if that is meant, say the real path in the plan: '\(end)' or what is in it"
    case .leavesWorkspace: "if a place outside is meant, say its absolute path"
    case .linkLoop, .danglingLink: "mend the link, or name another path"
    case .notAFile: "file steps work on regular files; name another path"
    case .notAFolder: "name another path, or move away what is in the way"
    case .sourceMissing: "make the file, or correct 'from'"
    case .badMode: "say three or four octal digits, such as '0640'"
    case .newerWork(_, _, let kept):
      "put one of the two back and say `belay rollback` again"
        + (kept.map { "; what was there before the step is kept in '\($0)'" } ?? "")
    case .sameFile: "name two different files"
    case .nothingToRemove: "say `missing_ok: true` if it needn't exist"
    case .needsRecursive: "say `recursive: true` to remove it with all that it holds"
    case .cannotBeKept: "remove it with a step of its own, such as `shell.run`, that says how it is undone"
    case .cannotKeepOwner: "run Belay as that user, or change the owner beforehand"
    case .contentOrSource: "give exactly one of them"
    case .emptyPath, .nulInPath: "say the path of a file"
    case .wholeWorkspace: "say the path of something in it"
    }
  }

  /// What the system says, starting in lower case as part of a sentence.
  private func words(of error: Int32) -> String {
    let text = String(cString: strerror(error))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private func advice(for error: Int32) -> String? {
    switch error {
    case EACCES, EPERM: "give the user who runs Belay the right to do it, or run Belay as another user"
    case ENOSPC, EDQUOT: "make room on that file system; nothing was changed by this attempt"
    case EROFS: "the file system is mounted read-only"
    case ENAMETOOLONG: "shorten the name"
    case EIO: "the disk reports an error: see the kernel's log (dmesg) before anything else"
    case ENOENT: "it was there a moment ago, or the working directory is gone: see who else works here"
    default: nil
    }
  }
}
