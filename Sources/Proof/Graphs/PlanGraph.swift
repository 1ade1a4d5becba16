// A plan as a picture wants it: sections of cards, and which card needs which. Every format draws from this.

/// What a graph shows.
public struct PlanGraph: Hashable, Sendable {
  /// `name version: title`
  public var title: String
  /// What is watched during the whole run, one line each.
  public var guards: [String]
  public var sections: [GraphSection]
}

/// A phase, a flat list of steps, or `finally`.
public struct GraphSection: Hashable, Sendable {
  /// Empty for a flat list.
  public var title: String
  /// Such as `risk: high`.
  public var notes: [String]
  /// The steps that run at the end, whatever happened.
  public var isFinal: Bool
  public var cards: [GraphCard]
}

/// A step.
public struct GraphCard: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case read, write, irreversible, gate, wait, plan
  }

  public var id: String
  public var title: String?
  public var uses: String
  public var kind: Kind
  /// `for each …`: one instance an item.
  public var foreach: String?
  /// `when …`: it may be skipped.
  public var when: String?
  /// How it is undone; nil when there is nothing to undo.
  public var rollback: String?
  /// Indices of the cards of the same section that come before.
  public var needs: [Int]
  /// The sections of the plan that it runs.
  public var sections: [GraphSection]
}

extension PlanGraph {
  /// How many steps it shows, those of sub-plans included.
  public var cardCount: Int { sections.reduce(0) { $0 + $1.cardCount } }
}

extension GraphSection {
  var cardCount: Int { cards.reduce(0) { $0 + 1 + $1.sections.reduce(0) { $0 + $1.cardCount } } }
}
