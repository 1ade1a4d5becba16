// A verb that doesn't exist: say the nearest one.

import Diagnostics

enum UnknownVerb {
  static func suggestion() -> String {
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else { return "" }
    let verbs = Belay.configuration.groupedSubcommands.flatMap(\.subcommands)
      .compactMap { $0.configuration.commandName ?? String(describing: $0).lowercased() }
    if verbs.contains(word) { return "" }
    if ["serve", "worker", "lsp"].contains(word) { return "\n'\(word)' is reserved: belay-\(word) doesn't exist yet." }
    if let nearest = nearestName(to: word, in: verbs) { return "\n'\(word)' is no verb: did you mean '\(nearest)'?" }
    return "\n'\(word)' is no verb: \(verbs.joined(separator: ", "))"
  }
}
