// Growable byte buffers and little-endian fields; see bytes.h.

#include "bytes.h"

#include <stdlib.h>
#include <string.h>

void *allocate(size_t count) {
  void *memory = calloc(1, count ? count : 1);
  if (!memory) abort();
  return memory;
}

void *reallocate(void *memory, size_t count) {
  memory = realloc(memory, count ? count : 1);
  if (!memory) abort();
  return memory;
}

char *copy_text(const void *data, size_t count) {
  char *text = allocate(count + 1);
  if (count) memcpy(text, data, count);
  return text;
}

void bytes_reserve(struct bytes *bytes, size_t more) {
  if (bytes->capacity - bytes->count >= more) return;
  size_t capacity = bytes->capacity ? bytes->capacity : 256;
  while (capacity - bytes->count < more) capacity *= 2;
  bytes->data = reallocate(bytes->data, capacity);
  bytes->capacity = capacity;
}

void bytes_append(struct bytes *bytes, const void *data, size_t count) {
  if (!count) return;
  bytes_reserve(bytes, count);
  memcpy(bytes->data + bytes->count, data, count);
  bytes->count += count;
}

void bytes_append_text(struct bytes *bytes, const char *text) { bytes_append(bytes, text, strlen(text)); }

void bytes_drop_first(struct bytes *bytes, size_t count) {
  if (!count) return;
  memmove(bytes->data, bytes->data + count, bytes->count - count);
  bytes->count -= count;
}

void bytes_wipe(struct bytes *bytes) {
  if (bytes->data) explicit_bzero(bytes->data, bytes->capacity);
  bytes_free(bytes);
}

void bytes_free(struct bytes *bytes) {
  free(bytes->data);
  memset(bytes, 0, sizeof *bytes);
}

void store_u32(unsigned char *place, uint32_t value) {
  for (int i = 0; i < 4; i++) place[i] = (unsigned char)(value >> (8 * i));
}

uint32_t load_u32(const unsigned char *place) {
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) value |= (uint32_t)place[i] << (8 * i);
  return value;
}

uint64_t load_u64(const unsigned char *place) { return load_u32(place) | (uint64_t)load_u32(place + 4) << 32; }

void field_append(struct bytes *bytes, uint8_t tag, const void *data, size_t count) {
  unsigned char head[5] = {tag};
  store_u32(head + 1, (uint32_t)count);
  bytes_append(bytes, head, sizeof head);
  bytes_append(bytes, data, count);
}

void field_append_text(struct bytes *bytes, uint8_t tag, const char *text) {
  field_append(bytes, tag, text, strlen(text));
}

void field_append_number(struct bytes *bytes, uint8_t tag, int64_t value) {
  unsigned char data[8];
  store_u32(data, (uint32_t)((uint64_t)value & 0xffffffff));
  store_u32(data + 4, (uint32_t)((uint64_t)value >> 32));
  field_append(bytes, tag, data, sizeof data);
}

bool field_next(struct field_reader *reader, struct field *field) {
  if (reader->count == 0) return false;
  if (reader->count < 5 || load_u32(reader->data + 1) > reader->count - 5) {
    reader->malformed = true;
    return false;
  }
  field->tag = reader->data[0];
  field->count = load_u32(reader->data + 1);
  field->data = reader->data + 5;
  reader->data += 5 + field->count;
  reader->count -= 5 + field->count;
  return true;
}

int64_t field_number(const struct field *field) { return field->count == 8 ? (int64_t)load_u64(field->data) : 0; }
