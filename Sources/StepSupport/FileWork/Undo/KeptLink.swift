// A link as it was.

import Expressions
import Glibc
import JSONText
import StepKit

/// What is needed to bring a link back.
package struct KeptLink: Hashable, Sendable {
  package var target: FileName
  package var owner: FileOwner
  package var modified: Timestamp

  package init(target: FileName, owner: FileOwner, modified: Timestamp) {
    self.target = target
    self.owner = owner
    self.modified = modified
  }

  /// Puts the link back where nothing is.
  package func restore(_ name: FileName, in folder: Folder) throws(StepFailure) {
    let number = folder.descriptor.number
    let result = withName(target.bytes) { target in withName(name.bytes) { symlinkat(target, number, $0) } }
    guard result == 0 else { throw FileProblem.system("restore the link", folder.path(of: name.text), errno).failure }
    // Only root can give a link to somebody else; for anybody else it already has its owner. Its time is a courtesy.
    _ = withName(name.bytes) { fchownat(number, $0, owner.user, owner.group, AT_SYMLINK_NOFOLLOW) }
    _ = FileTimes(modified).withTimes { times in
      withName(name.bytes) { utimensat(number, $0, times, AT_SYMLINK_NOFOLLOW) }
    }
    try folder.sync()
  }

  package var json: JSON {
    [
      "target": target.json, "user": .int(Int64(owner.user)), "group": .int(Int64(owner.group)),
      "seconds": .int(modified.seconds), "nanos": .int(Int64(modified.nanos)),
    ]
  }

  package init?(json: JSON?) {
    guard let json, let target = FileName(json: json["target"]),
      let user = json["user"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let group = json["group"]?.intValue.flatMap({ UInt32(exactly: $0) }),
      let seconds = json["seconds"]?.intValue, let nanos = json["nanos"]?.intValue.flatMap({ Int32(exactly: $0) })
    else { return nil }
    self.target = target
    owner = FileOwner(user: user, group: group)
    modified = Timestamp(seconds: seconds, nanos: nanos)
  }
}

/// Times to give to a file: the time of reading stays, the time of writing is set.
package struct FileTimes {
  private let times: [timespec]

  package init(_ modified: Timestamp) {
    times = [
      timespec(tv_sec: 0, tv_nsec: Int(leaveTimeAsItIs)),
      timespec(tv_sec: Int(modified.seconds), tv_nsec: Int(modified.nanos)),
    ]
  }

  package func withTimes(_ body: (UnsafePointer<timespec>?) -> Int32) -> Int32 {
    times.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
