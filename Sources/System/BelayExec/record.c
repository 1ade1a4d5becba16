// Started and exit records; see record.h.

#include "record.h"

#include "system.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 10, SUM = 8 };  // magic, length, version, kind; checksum

/// FNV-1a, 64 bits: it finds records that were cut short, and withstands no attack.
static uint64_t checksum(const void *data, size_t count) {
  uint64_t value = 0xcbf29ce484222325;
  for (size_t i = 0; i < count; i++) value = (value ^ ((const unsigned char *)data)[i]) * 0x100000001b3;
  return value;
}

static uint64_t *place_of(const struct records *records, uint64_t sum) {
  size_t i = sum % records->started_capacity;
  while (records->started[i] && records->started[i] != sum) i = (i + 1) % records->started_capacity;
  return &records->started[i];
}

static uint64_t name_sum(const char *name, size_t count) {
  uint64_t sum = checksum(name, count);
  return sum ? sum : 1;
}

static void add_started(struct records *records, uint64_t sum) {
  if (2 * (records->started_count + 1) > records->started_capacity) {
    struct records larger = *records;
    larger.started_capacity = records->started_capacity ? 2 * records->started_capacity : 64;
    larger.started = allocate(larger.started_capacity * sizeof *larger.started);
    for (size_t i = 0; i < records->started_capacity; i++) {
      if (records->started[i]) *place_of(&larger, records->started[i]) = records->started[i];
    }
    free(records->started);
    *records = larger;
  }
  *place_of(records, sum) = sum;
  records->started_count++;
}

/// The length of the whole record at the beginning of the data, or 0 if there is none.
static size_t record_at(const unsigned char *data, size_t count) {
  if (count < HEAD + SUM || memcmp(data, RECORD_MAGIC, 4) != 0) return 0;
  uint32_t length = load_u32(data + 4);
  if (length > count - HEAD - SUM) return 0;
  return load_u64(data + HEAD + length) == checksum(data, HEAD + length) ? HEAD + length + SUM : 0;
}

static void take_record(struct records *records, const unsigned char *data, size_t count) {
  if (data[8] != WIRE_VERSION || data[9] != RECORD_STARTED) return;
  struct field_reader fields = {.data = data + HEAD, .count = count - HEAD - SUM};
  struct field field;
  while (field_next(&fields, &field)) {
    if (field.tag == TAG_UNIT) add_started(records, name_sum((const char *)field.data, field.count));
  }
}

bool records_open(struct records *records, int folder) {
  *records = (struct records){.fd = openat(folder, "supervisor.records",
                                           O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600)};
  struct stat info;
  if (records->fd < 0 || fstat(records->fd, &info) != 0) return false;
  size_t size = (size_t)info.st_size;
  if (!size) return true;
  unsigned char *data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, records->fd, 0);
  if (data == MAP_FAILED) return false;
  for (size_t at = 0; at < size;) {
    size_t count = record_at(data + at, size - at);
    if (count) take_record(records, data + at, count);
    at += count ? count : 1;
  }
  munmap(data, size);
  return true;
}

bool records_has_started(const struct records *records, const char *unit) {
  return records->started_capacity && *place_of(records, name_sum(unit, strlen(unit)));
}

static bool append(const struct records *records, uint8_t kind, const struct bytes *fields) {
  struct bytes record = {0};
  unsigned char head[HEAD] = RECORD_MAGIC, sum[SUM];
  store_u32(head + 4, (uint32_t)fields->count);
  head[8] = WIRE_VERSION;
  head[9] = kind;
  bytes_append(&record, head, sizeof head);
  bytes_append(&record, fields->data, fields->count);
  uint64_t value = checksum(record.data, record.count);
  store_u32(sum, (uint32_t)value);
  store_u32(sum + 4, (uint32_t)(value >> 32));
  bytes_append(&record, sum, sizeof sum);
  bool done = write_all(records->fd, record.data, record.count);
  int error = errno;
  bytes_free(&record);
  errno = error;
  return done;
}

void records_note_started(struct records *records, const char *unit) {
  add_started(records, name_sum(unit, strlen(unit)));
}

bool records_append_started(const struct records *records, const struct bytes *fields) {
  return append(records, RECORD_STARTED, fields);
}

bool records_append_exit(const struct records *records, const struct bytes *fields) {
  return append(records, RECORD_EXIT, fields);
}
