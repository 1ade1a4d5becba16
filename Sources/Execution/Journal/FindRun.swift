// What `RUN` means on the command line: an id, a unique prefix of one, or `last` (DESIGN §7).

/// Finds the run that a name means.
///
/// - Parameters:
///   - newestFirst: all runs of the journal.
///   - anchored: the runs of the anchor with their counts, read only when the journal has none that fits.
package func findRun(
  _ name: String, newestFirst: [RunID], anchored: () throws(JournalError) -> [String: Int64]
) throws(JournalError) -> RunID {
  if name == "last" {
    if let newest = newestFirst.first { return newest }
    guard let lost = try anchored().max(by: { $0.key < $1.key }) else { throw .noRuns }
    throw .runMissing(run: lost.key, anchor: lost.value)
  }
  if let exact = newestFirst.first(where: { $0.text == name }) { return exact }
  let fitting = name.isEmpty ? [] : newestFirst.filter { $0.text.hasPrefix(name) }
  if let only = fitting.first, fitting.count == 1 { return only }
  guard fitting.isEmpty else { throw .runAmbiguous(prefix: name, runs: fitting) }
  let lost = name.isEmpty ? [:] : try anchored().filter { $0.key.hasPrefix(name) }
  if let only = lost.first, lost.count == 1 { throw .runMissing(run: only.key, anchor: only.value) }
  throw .runNotFound(name)
}
