// Masks secrets in a stream: every occurrence of a pattern becomes `***`, however the stream is cut into pieces.
//
// The patterns of all secrets make one Aho–Corasick automaton, shared by the streams of a process. What might still
// become a secret is held back until the next bytes decide. Line ends inside a pattern are overlooked, so the base64
// and hexadecimal forms are found when a program wraps them.

#ifndef BELAY_MASKER_H
#define BELAY_MASKER_H

#include "bytes.h"

struct automaton;

/// An automaton without patterns; add them, then finish it once.
struct automaton *automaton_create(void);
void automaton_add(struct automaton *automaton, const unsigned char *pattern, size_t count);
void automaton_finish(struct automaton *automaton);
bool automaton_is_empty(const struct automaton *automaton);
size_t automaton_longest(const struct automaton *automaton);
/// Whether data contains a pattern.
bool automaton_finds(const struct automaton *automaton, const unsigned char *data, size_t count);
/// Overwrites the patterns and frees them.
void automaton_free(struct automaton *automaton);

struct masker {
  const struct automaton *automaton;
  uint32_t state;
  bool found;           // a secret was masked
  bool within;          // the last byte that was given out belonged to a mask
  struct bytes held;    // not yet given out
  struct bytes marks;   // one a held byte: MARK_…
};

void masker_begin(struct masker *masker, const struct automaton *automaton);
/// Appends to `result` what is certain by now.
void masker_feed(struct masker *masker, const unsigned char *data, size_t count, struct bytes *result);
/// The stream has ended: gives out what was held back, and frees the masker's memory.
void masker_end(struct masker *masker, struct bytes *result);
void masker_free(struct masker *masker);

#endif
