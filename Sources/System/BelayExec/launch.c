// Starting one process; see launch.h.

#include "launch.h"

#include "confine.h"
#include "mounts.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char default_path[] = "/usr/local/bin:/usr/bin:/bin";

/// Ends the child with a reason for the supervisor.
static _Noreturn void give_up(int complaint, int error, const char *what, const char *about) {
  char text[PATH_MAX + 256];
  int count = snprintf(text, sizeof text, "%s: %s%s", strerror(error), what, about);
  if (count >= (int)sizeof text) count = sizeof text - 1;
  write_all(complaint, text, (size_t)count);
  _exit(127);
}

/// Executes a file; a script without an interpreter line is given to sh, as the shell does. Returns only on failure.
static void execute(const char *path, const struct launch *launch) {
  execve(path, launch->arguments, launch->environment);
  if (errno != ENOEXEC) return;
  size_t count = 0;
  while (launch->arguments[count]) count++;
  char **arguments = allocate((count + 2) * sizeof *arguments);
  arguments[0] = "sh";
  arguments[1] = (char *)path;
  for (size_t i = 1; i < count; i++) arguments[i + 1] = launch->arguments[i];
  execve("/bin/sh", arguments, launch->environment);
  free(arguments);
}

static const char *value_in(char **environment, const char *name) {
  size_t count = strlen(name);
  for (; *environment; environment++) {
    if (strncmp(*environment, name, count) == 0 && (*environment)[count] == '=') return *environment + count + 1;
  }
  return NULL;
}

/// Looks the program up in PATH. An empty element, by tradition the current folder, is passed over.
static void search_and_execute(const char *program, const struct launch *launch) {
  const char *element = value_in(launch->environment, "PATH");
  if (!element) element = default_path;
  int refused = 0;
  while (*element) {
    size_t count = strcspn(element, ":");
    char path[PATH_MAX];
    if (count && count + strlen(program) + 2 <= sizeof path) {
      snprintf(path, sizeof path, "%.*s/%s", (int)count, element, program);
      execute(path, launch);
      if (errno == EACCES) refused = EACCES;
      else if (errno != ENOENT && errno != ENOTDIR) return;
      else if (access(path, F_OK) == 0) return;  // it is there, its interpreter isn't
    }
    element += count + (element[count] == ':');
  }
  errno = refused ? refused : ENOENT;
}

static void prepare_signals(void) {
  // The supervisor began with the defaults; these it ignores itself, see main.c.
  static const int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void run_child(const struct launch *launch, int output, int error, int complaint) {
  setsid();
  umask(launch->umask);
  prepare_signals();
  if (dup2(launch->input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) {
    give_up(complaint, errno, "standard streams", "");
  }
  if (chdir(launch->directory) != 0) give_up(complaint, errno, "working directory ", launch->directory);
  if (launch->read_only) {
    int refused = confine_to(launch->output, launch->scratch);
    if (refused == ENOSYS || refused == EOPNOTSUPP) {
      give_up(complaint, refused, "no Landlock in this kernel, or one before Linux 6.2: a step of effect read can't be kept from writing", "");
    }
    if (refused) give_up(complaint, refused, "confinement with Landlock", "");
  }
  if (!launch->record(launch->context)) give_up(complaint, errno, "the record that it was started", "");
  const char *program = launch->arguments[0];
  if (strchr(program, '/')) execute(program, launch);
  else if (*program) search_and_execute(program, launch);
  else errno = ENOENT;
  int error_number = errno;
  bool interpreter = error_number == ENOENT && strchr(program, '/') && access(program, F_OK) == 0;
  give_up(complaint, error_number, interpreter ? "the interpreter of " : "", program);
}

static void close_all(int *descriptors, size_t count) {
  for (size_t i = 0; i < count; i++) close_once(&descriptors[i]);
}

static bool may_hang(const struct launch *launch) {
  if (mounts_may_hang(launch->directory) || mounts_may_hang(launch->arguments[0])) return true;
  const char *element = value_in(launch->environment, "PATH");
  while (element && *element) {
    char path[PATH_MAX];
    size_t count = strcspn(element, ":");
    snprintf(path, sizeof path, "%.*s", (int)count, element);
    if (mounts_may_hang(path)) return true;
    element += count + (element[count] == ':');
  }
  return false;
}

int launch(const struct launch *launch, struct launched *launched) {
  int fds[6] = {-1, -1, -1, -1, -1, -1};
  if (pipe2(fds, O_CLOEXEC) != 0 || pipe2(fds + 2, O_CLOEXEC) != 0 ||
      pipe2(fds + 4, O_CLOEXEC) != 0) {
    int error = errno;
    close_all(fds, 6);
    return error;
  }
  // vfork makes a step cheaper by a quarter, but suspends the supervisor until the child executes: not where reaching
  // the folder or the program may hang. The child shares the memory and leaves nothing changed in it.
  pid_t id = may_hang(launch) ? fork() : vfork();
  if (id == 0) run_child(launch, fds[1], fds[3], fds[5]);
  int error = errno;
  close_once(&fds[1]);
  close_once(&fds[3]);
  close_once(&fds[5]);
  if (id < 0) {
    close_all(fds, 6);
    return error;
  }
  make_nonblocking(fds[0]);
  make_nonblocking(fds[2]);
  make_nonblocking(fds[4]);
  *launched = (struct launched){.id = id, .standard_output = fds[0], .standard_error = fds[2], .complaint = fds[4]};
  return 0;
}

char *launch_failure(int complaint) {
  char text[PATH_MAX + 256];
  ssize_t count = read(complaint, text, sizeof text);
  return count > 0 ? copy_text(text, (size_t)count) : NULL;
}
