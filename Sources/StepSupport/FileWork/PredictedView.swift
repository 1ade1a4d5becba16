// Files as a dry run expects them: what earlier steps are predicted to leave, else what is on the disk.

import Digests
import StepKit

/// A file at the moment when a step would run.
package enum ExpectedFile: Sendable {
  case absent
  /// Bytes are nil when there are too many to hold.
  case file(FileFacts, bytes: [UInt8]?)
  /// An earlier step changes it in a way that can't be known.
  case unknown
}

package struct PredictedView {
  /// Larger files are described, not held.
  package static let bytesLimit = 16 << 20

  package let context: StepContext

  package init(context: StepContext) { self.context = context }

  /// What is predicted for a path, or nil when no earlier step touches it. `followsLast`: a link
  /// at the end means the file to which it leads.
  package func predicted(_ path: String, followsLast: Bool = false) -> ExpectedFile? {
    guard let files = context.predicted, !files.files.isEmpty else { return nil }
    let found: PredictedFile? = keys(path, followsLast: followsLast).compactMap { files[$0] }.first
    switch found {
    case nil: return nil
    case .absent?: return .absent
    case .unknown?: return .unknown
    case .file(let bytes, let mode)?: return .file(facts(of: bytes, mode), bytes: bytes)
    }
  }

  /// The file from which a step would copy.
  package func source(_ path: String) throws(StepFailure) -> ExpectedFile {
    if let predicted = predicted(path, followsLast: true) { return predicted }
    return try described(try SourceFile.open(path, context))
  }

  /// The file over which a step would write, on the disk.
  package func onDisk(_ place: Place) throws(StepFailure) -> ExpectedFile {
    guard try place.status()?.kind == .file else { return .absent }
    return try described(try OpenFile(place.name, in: place.folder))
  }

  private func described(_ file: OpenFile) throws(StepFailure) -> ExpectedFile {
    let content = FileContent.file(file)
    if let bytes = try content.bytes(limit: Self.bytesLimit) {
      return .file(facts(of: bytes, file.status.mode), bytes: bytes)
    }
    return .file(FileFacts(content: try content.digest(), mode: file.status.mode), bytes: nil)
  }

  private func facts(of bytes: [UInt8], _ mode: UInt32) -> FileFacts {
    FileFacts(content: ContentDigest(sha256: sha256Text(of: bytes), size: Int64(bytes.count)), mode: mode)
  }

  package func absolute(_ path: String) -> String { PathText.absolute(path, in: context.workingDirectory) }

  /// The names under which a prediction about a path is kept: as the plan says it, and without links.
  package func keys(_ path: String, followsLast: Bool = false) -> [String] {
    let said = absolute(path)
    let place = try? Place.of(path, in: context.workingDirectory, followsLast: followsLast)
    guard let real = place?.path, real != said else { return [said] }
    return [said, real]
  }

  /// A prediction about one path, under all its names.
  package func files(_ path: String, _ file: PredictedFile) -> [String: PredictedFile] {
    Dictionary(keys(path).map { ($0, file) }) { first, _ in first }
  }

  /// The folders that a step would make on its way, as far as no earlier step makes them.
  package func missingFolders(_ place: Place) -> [String] {
    let expected = context.predicted?.files.filter { $0.value != .absent }.map(\.key) ?? []
    return place.missingPaths.filter { folder in !expected.contains { PathText.isInside($0, folder) } }
  }
}
