// The functions of archive_c.h. Every call into libarchive goes through a table that is filled once.

#include "archive_c.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FUNCTIONS(of)                                                                                               \
  of(archive_read_new) of(archive_read_free) of(archive_read_support_filter_all) of(archive_read_support_format_tar) \
  of(archive_read_open) of(archive_read_next_header) of(archive_read_data) of(archive_error_string)                  \
  of(archive_read_support_format_gnutar) of(archive_write_new) of(archive_write_free) of(archive_write_close)        \
  of(archive_write_set_format_pax_restricted) of(archive_write_add_filter_by_name)                                   \
  of(archive_write_set_filter_option) of(archive_write_set_bytes_in_last_block) of(archive_write_open)               \
  of(archive_write_header) of(archive_write_data) of(archive_entry_new) of(archive_entry_free)                       \
  of(archive_entry_pathname) of(archive_entry_filetype) of(archive_entry_perm) of(archive_entry_size)                \
  of(archive_entry_mtime) of(archive_entry_mtime_nsec) of(archive_entry_symlink) of(archive_entry_hardlink)          \
  of(archive_entry_copy_pathname) of(archive_entry_copy_symlink) of(archive_entry_copy_hardlink)                     \
  of(archive_entry_set_filetype) of(archive_entry_set_perm) of(archive_entry_set_size)                               \
  of(archive_entry_set_mtime)

#define MEMBER(name) __typeof__(&name) name;
static struct { FUNCTIONS(MEMBER) } library;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *fault;
// Names in archives are UTF-8, whatever the locale of whoever runs Belay: the library asks the thread's locale.
static locale_t utf8;

static void leave_utf8(locale_t *before) {
  if (*before) uselocale(*before);
}

#define IN_UTF8 \
  __attribute__((cleanup(leave_utf8), unused)) locale_t before = utf8 ? uselocale(utf8) : (locale_t)0

static void load(void) {
  utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    fault = "libarchive.so.13 can't be loaded";
    return;
  }
#define FIND(name)                                                                             \
  if (!(library.name = (__typeof__(&name))dlsym(handle, #name))) fault = "libarchive.so.13 has no " #name;
  FUNCTIONS(FIND)
}

const char *archive_c_load(void) {
  pthread_once(&once, load);
  return fault;
}

// A handle holds what the callbacks need; the library keeps only a pointer to it.
struct reader_context {
  archive_c_source source;
  void *context;
};

static la_ssize_t give(struct archive *archive, void *data, const void **bytes) {
  (void)archive;
  struct reader_context *reader = data;
  return reader->source(reader->context, bytes);
}

static int end_reading(struct archive *archive, void *data) {
  (void)archive;
  free(data);
  return ARCHIVE_OK;
}

struct archive *archive_c_reader(archive_c_source source, void *context, int *failed) {
  IN_UTF8;
  struct archive *reader = library.archive_read_new();
  struct reader_context *held = malloc(sizeof *held);
  if (!reader || !held) {
    free(held);
    if (reader) library.archive_read_free(reader);
    return NULL;
  }
  *held = (struct reader_context){source, context};
  library.archive_read_support_filter_all(reader);
  library.archive_read_support_format_tar(reader);
  library.archive_read_support_format_gnutar(reader);
  *failed = library.archive_read_open(reader, held, NULL, give, end_reading) < ARCHIVE_WARN;
  return reader;
}

int archive_c_next(struct archive *reader, struct archive_c_entry *entry) {
  IN_UTF8;
  struct archive_entry *found;
  int result = library.archive_read_next_header(reader, &found);
  if (result == ARCHIVE_EOF) return 0;
  if (result < ARCHIVE_WARN) return -1;
  *entry = (struct archive_c_entry){
      .path = library.archive_entry_pathname(found),
      .mode = (uint32_t)library.archive_entry_perm(found) & 07777,
      .size = library.archive_entry_size(found),
      .seconds = library.archive_entry_mtime(found),
      .nanos = (int32_t)library.archive_entry_mtime_nsec(found),
  };
  if ((entry->target = library.archive_entry_hardlink(found))) {
    entry->kind = ARCHIVE_C_HARD_LINK;
    return 1;
  }
  switch (library.archive_entry_filetype(found)) {
    case AE_IFREG: entry->kind = ARCHIVE_C_FILE; break;
    case AE_IFDIR: entry->kind = ARCHIVE_C_FOLDER; break;
    case AE_IFLNK:
      entry->kind = ARCHIVE_C_LINK;
      entry->target = library.archive_entry_symlink(found);
      break;
    default: entry->kind = ARCHIVE_C_OTHER;
  }
  return 1;
}

ptrdiff_t archive_c_read(struct archive *reader, void *buffer, size_t count) {
  ptrdiff_t got = library.archive_read_data(reader, buffer, count);
  return got < 0 ? -1 : got;
}

void archive_c_close_reader(struct archive *reader) { library.archive_read_free(reader); }

struct writer_context {
  archive_c_sink sink;
  void *context;
};

static la_ssize_t take(struct archive *archive, void *data, const void *bytes, size_t count) {
  (void)archive;
  struct writer_context *writer = data;
  return writer->sink(writer->context, bytes, count) ? (la_ssize_t)count : -1;
}

static int end_writing(struct archive *archive, void *data) {
  (void)archive;
  free(data);
  return ARCHIVE_OK;
}

struct archive *archive_c_writer(const char *filter, archive_c_sink sink, void *context) {
  struct archive *writer = library.archive_write_new();
  struct writer_context *held = malloc(sizeof *held);
  if (!writer || !held) {
    free(held);
    if (writer) library.archive_write_free(writer);
    return NULL;
  }
  *held = (struct writer_context){sink, context};
  // pax only where a name or a number doesn't fit: everything else is plain ustar that any tar reads.
  int result = library.archive_write_set_format_pax_restricted(writer);
  if (result >= ARCHIVE_WARN && strcmp(filter, "none") != 0) {
    result = library.archive_write_add_filter_by_name(writer, filter);
    if (strcmp(filter, "gzip") == 0) library.archive_write_set_filter_option(writer, "gzip", "timestamp", NULL);
  }
  library.archive_write_set_bytes_in_last_block(writer, 1);
  if (result >= ARCHIVE_WARN) result = library.archive_write_open(writer, held, NULL, take, end_writing);
  else free(held);
  if (result >= ARCHIVE_WARN) return writer;
  library.archive_write_free(writer);
  return NULL;
}

int archive_c_begin(struct archive *writer, const struct archive_c_entry *entry) {
  IN_UTF8;
  struct archive_entry *made = library.archive_entry_new();
  if (!made) return -1;
  library.archive_entry_copy_pathname(made, entry->path);
  library.archive_entry_set_perm(made, (mode_t)entry->mode);
  library.archive_entry_set_mtime(made, entry->seconds, 0);
  library.archive_entry_set_size(made, entry->kind == ARCHIVE_C_FILE ? entry->size : 0);
  switch (entry->kind) {
    case ARCHIVE_C_FOLDER: library.archive_entry_set_filetype(made, AE_IFDIR); break;
    case ARCHIVE_C_LINK:
      library.archive_entry_set_filetype(made, AE_IFLNK);
      library.archive_entry_copy_symlink(made, entry->target);
      break;
    default: library.archive_entry_set_filetype(made, AE_IFREG);
  }
  int result = library.archive_write_header(writer, made);
  library.archive_entry_free(made);
  return result < ARCHIVE_WARN ? -1 : 0;
}

int archive_c_write(struct archive *writer, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    la_ssize_t written = library.archive_write_data(writer, next, count);
    if (written <= 0) return -1;
    next += written;
    count -= (size_t)written;
  }
  return 0;
}

int archive_c_close_writer(struct archive *writer) {
  IN_UTF8;
  int result = library.archive_write_close(writer);
  library.archive_write_free(writer);
  return result < ARCHIVE_WARN ? -1 : 0;
}

const char *archive_c_error(struct archive *archive) {
  const char *text = library.archive_error_string(archive);
  return text ? text : "no reason is given";
}
