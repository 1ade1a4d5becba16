// What both steps tell about an archive.

import Expressions
import StepKit

enum ArchiveOutputs {
  static func declarations(archive name: String, of documentation: String) -> [FieldDeclaration] {
    [
      FieldDeclaration(name, .string, required: true, documentation),
      FieldDeclaration("changed", .bool, required: true, "False: it was just so before the step's first attempt."),
      FieldDeclaration("sha256", .string, required: true, "SHA-256 of the archive's bytes, lowercase hex."),
      FieldDeclaration("size", .int, required: true, "The archive's size in bytes."),
      FieldDeclaration("files", .int, required: true, "How many files and links it holds."),
      FieldDeclaration("unpacked_size", .int, required: true, "The bytes of all its files together."),
      FieldDeclaration(
        "manifest", .string, required: true,
        "SHA-256 over path, kind, mode and content of everything in it: equal for equal content, however it is packed."
      ),
    ]
  }

  static func facts(of listing: ArchiveListing) -> [String: Value] {
    [
      "files": .int(Int64(listing.files)), "unpacked_size": .int(listing.size), "manifest": .string(listing.manifest),
    ]
  }
}
