// What is, was or will be under a path, exactly enough to tell one from another and to bring it back.

import Expressions
import Glibc
import JSONText
import StepKit

/// A file, described.
package struct FileFacts: Hashable, Sendable {
  package var content: ContentDigest
  package var mode: UInt32

  package init(content: ContentDigest, mode: UInt32) {
    self.content = content
    self.mode = mode
  }
}

/// What is under a path.
package enum FileState: Hashable, Sendable {
  case absent
  case file(FileFacts)
  case link(target: [UInt8])
  case folder
  case other

  /// Looks at a place; reads the file that may be there.
  package static func of(_ place: Place) throws(StepFailure) -> FileState {
    guard let status = try place.status() else { return .absent }
    switch status.kind {
    case .file:
      let file = try OpenFile(place.name, in: place.folder)
      return .file(FileFacts(content: try FileContent.file(file).digest(), mode: file.status.mode))
    case .link: return .link(target: try place.folder.target(ofLink: place.name))
    case .directory: return .folder
    case .other: return .other
    }
  }

  /// In a sentence about a difference.
  package var words: String {
    switch self {
    case .absent: "nothing"
    case .file(let facts): "a file of \(facts.content.size) bytes, mode \(FileMode.text(facts.mode))"
    case .link(let target): "a link to '\(String(decoding: target, as: UTF8.self))'"
    case .folder: "a folder"
    case .other: "neither a file nor a folder"
    }
  }
}

extension FileState {
  package var json: JSON {
    switch self {
    case .absent: ["kind": "absent"]
    case .file(let facts):
      [
        "kind": "file", "sha256": .string(facts.content.sha256), "size": .int(facts.content.size),
        "mode": .int(Int64(facts.mode)),
      ]
    case .link(let target): ["kind": "link", "target": FileName(target).json]
    case .folder: ["kind": "folder"]
    case .other: ["kind": "other"]
    }
  }

  package init?(json: JSON?) {
    switch json?["kind"]?.stringValue {
    case "absent": self = .absent
    case "file":
      guard let sha256 = json?["sha256"]?.stringValue, let size = json?["size"]?.intValue,
        let mode = json?["mode"]?.intValue.flatMap({ UInt32(exactly: $0) })
      else { return nil }
      self = .file(FileFacts(content: ContentDigest(sha256: sha256, size: size), mode: mode))
    case "link":
      guard let target = FileName(json: json?["target"]) else { return nil }
      self = .link(target: target.bytes)
    case "folder": self = .folder
    case "other": self = .other
    default: return nil
    }
  }
}
