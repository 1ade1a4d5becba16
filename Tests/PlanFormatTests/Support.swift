// Laying out texts, and saying in one line what came out.

import Diagnostics
import PlanFormat
import Testing

/// The canonical layout of a text; what was wrong with it when there is none.
func format(_ text: String) -> String {
  switch PlanFormat.format(SourceFile(path: "plan.yaml", text: text)) {
  case .formatted(let bytes): String(decoding: bytes, as: UTF8.self)
  case .unreadable(let diagnostics): "unreadable: \(diagnostics.map(\.id))"
  case .refused(let fault): "refused: \(fault.message)"
  }
}
