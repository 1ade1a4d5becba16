// Landlock, spoken to by number: the C library has no functions for it and its headers may be older than the kernel.

#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// linux/landlock.h, which may be missing or older than what is used here.
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, ASK_VERSION = 1, PATH_BENEATH = 1 };
enum { WRITE_FILE = 1 << 1, REMOVE_AND_MAKE = 0x1ff0 /* bits 4 to 12 */, REFER = 1 << 13, TRUNCATE = 1 << 14 };
enum { CONTROL_DEVICE = 1 << 15 };
enum { SCOPE_ABSTRACT_SOCKETS = 1, SCOPE_SIGNALS = 2 };
enum { VERSION_TRUNCATE = 3, VERSION_CONTROL_DEVICE = 5, VERSION_SCOPES = 6 };

struct ruleset {
  uint64_t handled_files;
  uint64_t handled_network;
  uint64_t scopes;
};

struct path_beneath {
  uint64_t allowed;
  int32_t descriptor;
} __attribute__((packed));

static int allow(int ruleset, uint64_t accesses, int descriptor) {
  struct path_beneath rule = {.allowed = accesses, .descriptor = descriptor};
  return syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) == 0 ? 0 : errno;
}

static int restrict_to(int ruleset, uint64_t handled, int output, int scratch) {
  uint64_t on_file = handled & (WRITE_FILE | TRUNCATE | CONTROL_DEVICE);
  int error = allow(ruleset, on_file, output);
  if (!error) error = allow(ruleset, handled, scratch);
  int null = open("/dev/null", O_PATH | O_CLOEXEC);
  if (!error && null >= 0) error = allow(ruleset, on_file, null);
  if (null >= 0) close(null);
  // Without this an unprivileged process may not confine itself, and a set-user-id program would shed the rules.
  if (!error && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) error = errno;
  if (!error && syscall(RESTRICT_SELF, ruleset, 0) != 0) error = errno;
  return error;
}

int confine_to(int output, int scratch) {
  long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
  if (version < 0) return errno;
  if (version < VERSION_TRUNCATE) return EOPNOTSUPP;
  uint64_t handled = WRITE_FILE | REMOVE_AND_MAKE | REFER | TRUNCATE;
  if (version >= VERSION_CONTROL_DEVICE) handled |= CONTROL_DEVICE;
  // An older kernel takes the longer structure as long as what it doesn't know is zero.
  struct ruleset rules = {.handled_files = handled};
  if (version >= VERSION_SCOPES) rules.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
  int ruleset = (int)syscall(CREATE_RULESET, &rules, sizeof rules, 0);
  if (ruleset < 0) return errno;
  int error = restrict_to(ruleset, handled, output, scratch);
  close(ruleset);
  return error;
}
