// SHA-256 (FIPS 180-4), fed piece by piece.

#ifndef BELAY_DIGEST_H
#define BELAY_DIGEST_H

#include <stddef.h>
#include <stdint.h>

struct digest {
  uint32_t state[8];
  uint64_t count;
  unsigned char block[64];
};

void digest_begin(struct digest *digest);
void digest_feed(struct digest *digest, const void *data, size_t count);
void digest_end(struct digest *digest, unsigned char result[32]);
/// The result as 64 lowercase hexadecimal digits and a zero byte.
void digest_end_text(struct digest *digest, char text[65]);

#endif
