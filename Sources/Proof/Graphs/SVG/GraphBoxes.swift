// The boxes of a picture, each knowing its size and what it holds: cards in sections, sections below each other, and
// sections again in the cards that run another plan.

/// A line of text in a box.
struct BoxText {
  enum Style: String { case id, title, uses, note, undo }
  var style: Style
  var text: String
  var full: String
}

/// A step's box.
struct CardBox {
  var card: GraphCard
  var texts: [BoxText]
  /// The sections of the plan that it runs.
  var stack: SectionStack?
  var size: LayerLayout.Size

  static let padding = 12.0
  static let lineHeight = 17.0

  init(_ card: GraphCard) {
    self.card = card
    var texts = [BoxText(.id, card.id)]
    if let title = card.title { texts.append(BoxText(.title, title)) }
    texts.append(BoxText(.uses, card.uses))
    for note in [card.foreach, card.when].compactMap({ $0 }) { texts.append(BoxText(.note, note)) }
    if let rollback = card.rollback { texts.append(BoxText(.undo, rollback)) }
    self.texts = texts
    stack = card.sections.isEmpty ? nil : SectionStack(card.sections)
    let textWidth = texts.map(\.width).max() ?? 0
    size = LayerLayout.Size(
      width: max(textWidth + 2 * Self.padding + 4, 150), height: Double(texts.count) * Self.lineHeight + 16)
    if let stack {
      size.width = max(size.width, stack.size.width + 2 * Self.padding)
      size.height += stack.size.height + Self.padding
    }
  }

  /// Where the sections within it begin.
  var textHeight: Double { Double(texts.count) * Self.lineHeight + 16 }
}

extension BoxText {
  init(_ style: Style, _ text: String) {
    self.init(style: style, text: LabelText.short(text), full: LabelText.line(text))
  }

  /// An estimate that is rather too wide: nobody measures fonts here.
  var width: Double {
    let perCharacter =
      switch style {
      case .id: 7.9
      case .title: 7.0
      case .uses: 7.3
      case .note, .undo: 6.5
      }
    return text.reduce(0) { $0 + ($1.unicodeScalars.contains { $0.value >= 0x1100 } ? 13 : perCharacter) }
  }
}

/// A section's box.
struct SectionBox {
  var section: GraphSection
  var cards: [CardBox]
  var layout: LayerLayout
  var size: LayerLayout.Size
  /// The header; empty for a flat list, which has no frame.
  var header: String

  static let padding = 18.0
  static let headerHeight = 34.0

  init(_ section: GraphSection) {
    self.section = section
    cards = section.cards.map(CardBox.init)
    layout = LayerLayout(sizes: cards.map(\.size), needs: section.cards.map(\.needs))
    header = section.label
    size = LayerLayout.Size(
      width: max(layout.size.width, Double(header.count) * 7.6) + 2 * Self.padding,
      height: layout.size.height + 2 * Self.padding + (header.isEmpty ? 0 : Self.headerHeight - 8))
  }

  var cardsTop: Double { Self.padding + (header.isEmpty ? 0 : Self.headerHeight - 8) }
}

/// Sections below each other, all as wide as the widest.
struct SectionStack {
  var sections: [SectionBox]
  var size: LayerLayout.Size

  static let gap = 36.0

  init(_ sections: [GraphSection]) {
    self.sections = sections.map(SectionBox.init)
    size = LayerLayout.Size(
      width: self.sections.map(\.size.width).max() ?? 0,
      height: self.sections.map(\.size.height).reduce(0, +) + Double(max(sections.count - 1, 0)) * Self.gap)
  }
}
