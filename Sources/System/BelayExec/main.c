// belay-exec: the supervisor of a run's processes (DESIGN §5).
//
//   belay-exec serve FOLDER    goes into the background once it listens on FOLDER/supervisor.sock; exits 0 then, also
//                              if another supervisor of this folder already listens
//   belay-exec end PROCESS START MARKER GRACE
//                              ends what is left of a process whose supervisor is gone: those that are in its session,
//                              descend from it or carry MARKER in their environment; GRACE in ms; exits 0 when none is
//                              left
//
// It owns the processes so that they outlive the executor, and ends when it has neither an executor nor a process.

#include "family.h"
#include "mounts.h"
#include "outputs.h"
#include "server.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, LOCK_WAIT_MS = 10000, END_LIMIT_MS = 30000 };

static void nap(int ms) {
  struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

static int fail(const char *what, const char *about) {
  fprintf(stderr, "belay-exec: %s: %s\n", what, about);
  return EXIT_FAILED;
}

/// The address of the socket, by way of the folder's descriptor: the path itself may exceed what an address holds.
static struct sockaddr_un address_in(int folder) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/supervisor.sock", folder);
  return address;
}

static bool is_served(int folder) {
  struct sockaddr_un address = address_in(folder);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool served = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
  if (fd >= 0) close(fd);
  return served;
}

enum lock { LOCK_TAKEN, LOCK_SERVED, LOCK_FAILED };

/// At most one supervisor a folder: it holds this lock as long as it lives, and so does a child that hasn't executed
/// its program yet.
static enum lock take_lock(struct place *place) {
  int folder = place->folder;
  int fd = openat(folder, "supervisor.lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return LOCK_FAILED;
  for (int64_t until = monotonic_ms() + LOCK_WAIT_MS; flock(fd, LOCK_EX | LOCK_NB) != 0; nap(2)) {
    // Another one lives; or is just beginning or ending, then it won't be long.
    if (errno != EWOULDBLOCK || monotonic_ms() >= until) return LOCK_FAILED;
    if (is_served(folder)) return LOCK_SERVED;
  }
  place->lock = fd;
  return LOCK_TAKEN;
}

static int listen_in(int folder) {
  struct sockaddr_un address = address_in(folder);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  unlinkat(folder, "supervisor.sock", 0);  // of a supervisor that was killed
  bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 64) == 0;
  return bound ? fd : -1;
}

/// Signal handling as if just logged in, then: the end of the terminal, interrupts meant for the executor and polite
/// requests to end don't concern the supervisor; it ends by itself when its work is done. A limit
/// of file size shows as an error of the write.
static void set_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  static const int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_SETMASK, &child, NULL);
}

/// Leaves the terminal, the session and the parent. Returns in the background process only.
static void go_into_background(int null) {
  pid_t id = fork();
  if (id > 0) _exit(0);
  if (id < 0) _exit(fail("fork", strerror(errno)));
  setsid();
  for (int fd = 0; fd < 3; fd++) dup2(null, fd);
  if (chdir("/") != 0) _exit(EXIT_FAILED);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // it holds secrets: no core file, no look from beside
}

static int run_serve(const char *path) {
  close_range(3, ~0U, 0);
  set_signals();
  struct place place = {.path = path, .umask = umask(077)};
  place.folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (place.folder < 0) return fail(path, strerror(errno));
  enum lock lock = take_lock(&place);
  if (lock == LOCK_SERVED) return 0;
  if (lock == LOCK_FAILED) return fail("supervisor.lock", strerror(errno));
  int listener = listen_in(place.folder);
  if (listener < 0) return fail("supervisor.sock", strerror(errno));
  struct records records;
  if (!records_open(&records, place.folder)) return fail("supervisor.records", strerror(errno));
  place.records = &records;
  place.null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (place.null < 0) return fail("/dev/null", strerror(errno));
  go_into_background(place.null);
  outputs_open(&place);
  mounts_read();
  serve(&place, listener);
  unlinkat(place.folder, "supervisor.sock", 0);
  outputs_close(&place);
  return 0;
}

static int run_end(char **arguments) {
  struct family family = {.leader = atoi(arguments[0]),
                          .leader_start = strtoull(arguments[1], NULL, 10),
                          .marker = arguments[2]};
  int64_t kill_at = monotonic_ms() + strtoll(arguments[3], NULL, 10);
  struct processes known = {0};
  for (family_find(&family, &known); known.count && monotonic_ms() < kill_at; family_find(&family, &known)) {
    processes_tell(&known);
    nap(20);
  }
  for (; known.count && monotonic_ms() < kill_at + END_LIMIT_MS; family_find(&family, &known)) {
    processes_kill(&known);
    nap(2);
  }
  return known.count == 0 ? 0 : EXIT_FAILED;
}

int main(int count, char **arguments) {
  if (count == 3 && strcmp(arguments[1], "serve") == 0 && arguments[2][0] == '/') return run_serve(arguments[2]);
  if (count == 6 && strcmp(arguments[1], "end") == 0) return run_end(arguments + 2);
  fputs("belay-exec supervises the processes of a run; belay starts it by itself.\n"
        "usage: belay-exec serve FOLDER (an absolute path)\n"
        "       belay-exec end PROCESS START MARKER GRACE\n", stderr);
  return EXIT_USAGE;
}
