// Growable byte buffers, and the little-endian fields of which requests, answers and records are made.
// Memory that can't be had ends the supervisor: nothing sensible can be promised without it.

#ifndef BELAY_BYTES_H
#define BELAY_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
  unsigned char *data;
  size_t count;
  size_t capacity;
};

/// Memory, zeroed; never NULL.
void *allocate(size_t count);
void *reallocate(void *memory, size_t count);
char *copy_text(const void *data, size_t count);

void bytes_reserve(struct bytes *bytes, size_t more);
void bytes_append(struct bytes *bytes, const void *data, size_t count);
void bytes_append_text(struct bytes *bytes, const char *text);
/// Removes the first `count` bytes.
void bytes_drop_first(struct bytes *bytes, size_t count);
/// Overwrites the content before it is freed: it may have held secrets.
void bytes_wipe(struct bytes *bytes);
void bytes_free(struct bytes *bytes);

void store_u32(unsigned char *place, uint32_t value);
uint32_t load_u32(const unsigned char *place);
uint64_t load_u64(const unsigned char *place);

/// A field: a tag, a length, the bytes.
void field_append(struct bytes *bytes, uint8_t tag, const void *data, size_t count);
void field_append_text(struct bytes *bytes, uint8_t tag, const char *text);
void field_append_number(struct bytes *bytes, uint8_t tag, int64_t value);

struct field {
  uint8_t tag;
  const unsigned char *data;
  size_t count;
};

struct field_reader {
  const unsigned char *data;
  size_t count;
  bool malformed;
};

/// The next field, or false at the end and at a field that is cut short (then `malformed` is set).
bool field_next(struct field_reader *reader, struct field *field);
/// The number in a field of eight bytes; 0 for any other length.
int64_t field_number(const struct field *field);

#endif
