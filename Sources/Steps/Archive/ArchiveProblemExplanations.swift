// What the codes of ArchiveProblem mean, for `belay error CODE`.

import StepKit

extension ArchiveProblem {
  static let explanations = [
    FailureExplanation(
      "BLY0893", "the library for archives is missing",
      "Archives are read and written by libarchive 3, which is loaded when a step needs it. Install it (Debian: "
        + "libarchive13), then resume."),
    FailureExplanation(
      "BLY0894", "the name of an archive doesn't tell its kind",
      "`archive.create` takes the kind from the end of the name: .tar, .tar.gz (.tgz), .tar.zst, .tar.xz, .tar.bz2."),
    FailureExplanation(
      "BLY0895", "an archive is damaged, or not the one that is expected",
      "An archive is read to its end before anything of it is restored. Nothing was changed."),
    FailureExplanation(
      "BLY0896", "an archive holds something that must not be restored",
      "An absolute path, a path through `..` or through a link, a link that leads out of the folder, a device, the same "
        + "path twice. Archives that `archive.create` makes never do. Nothing was changed."),
    FailureExplanation(
      "BLY0897", "an archive holds too much",
      "A small archive can unpack to more than a disk holds. `max_bytes` bounds the bytes, and no more than 100,000 "
        + "entries are restored. Nothing was changed."),
    FailureExplanation(
      "BLY0898", "something is in the way of what would be restored",
      "There is a folder where the archive has a file, or the other way round, or a link on the way, which is never "
        + "followed. Nothing was changed."),
    FailureExplanation(
      "BLY0899", "something can't be put into an archive",
      "Devices, pipes, sockets and other file systems mounted inside aren't stored, and a file that somebody writes to "
        + "while it is read would be stored half old and half new. The archive was not written."),
  ]
}
