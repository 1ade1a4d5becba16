// Verification of an export: what anyone can do who has the file alone.

import Digests
import Foundation
import JSONText
import Journal

extension Verifier {
  /// Verifies an export as ``Exporter`` writes it: every line is in canonical form, the chain is whole up to the head
  /// at the end, and the texts are those of their digests.
  public static func verify(_ export: [UInt8]) -> VerificationReport {
    var verification = ExportVerification()
    var number = 0
    var start = 0
    while let end = export[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      verification.take(export[start..<end], number: number)
      start = end + 1
    }
    return verification.report(isCut: start < export.count)
  }
}

/// The verification of an export under way.
private struct ExportVerification {
  private var chain: ChainVerifier?
  private var problems: [RecordProblem] = []
  private var named = NamedDigests()
  /// The digests of the texts in the order of their lines, which is that of the digests.
  private var texts: [String] = []
  private var hasHead = false

  mutating func take(_ line: ArraySlice<UInt8>, number: Int) {
    guard !hasHead else { return note(.lineAfterHead(line: number)) }
    let value: JSON
    do {
      value = try JSON(parsing: line)
    } catch {
      return note(.lineNotJSON(line: number, error.description))
    }
    if !value.canonicalBytes().elementsEqual(line) { note(.notCanonical, at: value["seq"]?.intValue) }
    guard let object = value.objectValue else { return note(.lineUnknown(line: number)) }
    if object["hash"] != nil {
      if !texts.isEmpty { note(.lineOutOfPlace(line: number)) }
      takeEvent(value)
    } else if object.count == 1, let attachment = object["attachment"] {
      takeText(attachment, number: number)
    } else if object.count == 1, let head = object["head"] {
      takeHead(head)
    } else {
      note(.lineUnknown(line: number))
    }
  }

  private mutating func takeEvent(_ value: JSON) {
    do throws(RecordFault) {
      let entry = try Entry(json: value)
      var verifier = chain ?? ChainVerifier(run: entry.run)
      let known = verifier.problems.count
      verifier.check(StoredEntry(entry))
      problems += verifier.problems[known...]
      chain = verifier
      named.take(entry.data)
    } catch {
      note(error, at: value["seq"]?.intValue)
    }
  }

  private mutating func takeText(_ attachment: JSON, number: Int) {
    guard attachment.objectValue?.count == 2, let digest = attachment["digest"]?.stringValue,
      let bytes = bytes(of: attachment)
    else { return note(.lineUnknown(line: number)) }
    if let last = texts.last, last >= digest { note(.lineOutOfPlace(line: number)) }
    texts.append(digest)
    if !haveSameBytes(sha256Text(of: bytes), digest) { note(.attachmentChanged(digest: digest)) }
  }

  private func bytes(of attachment: JSON) -> [UInt8]? {
    if let text = attachment["text"]?.stringValue { return Array(text.utf8) }
    guard let base64 = attachment["base64"]?.stringValue else { return nil }
    // Only the one way of writing the bytes is accepted: the padding may hold stray bits otherwise.
    guard let data = Data(base64Encoded: base64), data.base64EncodedString() == base64 else { return nil }
    return Array(data)
  }

  private mutating func takeHead(_ head: JSON) {
    hasHead = true
    let expected: JSON = [
      "run": .string(chain?.run.text ?? ""), "count": .int(chain?.head.count ?? 0),
      "hash": .string(chain?.head.hash ?? Head.empty.hash),
    ]
    if head != expected { note(.headMismatch) }
  }

  func report(isCut: Bool) -> VerificationReport {
    var found = problems
    func add(_ fault: RecordFault) { found.append(RecordProblem(seq: nil, fault: fault)) }
    if chain == nil { add(.empty) }
    if isCut { add(.lastLineCut) } else if !hasHead { add(.headMissing) }
    for digest in named.required.subtracting(texts).sorted() { add(.attachmentMissing(digest: digest)) }
    return VerificationReport(
      run: chain?.run, events: chain?.count ?? 0, head: chain?.head.hash ?? Head.empty.hash,
      problems: found.map { VerificationReport.Problem($0) }, proven: found.isEmpty ? proven() : [])
  }

  private func proven() -> [String] {
    guard let chain else { return [] }
    var sentences = [Sentences.chain(chain.count)]
    if !texts.isEmpty {
      sentences.append(Sentences.texts(texts.count, unnamed: Set(texts).subtracting(named.mentioned).count))
    }
    sentences.append(
      "Not proven: that this is the record which the journal holds. That shows only a head known from elsewhere, such "
        + "as the anchor: \(chain.run) \(chain.head)")
    return sentences
  }

  private mutating func note(_ fault: RecordFault, at seq: Int64? = nil) {
    problems.append(RecordProblem(seq: seq, fault: fault))
  }
}
