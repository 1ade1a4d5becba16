// Columns of text.

extension String {
  /// The text, with spaces after it to fill a column.
  func padding(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
