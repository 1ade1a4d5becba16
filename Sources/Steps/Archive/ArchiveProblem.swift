// What can go wrong with archives, in words. Codes BLY0893 to BLY0899; what goes wrong with single files has those of
// FileProblem.

import FileWork
import StepKit

enum ArchiveProblem: Hashable {
  case libraryMissing(reason: String)
  case unknownFormat(String)
  case damaged(String, reason: String)
  case notTheExpected(String, expected: String, found: String)
  case hostile(String, entry: String, reason: String)
  case tooMuch(String, what: String)
  case blocked(String, reason: String)
  case cannotBeStored(String, reason: String)
  case changedMeanwhile(String)
}

extension ArchiveProblem {
  var failure: StepFailure { StepFailure(code: code, message: message, help: help) }

  func issue(_ input: String?) -> InputIssue { InputIssue(input: input, message: message, help: help) }

  var code: String {
    switch self {
    case .libraryMissing: "BLY0893"
    case .unknownFormat: "BLY0894"
    case .damaged, .notTheExpected: "BLY0895"
    case .hostile: "BLY0896"
    case .tooMuch: "BLY0897"
    case .blocked: "BLY0898"
    case .cannotBeStored, .changedMeanwhile: "BLY0899"
    }
  }

  var message: String {
    switch self {
    case .libraryMissing(let reason): "archives can't be read or written here: \(reason)"
    case .unknownFormat(let name): "the name '\(name)' doesn't tell which kind of archive is meant"
    case .damaged(let path, let reason): "'\(path)' can't be read as an archive: \(reason)"
    case .notTheExpected(let path, let expected, let found):
      "'\(path)' is not the expected archive: its SHA-256 is \(found), not \(expected)"
    case .hostile(let path, let entry, let reason): "'\(entry)' in '\(path)' \(reason)"
    case .tooMuch(let path, let what): "'\(path)' holds more than \(what)"
    case .blocked(let path, let reason): "'\(path)' can't be restored: \(reason)"
    case .cannotBeStored(let path, let reason): "'\(path)' can't be put into an archive: \(reason)"
    case .changedMeanwhile(let path): "'\(path)' was changed while it was read"
    }
  }

  var help: String? {
    switch self {
    case .libraryMissing: "install libarchive 3 (Debian: libarchive13)"
    case .unknownFormat: "end it in .tar, .tar.gz, .tgz, .tar.zst, .tar.xz or .tar.bz2"
    case .damaged: "nothing was restored; fetch the archive again, or use another one"
    case .notTheExpected: "nothing was restored; is 'from' the right file, and was it changed since it was made?"
    case .hostile: "nothing was restored. Don't trust where this archive comes from; look at it with `tar -tvf`"
    case .tooMuch: "nothing was restored; if so much is meant, raise `max_bytes`"
    case .blocked: "nothing was restored; move what is in the way, or name another folder in 'to'"
    case .cannotBeStored: "leave it out with `exclude`, or use a program of its own such as tar in `exec.run`"
    case .changedMeanwhile: "see who else writes there, then resume"
    }
  }
}
