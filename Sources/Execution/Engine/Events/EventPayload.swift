// Reading payloads: every missing or mistyped field is named.

import JSONText

/// A payload with its one JSON form.
protocol EventPayload {
  var json: JSON { get }
  init(json: JSON) throws(EventFault)
}

/// Data of an event that doesn't say what its type must say: the journal was written by something else.
public struct EventFault: Error, Sendable, Hashable {
  public var message: String
  /// A word that this version doesn't know, where it knows the field: written by a newer one.
  public var isUnknownWord = false

  public init(_ message: String) { self.message = message }

  static func unknownWord(_ message: String) -> EventFault {
    var fault = EventFault(message)
    fault.isUnknownWord = true
    return fault
  }
}

extension JSON {
  func any(_ key: String) throws(EventFault) -> JSON {
    guard let value = self[key] else { throw EventFault("'\(key)' is missing") }
    return value
  }

  func text(_ key: String) throws(EventFault) -> String {
    guard let text = try any(key).stringValue else { throw EventFault("'\(key)' is no string") }
    return text
  }

  func flag(_ key: String) throws(EventFault) -> Bool {
    guard let flag = try any(key).boolValue else { throw EventFault("'\(key)' is no bool") }
    return flag
  }

  func textMap(_ key: String) throws(EventFault) -> [String: String] {
    var map: [String: String] = [:]
    for (name, value) in try object(key) {
      guard let text = value.stringValue else { throw EventFault("'\(key)' holds something else than strings") }
      map[name] = text
    }
    return map
  }

  /// A map of texts, in the order of its keys.
  init(texts: [String: String]) {
    var object: JSONObject = [:]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) { object[name] = .string(text) }
    self = .object(object)
  }

  func number(_ key: String) throws(EventFault) -> Int64 {
    guard let number = try any(key).intValue else { throw EventFault("'\(key)' is no integer") }
    return number
  }

  func object(_ key: String) throws(EventFault) -> JSONObject {
    guard let object = try any(key).objectValue else { throw EventFault("'\(key)' is no object") }
    return object
  }

  func list(_ key: String) throws(EventFault) -> [JSON] {
    guard let list = try any(key).arrayValue else { throw EventFault("'\(key)' is no list") }
    return list
  }

  func texts(_ key: String) throws(EventFault) -> [String] {
    var texts: [String] = []
    for item in try list(key) {
      guard let text = item.stringValue else { throw EventFault("'\(key)' holds something else than strings") }
      texts.append(text)
    }
    return texts
  }

  func word<Word: RawRepresentable>(_ key: String) throws(EventFault) -> Word where Word.RawValue == String {
    let text = try text(key)
    guard let word = Word(rawValue: text) else { throw .unknownWord("'\(key)' can't be '\(text)'") }
    return word
  }

  func items<Item: EventPayload>(_ key: String) throws(EventFault) -> [Item] {
    var items: [Item] = []
    for json in try list(key) { items.append(try Item(json: json)) }
    return items
  }

  func optionalItems<Item: EventPayload>(_ key: String) throws(EventFault) -> [Item] {
    self[key] == nil ? [] : try items(key)
  }

  func optional<Item: EventPayload>(_ key: String) throws(EventFault) -> Item? {
    guard let json = self[key] else { return nil }
    return try Item(json: json)
  }
}

extension WorkID {
  func write(into object: inout JSONObject) {
    object["step"] = .string(step)
    if let undo { object["undo"] = .int(Int64(undo)) }
    object["attempt"] = .int(Int64(attempt))
  }

  init(json: JSON) throws(EventFault) {
    self.init(
      step: try json.text("step"), undo: json["undo"]?.intValue.map(Int.init),
      attempt: Int(try json.number("attempt")))
  }
}
