// libarchive behind a few functions, loaded when the first of them is called: linking it would load twelve libraries
// at every start, which takes three times as long as everything else that starting `belay` needs.

#ifndef ARCHIVE_C_H
#define ARCHIVE_C_H

#include <stddef.h>
#include <stdint.h>

/// Loads the library. NULL: it is there. Otherwise why not, for people; the text stays valid.
const char *archive_c_load(void);

/// What an entry is, as far as Belay handles it.
enum archive_c_kind {
  ARCHIVE_C_OTHER = 0,
  ARCHIVE_C_FILE = 1,
  ARCHIVE_C_FOLDER = 2,
  ARCHIVE_C_LINK = 3,
  ARCHIVE_C_HARD_LINK = 4,
};

/// An entry. Text belongs to whoever made it; of one that is read it is valid until the next one is read.
struct archive_c_entry {
  const char *path;
  /// Where a link points to; of a hard link the path of the entry with the bytes. NULL for everything else.
  const char *target;
  int kind;
  uint32_t mode;
  int64_t size;
  int64_t seconds;
  int32_t nanos;
};

struct archive;

/// Gives the next bytes to be read; 0 at the end, negative on failure.
typedef ptrdiff_t (*archive_c_source)(void *context, const void **bytes);
/// Takes bytes that were written; false on failure.
typedef int (*archive_c_sink)(void *context, const void *bytes, size_t count);

/// Opens a tar archive, compressed or not. NULL: there is no memory.
/// The handle must be closed also when `failed` says that it can't be read.
struct archive *archive_c_reader(archive_c_source source, void *context, int *failed);
/// 1: an entry; 0: the end; -1: the archive is damaged, see archive_c_error.
int archive_c_next(struct archive *reader, struct archive_c_entry *entry);
/// Reads bytes of the entry: how many, 0 at its end, -1 on failure.
ptrdiff_t archive_c_read(struct archive *reader, void *buffer, size_t count);
void archive_c_close_reader(struct archive *reader);

/// Begins a tar archive (pax). `filter`: "none", "gzip", "zstd", "xz" or "bzip2". NULL: it can't be made.
/// The same entries give the same bytes: no time and no name of this machine goes into it.
struct archive *archive_c_writer(const char *filter, archive_c_sink sink, void *context);
/// 0, or -1 on failure.
int archive_c_begin(struct archive *writer, const struct archive_c_entry *entry);
int archive_c_write(struct archive *writer, const void *bytes, size_t count);
/// Writes the end and closes. 0, or -1 when something of it couldn't be written.
int archive_c_close_writer(struct archive *writer);

/// What the library says about the last failure.
const char *archive_c_error(struct archive *archive);

#endif
