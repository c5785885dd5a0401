/*
 * What the system calls alone cost: openat relative to the parent, getdents64, statx of every
 * entry, and sums of files and bytes for every directory. Directories are taken from a shared
 * stack by as many threads as are asked for. The mark that the walker is measured against.
 *
 *   cc -O2 -pthread -o limit limit.c && ./limit DIR [THREADS]
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct dirent64 {
  unsigned long long ino;
  long long off;
  unsigned short reclen;
  unsigned char type;
  char name[];
};

/* A directory; it is kept open until all of its children have been opened. */
struct dir {
  struct dir *parent;
  struct dir *next;
  int fd;
  atomic_int holders;
  unsigned long files, bytes, blocks;
  char name[];
};

static struct dir *stack;
static long unfinished = 1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static atomic_ulong files, dirs, bytes, errors;

static void release(struct dir *d) {
  if (atomic_fetch_sub(&d->holders, 1) == 1) {
    close(d->fd);
  }
}

static void read_dir(struct dir *d, char *buffer) {
  int at = d->parent ? d->parent->fd : AT_FDCWD;
  int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (d->parent ? O_NOFOLLOW : 0);
  d->fd = openat(at, d->name, flags | O_NOATIME);
  if (d->fd < 0) d->fd = openat(at, d->name, flags);
  if (d->parent) release(d->parent);
  if (d->fd < 0) {
    atomic_fetch_add(&errors, 1);
    return;
  }
  atomic_store(&d->holders, 1);
  struct dir *found = NULL, *last = NULL;
  long found_count = 0;
  for (;;) {
    long length = syscall(SYS_getdents64, d->fd, buffer, 65536);
    if (length <= 0) break;
    for (long i = 0; i < length;) {
      struct dirent64 *e = (struct dirent64 *)(buffer + i);
      i += e->reclen;
      if (e->name[0] == '.' && (!e->name[1] || (e->name[1] == '.' && !e->name[2]))) continue;
      struct statx s;
      if (statx(d->fd, e->name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS & ~(STATX_ATIME | STATX_CTIME), &s)) {
        atomic_fetch_add(&errors, 1);
        continue;
      }
      if (S_ISDIR(s.stx_mode)) {
        size_t n = strlen(e->name) + 1;
        struct dir *c = calloc(1, sizeof *c + n);
        memcpy(c->name, e->name, n);
        c->parent = d;
        atomic_fetch_add(&d->holders, 1);
        c->next = found;
        if (!found) last = c;
        found = c;
        found_count++;
      } else {
        d->files++;
        d->bytes += s.stx_size;
        d->blocks += s.stx_blocks;
      }
    }
  }
  atomic_fetch_add(&files, d->files);
  atomic_fetch_add(&bytes, d->bytes);
  atomic_fetch_add(&dirs, 1);
  if (found) {
    pthread_mutex_lock(&lock);
    last->next = stack;
    stack = found;
    unfinished += found_count;
    pthread_cond_broadcast(&more);
    pthread_mutex_unlock(&lock);
  }
  release(d);
}

static void *work(void *unused) {
  char *buffer = malloc(65536);
  (void)unused;
  for (;;) {
    pthread_mutex_lock(&lock);
    while (!stack && unfinished) pthread_cond_wait(&more, &lock);
    struct dir *d = stack;
    if (d) stack = d->next;
    pthread_mutex_unlock(&lock);
    if (!d) return NULL;
    read_dir(d, buffer);
    pthread_mutex_lock(&lock);
    if (!--unfinished) pthread_cond_broadcast(&more);
    pthread_mutex_unlock(&lock);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: limit DIR [THREADS]\n");
    return 2;
  }
  int threads = argc > 2 ? atoi(argv[2]) : 2;
  struct dir *root = calloc(1, sizeof *root + strlen(argv[1]) + 1);
  strcpy(root->name, argv[1]);
  stack = root;
  pthread_t t[64];
  for (int i = 0; i < threads && i < 64; i++) pthread_create(&t[i], NULL, work, NULL);
  for (int i = 0; i < threads && i < 64; i++) pthread_join(t[i], NULL);
  printf("%lu files in %lu directories, %lu bytes, %lu errors\n", files, dirs, bytes, errors);
  return errors != 0;
}
