// What the codes of FileProblem mean, for `belay error CODE`.

import StepKit

extension FileProblem {
  package static let explanations = [
    FailureExplanation(
      "BLY0820", "the system refused an operation on a file",
      "The message ends with the system's own reason. Writes are atomic: the file is as it was before."),
    FailureExplanation(
      "BLY0821", "a file to be written is a link",
      "A link is never written through: the plan would then change another file than the one it names. Name the file "
        + "itself, or remove the link first (`file.remove` removes a link, not what it points to)."),
    FailureExplanation(
      "BLY0822", "a link on the way leads out of its place",
      "A link among the folders of a path is followed only while it stays in its place: the working directory for a "
        + "path in it, else the folder that holds the link. Say the real path in the plan, so that what is approved "
        + "is what is changed."),
    FailureExplanation(
      "BLY0823", "a path is empty, or leaves the working directory",
      "Relative paths start in the working directory of the run and stay in it. A place outside is named by its "
        + "absolute path."),
    FailureExplanation(
      "BLY0824", "a link on the way leads nowhere", "The link points to something that doesn't exist, or in a circle."),
    FailureExplanation(
      "BLY0825", "something else is where a file or folder should be",
      "File steps read and write regular files; devices, pipes and sockets are left alone."),
    FailureExplanation("BLY0826", "the file to copy from doesn't exist", "Make the file, or correct `from`."),
    FailureExplanation(
      "BLY0827", "a file mode can't be read",
      "A mode is three or four octal digits, such as 0640. The value came from an expression."),
    FailureExplanation(
      "BLY0828", "an undo met somebody's newer work",
      "The file is neither what was there before the step nor what the step left. Restoring it would destroy what "
        + "somebody did since, so nothing was changed and the rollback stops here. Look at the difference. To go on, "
        + "put back either of the two and say `belay rollback` again."),
    FailureExplanation("BLY0829", "a file would be copied onto itself", "Name two different files."),
    FailureExplanation(
      "BLY0830", "the file to remove doesn't exist", "The step says `missing_ok: false`, so that this is a failure."),
    FailureExplanation(
      "BLY0831", "the path to remove is a folder", "Say `recursive: true` to remove it with all that it holds."),
    FailureExplanation(
      "BLY0832", "a folder holds what an undo couldn't restore",
      "Devices, pipes, sockets, other file systems mounted inside, and folders too large or too deep are not removed: "
        + "the step could not be undone."),
    FailureExplanation(
      "BLY0833", "the owner of a file can't be kept",
      "A file is replaced by a new one, which must be given to the owner of the old one. That needs the rights of the "
        + "owner's user, or root's."),
    FailureExplanation(
      "BLY0834", "`file.write` was given no content, or two", "Give exactly one of `content` and `from`."),
  ]
}
