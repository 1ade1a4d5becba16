// Pieces of plans that many tests share.

/// A step that writes its id as a line of the file `log`, and whose undo writes `-id`.
func noting(_ id: String, _ more: String = "") -> String {
  """
    - id: \(id)
      uses: shell.run
      with: {script: 'echo \(id) >> log'}
      rollback: {uses: shell.run, with: {script: 'echo -\(id) >> log'}}
  \(indented(more))
  """
}

/// A step that fails with an exit code.
func failing(_ id: String, code: Int = 9, _ more: String = "") -> String {
  """
    - id: \(id)
      uses: shell.run
      with: {script: 'exit \(code)'}
      rollback: {none: it did nothing}
  \(indented(more))
  """
}

/// A step with a script of one line and nothing to undo.
func script(_ id: String, _ text: String, _ more: String = "") -> String {
  """
    - id: \(id)
      uses: shell.run
      with:
        script: |
          \(text.split(separator: "\n").joined(separator: "\n        "))
      rollback: {none: a test}
  \(indented(more))
  """
}

/// The list of a plan's steps.
func steps(_ parts: String...) -> String { "steps:\n" + parts.joined(separator: "\n") }

private func indented(_ more: String) -> String {
  more.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
}
