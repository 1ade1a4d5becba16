// Kinds of archives by their names.

enum ArchiveKind: String, CaseIterable {
  case tar = "none"
  case gzip, zstd, xz, bzip2

  init?(name: String) {
    let name = name.lowercased()
    guard let kind = Self.allCases.first(where: { kind in kind.endings.contains { name.hasSuffix($0) } }) else {
      return nil
    }
    self = kind
  }

  private var endings: [String] {
    switch self {
    case .tar: [".tar"]
    case .gzip: [".tar.gz", ".tgz"]
    case .zstd: [".tar.zst", ".tzst"]
    case .xz: [".tar.xz", ".txz"]
    case .bzip2: [".tar.bz2", ".tbz2"]
    }
  }
}
