// What the lab's programs have in common: each is the init of a machine that a debugger watches. It tells what it has
// found out, or that it cannot go on, by standing in mark().
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Known to org.mmucheck.linux.lab.Mailbox, field by field.
struct box {
    uint64_t kind;      // what stands here: see below
    uint64_t operation; // the command; the debugger writes it and its arguments
    uint64_t first, second;
    int64_t result;     // of the last command: 0, or -errno
    uint64_t address, length; // of what a FACT or FAILURE tells
    char name[32];
};

enum kind { FACT = 1, FAILURE, READY, VCPU, NOTIFIER };

// The debugger's breakpoint is at its first instruction; the linker puts it where the debugger looks.
__attribute__((noinline, section(".mark"))) void mark(struct box *box) {
    __asm__ volatile("" : : "r"(box) : "memory");
}

static int is_alone; // nobody watches

static void fail(const char *what) {
    static struct box box = { .kind = FAILURE };
    if (is_alone) {
        perror(what);
        _exit(1);
    }
    static char text[200];
    box.length = (uint64_t) snprintf(text, sizeof text, "%s: %s", what, strerror(errno));
    box.address = (uintptr_t) text;
    for (;;) mark(&box);
}

static void check(int64_t result, const char *what) {
    if (result < 0) fail(what);
}

static void *memory(size_t size) {
    void *at = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) fail("mmap");
    return at;
}

static void mount_all(void) {
    mkdir("/proc", 0755), mkdir("/sys", 0755), mkdir("/dev", 0755);
    check(mount("proc", "/proc", "proc", 0, 0), "mount of /proc");
    check(mount("sysfs", "/sys", "sysfs", 0, 0), "mount of /sys");
    if (mount("devtmpfs", "/dev", "devtmpfs", 0, 0) < 0 && errno != EBUSY) fail("mount of /dev");
}

// Reads a whole file, which may not know its size.
static char *slurp(const char *path, size_t *length) {
    size_t room = 1 << 20;
    char *text = malloc(room);
    int fd = open(path, O_RDONLY);
    *length = 0;
    if (fd < 0) return 0;
    for (;;) {
        ssize_t n = read(fd, text + *length, room - *length);
        check(n, path);
        if (n == 0) break;
        *length += (size_t) n;
        if (*length == room) text = realloc(text, room *= 2);
        if (!text) fail("realloc");
    }
    close(fd);
    return text;
}

static void load_modules(void) {
    for (int i = 0;; i++) {
        char path[32];
        size_t length;
        snprintf(path, sizeof path, "/modules/%d.ko", i);
        char *image = slurp(path, &length);
        if (!image) return;
        check(syscall(SYS_init_module, image, length, ""), path);
        free(image);
    }
}

static void tell(const char *path, const char *name) {
    static struct box box = { .kind = FACT };
    size_t length;
    char *text = slurp(path, &length);
    if (!text) return; // what is built into the kernel has no BTF of its own
    box.address = (uintptr_t) text;
    box.length = length;
    snprintf(box.name, sizeof box.name, "%s", name);
    mark(&box);
    free(text);
}

static void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    check(sched_setaffinity(0, sizeof set, &set), "sched_setaffinity");
}
