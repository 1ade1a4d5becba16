// Writing Markdown (CommonMark with the tables of GitHub) so that text can't become markup or HTML.

enum MarkdownText {
  /// Text within a line, a table cell included.
  static func escape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in ReadableText.line(text).unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "!", "$", "@":
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// A code span. Its fence is longer than any run of backticks in it.
  static func code(_ text: String, inTable: Bool) -> String {
    var line = ReadableText.line(text)
    guard !line.isEmpty else { return "" }
    // In a table a bar ends the cell even inside code; GitHub reads `\|` there as a bar.
    if inTable { line = line.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    let needsSpace = line.hasPrefix("`") || line.hasSuffix("`") || (line.hasPrefix(" ") && line.hasSuffix(" "))
    return needsSpace ? "\(fence) \(line) \(fence)" : fence + line + fence
  }

  /// A fenced block. Its fence is longer than any run of backticks in it.
  static func block(_ text: String, language: String = "") -> String {
    let content = ReadableText.clean(text)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: content) + 1))
    return "\(fence)\(language)\n\(content)\(content.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var longest = 0
    var present = 0
    for one in text {
      present = one == character ? present + 1 : 0
      longest = max(longest, present)
    }
    return longest
  }
}
