// A tiny VMM that nobody steers: runs one workload under the kernel's own tracer, and tells the trace.
//
//     workload NAME SECONDS
//
// The initramfs has /probes: lines to write to kprobe_events, and names of tracepoints after "event ". The tracer writes to an
// instance of its own, with a clock that all CPUs share. The workload runs in a child, so that it can end as a process does.
//
// No workload adds a memslot while a vCPU runs. Where it is not the first process, it is the workload alone: see try-probes.
#include "lab.h"
#include <linux/kvm.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>

#define TRACING "/sys/kernel/tracing"
#define INSTANCE TRACING "/instances/mmucheck"

enum { PAGE = 4096, LOW_PAGES = 16, DATA_PAGES = 16, OTHER_PAGES = 4, WRITE = 0x1000, READ = 0x1040, MOST_VCPUS = 2 };
enum { DATA_GPA = 0x100000, OTHER_GPA = 0x400000 };

static int kvm, vm, vcpu[MOST_VCPUS], vcpus;
static struct kvm_run *run[MOST_VCPUS];
static char *data, *other;
static volatile int stop;

static void put(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_APPEND);
    ssize_t written = fd < 0 ? -1 : write(fd, text, strlen(text));
    if (written < 0) {
        static char what[600];
        snprintf(what, sizeof what, "%.200s > %s", text, path);
        fail(what);
    }
    close(fd);
}

static void *pages(int count) {
    char *at = memory((size_t) count * PAGE);
    madvise(at, (size_t) count * PAGE, MADV_NOHUGEPAGE);
    return at;
}

static void slot(int id, uint64_t gpa, void *memory, uint64_t size) {
    struct kvm_userspace_memory_region region = {
        .slot = (uint32_t) id, .guest_phys_addr = gpa, .memory_size = size, .userspace_addr = (uintptr_t) memory };
    check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

static void create_vcpu(int i) {
    struct kvm_segment code = { .limit = ~0u, .selector = 8, .present = 1, .type = 11, .db = 1, .s = 1, .g = 1 };
    struct kvm_segment flat = { .limit = ~0u, .selector = 16, .present = 1, .type = 3, .db = 1, .s = 1, .g = 1 };
    struct kvm_sregs special;
    vcpu[i] = ioctl(vm, KVM_CREATE_VCPU, i);
    check(vcpu[i], "KVM_CREATE_VCPU");
    run[i] = mmap(0, (size_t) ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, vcpu[i], 0);
    if (run[i] == MAP_FAILED) fail("mmap of a vCPU");
    check(ioctl(vcpu[i], KVM_GET_SREGS, &special), "KVM_GET_SREGS");
    special.cs = code;
    special.ds = special.es = special.fs = special.gs = special.ss = flat;
    special.cr0 |= 1;
    check(ioctl(vcpu[i], KVM_SET_SREGS, &special), "KVM_SET_SREGS");
}

static void create_vm(int count) {
    // next: mov edi,ebx; mov ecx,edx; one: add dword [edi],1 or mov eax,[edi]; add edi,4096; dec ecx; jnz one; out 0x10,al; jmp next
    static const unsigned char code[] = {
        0x89, 0xdf, 0x89, 0xd1, 0xff, 0x07, 0x81, 0xc7, 0, 0x10, 0, 0, 0x49, 0x75, 0xf5, 0xe6, 0x10, 0xeb, 0xed };
    char *low = pages(LOW_PAGES);
    data = pages(DATA_PAGES);
    other = pages(OTHER_PAGES);
    memset(low, 0, LOW_PAGES * PAGE);
    memcpy(low + WRITE, code, sizeof code);
    memcpy(low + READ, code, sizeof code);
    low[READ + 4] = (char) 0x8b;
    vm = ioctl(kvm, KVM_CREATE_VM, 0);
    check(vm, "KVM_CREATE_VM");
    slot(0, 0, low, LOW_PAGES * PAGE);
    slot(1, DATA_GPA, data, DATA_PAGES * PAGE);
    slot(2, OTHER_GPA, other, OTHER_PAGES * PAGE);
    vcpus = count;
    for (int i = 0; i < vcpus; i++) create_vcpu(i);
}

// The guest goes on: 0 after it has been through all its pages.
static int enter(int i) {
    while (ioctl(vcpu[i], KVM_RUN, 0) < 0)
        if (errno != EINTR) return -errno;
    return run[i]->exit_reason == KVM_EXIT_IO ? 0 : -EPROTO;
}

static void aim(int i, uint64_t gpa, int count, uint64_t code) {
    struct kvm_regs registers = { .rip = code, .rbx = gpa, .rdx = (uint64_t) count, .rflags = 2 };
    check(ioctl(vcpu[i], KVM_SET_REGS, &registers), "KVM_SET_REGS");
}

static void touch(int i, uint64_t gpa, int count, uint64_t code) {
    aim(i, gpa, count, code);
    if (enter(i) != 0) fail("the guest");
}

static void close_vm(void) {
    for (int i = 0; i < vcpus; i++) {
        munmap(run[i], (size_t) ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0));
        close(vcpu[i]);
    }
    close(vm);
}

static void *loop(void *of) {
    int i = (int) (intptr_t) of;
    pin(1 + i);
    aim(i, DATA_GPA, 8, WRITE);
    while (!stop && enter(i) == 0) { }
    return 0;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

// vCPUs write eight pages, one after the other, and the VMM takes one after the other away.
static void faults(double seconds, int count) {
    pthread_t threads[MOST_VCPUS];
    create_vm(count);
    for (long i = 0; i < count; i++) pthread_create(&threads[i], 0, loop, (void *) i);
    double end = now() + seconds;
    for (int n = 0; now() < end; n++) {
        madvise(data + n % 8 * PAGE, PAGE, MADV_DONTNEED);
        usleep(1000);
    }
    stop = 1;
    for (int i = 0; i < count; i++) pthread_join(threads[i], 0);
    close_vm();
}

// The zero page is replaced at the first write, a forked process shares pages, rights are taken away and given back.
static void cow(void) {
    create_vm(1);
    touch(0, DATA_GPA, 4, READ);
    touch(0, DATA_GPA, 4, WRITE);
    madvise(data + PAGE, PAGE, MADV_DONTNEED);
    touch(0, DATA_GPA, 4, WRITE);
    mprotect(data + 2 * PAGE, PAGE, PROT_READ);
    touch(0, DATA_GPA, 4, READ);
    mprotect(data + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE);
    touch(0, DATA_GPA, 4, WRITE);
    int ends[2];
    check(pipe(ends), "pipe");
    pid_t child = fork();
    check(child, "fork");
    if (child == 0) {
        char byte;
        close(ends[1]);
        _exit(read(ends[0], &byte, 1) < 0);
    }
    touch(0, DATA_GPA, 4, READ);
    touch(0, DATA_GPA, 4, WRITE);
    close(ends[1]);
    waitpid(child, 0, 0);
    touch(0, DATA_GPA, 4, WRITE);
    close_vm();
}

// ksmd merges four equal pages, and the guest writes them again.
static void ksm(void) {
    create_vm(1);
    memset(data, 7, DATA_PAGES * PAGE);
    touch(0, DATA_GPA, 4, READ);
    madvise(data, 4 * PAGE, MADV_MERGEABLE);
    put("/sys/kernel/mm/ksm/sleep_millisecs", "10");
    put("/sys/kernel/mm/ksm/pages_to_scan", "1000");
    put("/sys/kernel/mm/ksm/run", "1");
    usleep(1000000);
    put("/sys/kernel/mm/ksm/run", "0");
    touch(0, DATA_GPA, 4, READ);
    touch(0, DATA_GPA, 4, WRITE);
    close_vm();
}

// A memslot goes that the guest has used and uses no more. Its vCPUs rest: while the old root is zapped they would fault into the
// new one, and the spec knows one root.
static void slots(void) {
    create_vm(2);
    touch(0, OTHER_GPA, OTHER_PAGES, WRITE);
    touch(1, OTHER_GPA, OTHER_PAGES, READ);
    touch(0, DATA_GPA, 8, WRITE);
    slot(2, OTHER_GPA, other, 0);
    madvise(data, 4 * PAGE, MADV_DONTNEED);
    touch(0, DATA_GPA, 8, WRITE);
    touch(1, DATA_GPA, 8, WRITE);
    madvise(data, 8 * PAGE, MADV_DONTNEED);
    close_vm();
}

static void *resolve(void *of) {
    int fd = (int) (intptr_t) of;
    static char page[PAGE] __attribute__((aligned(PAGE)));
    for (;;) {
        struct pollfd ready = { fd, POLLIN, 0 };
        struct uffd_msg message;
        if (poll(&ready, 1, 500) <= 0) return 0;
        if (read(fd, &message, sizeof message) != sizeof message || message.event != UFFD_EVENT_PAGEFAULT) continue;
        madvise(data + 8 * PAGE, PAGE, MADV_DONTNEED);
        struct uffdio_copy copy = {
            .dst = message.arg.pagefault.address & ~(PAGE - 1ull), .src = (uintptr_t) page, .len = PAGE };
        ioctl(fd, UFFDIO_COPY, &copy);
    }
}

// An invalidation begins and ends while a fault of the guest sleeps in GUP.
static void sleeping(void) {
    create_vm(1);
    touch(0, DATA_GPA + 8 * PAGE, 1, WRITE);
    int fd = (int) syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    check(fd, "userfaultfd");
    struct uffdio_api api = { .api = UFFD_API };
    check(ioctl(fd, UFFDIO_API, &api), "UFFDIO_API");
    struct uffdio_register range = { .range = { (uintptr_t) data, 4 * PAGE }, .mode = UFFDIO_REGISTER_MODE_MISSING };
    check(ioctl(fd, UFFDIO_REGISTER, &range), "UFFDIO_REGISTER");
    pthread_t thread;
    pthread_create(&thread, 0, resolve, (void *) (intptr_t) fd);
    touch(0, DATA_GPA, 4, WRITE);
    pthread_join(thread, 0);
    close(fd);
    close_vm();
}

// The VMM dies while its vCPUs run.
static void ends(void) {
    create_vm(2);
    pthread_t thread;
    for (long i = 0; i < 2; i++) pthread_create(&thread, 0, loop, (void *) i);
    usleep(200000);
    _exit(0);
}

static void work(const char *name, double seconds) {
    kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    check(kvm, "/dev/kvm");
    if (!strcmp(name, "faults")) faults(seconds, 1);
    else if (!strcmp(name, "two-vcpus")) faults(seconds, 2);
    else if (!strcmp(name, "cow")) cow();
    else if (!strcmp(name, "ksm")) ksm();
    else if (!strcmp(name, "slots")) slots();
    else if (!strcmp(name, "sleeping")) sleeping();
    else if (!strcmp(name, "exit")) ends();
    else errno = EINVAL, fail(name);
}

// Sets the probes in the order of the file.
static void set_probes(void) {
    size_t length;
    char *text = slurp("/probes", &length), *rest = 0;
    if (!text) fail("/probes");
    text = realloc(text, length + 1);
    if (!text) fail("realloc");
    text[length] = 0;
    mkdir(INSTANCE, 0755);
    put(INSTANCE "/tracing_on", "0");
    put(INSTANCE "/buffer_size_kb", "16384");
    put(INSTANCE "/trace_clock", "counter");
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(0, "\n", &rest)) {
        if (!strncmp(line, "event ", 6)) {
            static char path[300];
            snprintf(path, sizeof path, INSTANCE "/events/%.200s/enable", line + 6);
            put(path, "1");
        } else {
            put(TRACING "/kprobe_events", line);
        }
    }
    put(INSTANCE "/events/mmucheck/enable", "1");
    put(INSTANCE "/tracing_on", "1");
    free(text);
}

int main(int count, char **arguments) {
    if (getpid() != 1) { // started by a shell, which looks after the tracer
        is_alone = 1;
        work(count > 1 ? arguments[1] : "", count > 2 ? atof(arguments[2]) : 1);
        return 0;
    }
    mount_all();
    check(mount("tracefs", TRACING, "tracefs", 0, 0), "mount of tracefs");
    pin(0);
    load_modules();
    set_probes();
    pid_t child = fork();
    check(child, "fork");
    if (child == 0) {
        work(count > 1 ? arguments[1] : "", count > 2 ? atof(arguments[2]) : 1);
        _exit(0);
    }
    int status;
    check(waitpid(child, &status, 0), "waitpid");
    usleep(300000); // what the kernel does for it later, in other tasks
    put(INSTANCE "/tracing_on", "0");
    tell("/proc/sys/kernel/osrelease", "release");
    tell(TRACING "/kprobe_profile", "profile");
    tell(INSTANCE "/trace", "trace");
    static struct box ready = { .kind = READY, .name = "main" };
    for (;;) mark(&ready);
}
