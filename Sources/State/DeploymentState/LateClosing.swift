// Closing the last descriptor of a removed file frees its blocks, which waits for the disk. Nobody needs to wait for
// that, so a thread of its own does it.

import Glibc

enum LateClosing {
  /// Closes a descriptor soon, on another thread; at once where there can be none.
  static func close(_ descriptor: Int32) {
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    let started = pthread_create(
      &thread, &attributes,
      { argument in
        Glibc.close(Int32(Int(bitPattern: argument)))
        return nil
      }, UnsafeMutableRawPointer(bitPattern: Int(descriptor)))
    if started != 0 { Glibc.close(descriptor) }
  }
}
