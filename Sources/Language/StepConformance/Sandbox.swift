// A working directory made for one trial of a step type, and pictures of all that is in it.

import Expressions
import Glibc
import StepKit

/// A fresh working directory with a vault beside it.
struct Sandbox {
  let workingDirectory: String
  let vault: FolderVault
  private let means: TrialMeans?

  /// Sets a fixture up in a new folder.
  init(_ fixture: StepFixture, in parent: String, means: TrialMeans? = nil) throws {
    self.means = means
    var template = Array((parent + "/sandbox-" + String(repeating: "X", count: 6)).utf8CString)
    guard let made = mkdtemp(&template) else {
      throw PlainFile.Failure(action: "make a folder in", path: parent, error: errno)
    }
    let root = String(cString: made)
    workingDirectory = root + "/work"
    vault = FolderVault(root + "/vault")
    mkdir(workingDirectory, 0o755)
    for entry in fixture.files { try make(entry) }
    for entry in fixture.files.reversed() where entry.kind == .folder {
      chmod(workingDirectory + "/" + entry.path, entry.mode)
    }
    try fixture.prepare?(workingDirectory)
  }

  private func make(_ entry: FixtureEntry) throws {
    var folder = workingDirectory
    for part in entry.path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    let path = workingDirectory + "/" + entry.path
    switch entry.kind {
    case .file(let bytes): try PlainFile.write(bytes, to: path, mode: entry.mode)
    case .folder: mkdir(path, 0o755)
    case .link(let target):
      guard symlink(target, path) == 0 else { throw PlainFile.Failure(action: "link", path: path, error: errno) }
    }
  }

  func context(_ type: any StepType, _ fixture: StepFixture, attempt: Int = 1) -> StepContext {
    var inputs = fixture.inputs
    for field in type.declaration.inputs where inputs[field.name] == nil {
      if let value = field.defaultValue { inputs[field.name] = value }
    }
    let context = StepContext(
      run: "conformance", step: "trial", attempt: attempt, idempotencyKey: "conformance/trial", inputs: inputs,
      effect: fixture.effect ?? type.declaration.effect, declaredOutputs: fixture.declaredOutputs,
      workingDirectory: workingDirectory, runStartedAt: 1_700_000_000_000, runOperator: "ann", vault: vault)
    return means?.equip(context) ?? context
  }
}

/// All that is in a folder.
struct TreePicture: Equatable {
  struct Entry: Equatable {
    /// Type and permissions.
    var mode: UInt32
    /// Bytes of a file, target of a link.
    var bytes: [UInt8]
    /// Identity and times: they betray a file that was written again with what it had.
    var trace: [Int64]

    var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }

    /// Nil: nothing is there.
    init?(at path: String) {
      var status = stat()
      guard lstat(path, &status) == 0 else { return nil }
      mode = UInt32(status.st_mode)
      trace = [
        Int64(status.st_ino), Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
        Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
      ]
      switch status.st_mode & S_IFMT {
      case S_IFREG: bytes = (try? PlainFile.read(path)) ?? []
      case S_IFLNK: bytes = TreePicture.target(of: path)
      default: bytes = []
      }
    }
  }
  var entries: [String: Entry] = [:]

  init(of root: String) {
    add(root, "")
  }

  private mutating func add(_ root: String, _ path: String) {
    let full = path.isEmpty ? root : root + "/" + path
    guard let entry = Entry(at: full) else { return }
    entries[path] = entry
    guard entry.isFolder, let stream = opendir(full) else { return }
    defer { closedir(stream) }
    while let item = readdir(stream) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { add(root, path.isEmpty ? name : path + "/" + name) }
    }
  }

  fileprivate static func target(of path: String) -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(path, &buffer, buffer.count)
    return count < 0 ? [] : buffer[..<count].map { UInt8(bitPattern: $0) }
  }

  /// The paths that differ. `traces`: also in identity and times.
  func differences(from other: TreePicture, traces: Bool) -> [String] {
    Set(entries.keys).union(other.entries.keys).filter { path in
      guard let mine = entries[path], let theirs = other.entries[path] else { return true }
      if mine.mode != theirs.mode || mine.bytes != theirs.bytes { return true }
      return traces && mine.trace != theirs.trace
    }.sorted()
  }
}
