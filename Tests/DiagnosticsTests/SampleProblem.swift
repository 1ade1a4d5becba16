// A problem to render, with the parts that DESIGN §7 shows.

import Diagnostics

struct SampleProblem: Problem {
  var id = "BLY0103"
  var severity = Severity.error
  var message = "'file.write' has no input 'pth'"
  var help: String? = "inputs of file.write: path, content, from, mode"
}

/// A file whose 14th line is that of DESIGN §7.
let designFile = SourceFile(
  path: "plans/demo.yaml", text: String(repeating: "#\n", count: 13) + "        pth: /tmp/x\nnext: line\n")

/// The range of a piece of text in a file.
func range(of piece: String, in file: SourceFile) -> SourceRange {
  let wanted = Array(piece.utf8)
  for start in 0...(file.bytes.count - wanted.count) where file.bytes[start...].starts(with: wanted) {
    return SourceRange(start: start, end: start + wanted.count)
  }
  return SourceRange(start: 0, end: 0)
}
