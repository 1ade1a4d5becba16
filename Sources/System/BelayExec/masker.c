// The streaming masker; see masker.h.

#include "masker.h"

#include <stdlib.h>
#include <string.h>

enum { ROOT = 0, MARK_SECRET = 1, MARK_OVERLOOKED = 2, LEAST_WRAPPED = 4 };

// The children of a node are a list: below the first levels a node has one.
struct node {
  uint32_t first_child;
  uint32_t next_sibling;
  uint32_t shorter;  // the longest proper suffix of this node's text that begins a pattern
  uint32_t depth;
  uint32_t match;  // length of the longest pattern that ends here, or 0
  unsigned char byte;
};

struct automaton {
  struct node *nodes;
  uint32_t count;
  uint32_t capacity;
  uint32_t longest;
  uint32_t first[256];  // the root's children
};

struct automaton *automaton_create(void) {
  struct automaton *automaton = allocate(sizeof *automaton);
  automaton->capacity = 64;
  automaton->nodes = allocate(automaton->capacity * sizeof(struct node));
  automaton->count = 1;
  return automaton;
}

static uint32_t child(const struct automaton *automaton, uint32_t node, unsigned char byte) {
  if (node == ROOT) return automaton->first[byte];
  uint32_t next = automaton->nodes[node].first_child;
  while (next && automaton->nodes[next].byte != byte) next = automaton->nodes[next].next_sibling;
  return next;
}

static uint32_t add_child(struct automaton *automaton, uint32_t parent, unsigned char byte) {
  if (automaton->count == automaton->capacity) {
    // Not realloc: the old memory holds pieces of secrets and is overwritten.
    struct node *nodes = allocate(2 * (size_t)automaton->capacity * sizeof *nodes);
    memcpy(nodes, automaton->nodes, automaton->count * sizeof *nodes);
    explicit_bzero(automaton->nodes, automaton->count * sizeof *nodes);
    free(automaton->nodes);
    automaton->nodes = nodes;
    automaton->capacity *= 2;
  }
  uint32_t new = automaton->count++;
  struct node *nodes = automaton->nodes;
  nodes[new] = (struct node){.depth = nodes[parent].depth + 1, .byte = byte};
  if (parent == ROOT) {
    automaton->first[byte] = new;
  } else {
    nodes[new].next_sibling = nodes[parent].first_child;
  }
  // The root's list is kept too, for the walk in automaton_finish.
  if (parent == ROOT) nodes[new].next_sibling = nodes[ROOT].first_child;
  nodes[parent].first_child = new;
  return new;
}

void automaton_add(struct automaton *automaton, const unsigned char *pattern, size_t count) {
  if (!count) return;
  uint32_t node = ROOT;
  for (size_t i = 0; i < count; i++) {
    uint32_t next = child(automaton, node, pattern[i]);
    node = next ? next : add_child(automaton, node, pattern[i]);
  }
  automaton->nodes[node].match = (uint32_t)count;
  if (count > automaton->longest) automaton->longest = (uint32_t)count;
}

static uint32_t step(const struct automaton *automaton, uint32_t node, unsigned char byte) {
  for (;;) {
    uint32_t next = child(automaton, node, byte);
    if (next || node == ROOT) return next;
    node = automaton->nodes[node].shorter;
  }
}

void automaton_finish(struct automaton *automaton) {
  struct node *nodes = automaton->nodes;
  uint32_t *queue = allocate(automaton->count * sizeof *queue);
  uint32_t head = 0, tail = 0;
  queue[tail++] = ROOT;
  while (head < tail) {
    uint32_t node = queue[head++];
    for (uint32_t next = nodes[node].first_child; next; next = nodes[next].next_sibling) {
      nodes[next].shorter = node == ROOT ? ROOT : step(automaton, nodes[node].shorter, nodes[next].byte);
      if (!nodes[next].match) nodes[next].match = nodes[nodes[next].shorter].match;
      queue[tail++] = next;
    }
  }
  free(queue);
}

bool automaton_is_empty(const struct automaton *automaton) { return automaton->count == 1; }

size_t automaton_longest(const struct automaton *automaton) { return automaton->longest; }

void automaton_free(struct automaton *automaton) {
  if (!automaton) return;
  explicit_bzero(automaton->nodes, automaton->capacity * sizeof(struct node));
  free(automaton->nodes);
  explicit_bzero(automaton, sizeof *automaton);
  free(automaton);
}

void masker_begin(struct masker *masker, const struct automaton *automaton) {
  memset(masker, 0, sizeof *masker);
  masker->automaton = automaton;
}

/// Where the last `depth` bytes before `end` begin, not counting those that were overlooked.
static size_t beginning(const struct masker *masker, size_t end, uint32_t depth) {
  while (depth) {
    end--;
    if (!(masker->marks.data[end] & MARK_OVERLOOKED)) depth--;
  }
  return end;
}

/// Gives out the first `count` held bytes; each run of marked ones as one mask.
static void give_out(struct masker *masker, size_t count, struct bytes *result) {
  size_t i = 0;
  while (i < count) {
    bool secret = masker->marks.data[i] & MARK_SECRET;
    size_t start = i;
    while (i < count && (masker->marks.data[i] & MARK_SECRET ? true : false) == secret) i++;
    if (!secret) bytes_append(result, masker->held.data + start, i - start);
    if (secret && !(start == 0 && masker->within)) bytes_append_text(result, "***");
    masker->found |= secret;
    masker->within = secret;
  }
  bytes_drop_first(&masker->held, count);
  bytes_drop_first(&masker->marks, count);
}

/// The state after the byte at `place`, which is marked when it is a line end inside what may become a secret.
static uint32_t advance(struct masker *masker, size_t place) {
  const struct automaton *automaton = masker->automaton;
  unsigned char byte = masker->held.data[place];
  uint32_t next = step(automaton, masker->state, byte);
  bool line_end = byte == '\n' || byte == '\r';
  if (line_end && next == ROOT && automaton->nodes[masker->state].depth >= LEAST_WRAPPED) {
    masker->marks.data[place] |= MARK_OVERLOOKED;
    return masker->state;
  }
  return next;
}

void masker_feed(struct masker *masker, const unsigned char *data, size_t count, struct bytes *result) {
  const struct automaton *automaton = masker->automaton;
  if (!count) return;
  if (automaton_is_empty(automaton)) {
    bytes_append(result, data, count);
    return;
  }
  size_t i = masker->held.count;
  bytes_append(&masker->held, data, count);
  bytes_reserve(&masker->marks, count);
  memset(masker->marks.data + i, 0, count);
  masker->marks.count += count;
  for (; i < masker->held.count; i++) {
    if (masker->state == ROOT && !automaton->first[masker->held.data[i]]) continue;
    masker->state = advance(masker, i);
    uint32_t match = automaton->nodes[masker->state].match;
    if (!match || masker->marks.data[i] & MARK_OVERLOOKED) continue;
    for (size_t k = beginning(masker, i + 1, match); k <= i; k++) masker->marks.data[k] |= MARK_SECRET;
  }
  // A line end that was overlooked at the very end isn't part of the text of the state: it is held with it.
  give_out(masker, beginning(masker, masker->held.count, automaton->nodes[masker->state].depth), result);
}

void masker_end(struct masker *masker, struct bytes *result) {
  give_out(masker, masker->held.count, result);
  masker_free(masker);
}

void masker_free(struct masker *masker) {
  bytes_wipe(&masker->held);
  bytes_free(&masker->marks);
}

bool automaton_finds(const struct automaton *automaton, const unsigned char *data, size_t count) {
  if (automaton_is_empty(automaton)) return false;
  struct masker masker;
  struct bytes result = {0};
  masker_begin(&masker, automaton);
  masker_feed(&masker, data, count, &result);
  masker_end(&masker, &result);
  bool found = result.count != count || (count && memcmp(result.data, data, count) != 0);
  bytes_wipe(&result);
  return found;
}
