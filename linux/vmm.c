// The lab's only program: init of the initramfs, and a tiny VMM whose threads are the tasks of a scene.
//
//     vmm VCPUS NOTIFIERS FRAMES FRAMES_PER_SLOT
//
// The guest has FRAMES frames of data, from guest frame FIRST_FRAME on. Each is backed by a page of
// its own, which a second process, the keeper, maps as well: so a page that the VMM no longer maps is
// not reused before the scene is over, and a write to it must copy it first.
//
// Each task is a thread on a CPU of its own; CPU 0 is nobody's. A thread that has nothing to do is in
// mark(), where the debugger holds it, writes a command into the task's box and lets it go on. Nothing
// here waits for anything else, so the debugger alone decides who runs.
//
// On the CPU of each task that takes pages away sleeps a rival. Whenever it is woken the scheduler wants that CPU back,
// and the task yields where the kernel lets it.
//
// After a frame's page has been discarded the frame has none, and a fault on it fails (userfaultfd's
// SIGBUS), as in the specs: the kernel would else map the zero page. Who wants a new page there fills it.
//
// Behind the FRAMES lie as many pages that no memslot covers: a cache of KVM's may be by the VMM's address.
#include "lab.h"
#include <linux/kvm.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

enum { PAGE = 4096, CODE_GPA = 0x1000, SCRATCH_GPA = 0x2000, INFO_GFN = 3, LOW_PAGES = 16, FIRST_FRAME = 0x100, MOST_TASKS = 8 };

enum operation { ACCESS = 1, DISCARD, REPLACE, KICK, FREE_ROOTS, LOAD_ROOT, FAST_ZAP, FAULT, PREEMPT,
                 KEEP, FILL, SHARE_INFO, ACTIVATE, DEACTIVATE, SEND };

struct task {
    struct box box;
    pthread_t thread;
    int number, cpu;
    int fd; // a vCPU's
    int wanted; // its rival waits for that
    uint32_t port; // of the last event
    struct kvm_run *run;
};

static struct task tasks[MOST_TASKS];
static int vcpus, notifiers, frames, per_slot;
static int vm, faults;
static char *data;

static void slot(int id, uint64_t gpa, void *memory, uint64_t size) {
    struct kvm_userspace_memory_region region = {
        .slot = (uint32_t) id, .guest_phys_addr = gpa, .memory_size = size, .userspace_addr = (uintptr_t) memory };
    check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

static void create_vm(int kvm) {
    // mov eax,[ebx]; out 0x10,al; jmp to the first
    static const unsigned char code[] = { 0x8b, 0x03, 0xe6, 0x10, 0xeb, 0xfa };
    char *low = memory(LOW_PAGES * PAGE);
    memset(low, 0, LOW_PAGES * PAGE);
    memcpy(low + CODE_GPA, code, sizeof code);
    data = memory((size_t) frames * 2 * PAGE);
    for (int i = 0; i < frames; i++) memset(data + i * PAGE, i + 1, PAGE);

    vm = ioctl(kvm, KVM_CREATE_VM, 0);
    check(vm, "KVM_CREATE_VM");
    slot(0, 0, low, LOW_PAGES * PAGE);
    for (int i = 0; i < frames; i += per_slot) {
        int count = frames - i < per_slot ? frames - i : per_slot;
        slot(1 + i / per_slot, (uint64_t) (FIRST_FRAME + i) * PAGE, data + i * PAGE, (uint64_t) count * PAGE);
    }
}

static void create_vcpu(struct task *task, int kvm) {
    struct kvm_segment code = { .limit = ~0u, .selector = 8, .present = 1, .type = 11, .db = 1, .s = 1, .g = 1 };
    struct kvm_segment flat = { .limit = ~0u, .selector = 16, .present = 1, .type = 3, .db = 1, .s = 1, .g = 1 };
    struct kvm_sregs special;
    task->fd = ioctl(vm, KVM_CREATE_VCPU, task->number);
    check(task->fd, "KVM_CREATE_VCPU");
    task->run = mmap(0, (size_t) ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, task->fd, 0);
    if (task->run == MAP_FAILED) fail("mmap of a vCPU");
    check(ioctl(task->fd, KVM_GET_SREGS, &special), "KVM_GET_SREGS");
    special.cs = code;
    special.ds = special.es = special.fs = special.gs = special.ss = flat;
    special.cr0 |= 1;
    check(ioctl(task->fd, KVM_SET_SREGS, &special), "KVM_SET_SREGS");
}

// The guest reads a word; 0, or why it could not.
static int64_t guest_reads(struct task *task, uint64_t gpa) {
    struct kvm_regs registers = { .rip = CODE_GPA, .rbx = gpa, .rflags = 2 };
    check(ioctl(task->fd, KVM_SET_REGS, &registers), "KVM_SET_REGS");
    if (ioctl(task->fd, KVM_RUN, 0) < 0) return -errno;
    return task->run->exit_reason == KVM_EXIT_IO ? 0 : -EPROTO;
}

// A change of CR0 resets the vCPU's MMU.
static int64_t free_roots(struct task *task) {
    struct kvm_sregs special;
    check(ioctl(task->fd, KVM_GET_SREGS, &special), "KVM_GET_SREGS");
    special.cr0 ^= 1 << 16;
    return ioctl(task->fd, KVM_SET_SREGS, &special) < 0 ? -errno : 0;
}

// A signal that waits has KVM_RUN come back after it has loaded a root, before it enters the guest.
static int64_t load_root(struct task *task) {
    struct { struct kvm_signal_mask header; uint64_t none; } mask = { .header.len = 8 };
    struct timespec at_once = { 0 };
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &one, 0);
    check(ioctl(task->fd, KVM_SET_SIGNAL_MASK, &mask), "KVM_SET_SIGNAL_MASK");
    pthread_kill(pthread_self(), SIGUSR1);
    int result = ioctl(task->fd, KVM_RUN, 0) < 0 ? -errno : 0;
    sigtimedwait(&one, 0, &at_once);
    pthread_sigmask(SIG_UNBLOCK, &one, 0);
    return result == -EINTR ? 0 : -EPROTO;
}

// Each change of this parameter zaps all roots of all VMs.
static int64_t fast_zap(void) {
    static int on;
    int fd = open("/sys/module/kvm/parameters/nx_huge_pages", O_WRONLY);
    check(fd, "nx_huge_pages");
    const char *text = (on = !on) ? "force" : "off";
    int64_t result = write(fd, text, strlen(text)) < 0 ? -errno : 0;
    close(fd);
    return result;
}

// KVM_PRE_FAULT_MEMORY, which the headers of this machine may not have yet.
static int64_t page_fault(struct task *task, uint64_t gpa) {
    struct { uint64_t gpa, size, flags, padding[5]; } range = { .gpa = gpa, .size = PAGE };
    return ioctl(task->fd, _IOWR(KVMIO, 0xd5, range), &range) < 0 ? -errno : 0;
}

// Runs before all else on a task's CPU, for a moment, whenever it is woken.
static void *rival(void *of) {
    struct task *task = of;
    struct sched_param before_all = { .sched_priority = 1 };
    uint64_t times;
    pin(task->cpu);
    errno = pthread_setschedparam(pthread_self(), SCHED_FIFO, &before_all);
    if (errno) fail("the priority of a rival");
    for (;;) check(read(task->wanted, &times, sizeof times), "the sleep of a rival");
    return 0;
}

static void create_rival(struct task *task) {
    pthread_t thread;
    task->wanted = eventfd(0, EFD_CLOEXEC);
    check(task->wanted, "eventfd");
    errno = pthread_create(&thread, 0, rival, task);
    if (errno) fail("pthread_create of a rival");
}

static int64_t preempt(struct task *task) {
    uint64_t once = 1;
    return write(task->wanted, &once, sizeof once) < 0 ? -errno : 0;
}

static int64_t fill(char *page) {
    static char content[PAGE] __attribute__((aligned(PAGE)));
    struct uffdio_copy copy = { .dst = (uintptr_t) page, .src = (uintptr_t) content, .len = PAGE };
    return ioctl(faults, UFFDIO_COPY, &copy) < 0 ? -errno : 0;
}

// Xen's event channels need a page of the guest's to be pending in; it stays where it is.
static int64_t share_info(void) {
    struct kvm_xen_hvm_attr attribute = { .type = KVM_XEN_ATTR_TYPE_SHARED_INFO, .u.shared_info.gfn = INFO_GFN };
    return ioctl(vm, KVM_XEN_HVM_SET_ATTR, &attribute) < 0 ? -errno : 0;
}

// The cache is the first vCPU's vcpu_info, by gpa or, which the headers of this machine may not have yet, by address.
static int64_t activate(uint64_t frame) {
    enum { BY_ADDRESS = 9 };
    struct kvm_xen_vcpu_attr attribute = { .type = KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, .u.gpa = (FIRST_FRAME + frame) * PAGE };
    if (frame >= (uint64_t) frames) attribute.type = BY_ADDRESS, attribute.u.gpa = (uintptr_t) data + frame * PAGE;
    return ioctl(tasks[0].fd, KVM_XEN_VCPU_SET_ATTR, &attribute) < 0 ? -errno : 0;
}

static int64_t deactivate(void) {
    struct kvm_xen_vcpu_attr attribute = { .type = KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, .u.gpa = ~0ull };
    return ioctl(tasks[0].fd, KVM_XEN_VCPU_SET_ATTR, &attribute) < 0 ? -errno : 0;
}

// An event that is pending already is not told again, so each has a port of its own. To count them must not be the first
// write to a page that the keeper has, too: that would be an invalidation.
static int64_t send_event(void) {
    struct kvm_irq_routing_xen_evtchn event = {
        .port = ++tasks[0].port, .vcpu = 0, .priority = KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL };
    return ioctl(vm, KVM_XEN_HVM_EVTCHN_SEND, &event) < 0 ? -errno : 0;
}

static int64_t obey(struct task *task) {
    struct box *box = &task->box;
    char *first = data + box->first * PAGE;
    switch (box->operation) {
    case ACCESS: return guest_reads(task, (FIRST_FRAME + box->first) * PAGE);
    case DISCARD: return madvise(first, (box->second - box->first + 1) * PAGE, MADV_DONTNEED) < 0 ? -errno : 0;
    case REPLACE: *(volatile char *) first = 1; return 0;
    case KICK: return -pthread_kill(tasks[box->first].thread, SIGUSR1);
    case FREE_ROOTS: return free_roots(task);
    case LOAD_ROOT: return load_root(task);
    case FAST_ZAP: return fast_zap();
    case FAULT: return page_fault(task, (FIRST_FRAME + box->first) * PAGE);
    case PREEMPT: return preempt(&tasks[box->first]);
    case KEEP: return madvise(first, PAGE, MADV_FREE) < 0 ? -errno : 0;
    case FILL: return fill(first);
    case SHARE_INFO: return share_info();
    case ACTIVATE: return activate(box->first);
    case DEACTIVATE: return deactivate();
    case SEND: return send_event();
    default: return -ENOSYS;
    }
}

static void *live(void *of) {
    struct task *task = of;
    pin(task->cpu);
    if (task->box.kind == VCPU) check(guest_reads(task, SCRATCH_GPA), "the first entry into the guest");
    for (;;) {
        mark(&task->box);
        task->box.result = obey(task);
    }
    return 0;
}

static void nothing(int signal) { (void) signal; }

// Frames without a page stay without.
static void fault_nothing_in(void) {
    faults = (int) syscall(SYS_userfaultfd, O_CLOEXEC);
    check(faults, "userfaultfd");
    struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_SIGBUS };
    check(ioctl(faults, UFFDIO_API, &api), "UFFDIO_API");
    struct uffdio_register range = {
        .range = { .start = (uintptr_t) data, .len = (uint64_t) frames * 2 * PAGE }, .mode = UFFDIO_REGISTER_MODE_MISSING };
    check(ioctl(faults, UFFDIO_REGISTER, &range), "UFFDIO_REGISTER");
}

static void keep_pages(void) {
    pid_t keeper = fork();
    check(keeper, "fork");
    while (keeper == 0) pause();
}

// New pages wait in a batch of the CPU's, which refers to them, until there are enough.
static void drain_batches(void) {
    enum { ENOUGH = 256 };
    char *more = memory(ENOUGH * PAGE);
    for (int i = 0; i < ENOUGH; i++) more[i * PAGE] = 1;
}

int main(int count, char **arguments) {
    if (getpid() == 1) mount_all();
    int numbers[4] = { 1, 1, 1, 8 };
    for (int i = 0; i < 4 && i + 1 < count; i++) numbers[i] = atoi(arguments[i + 1]);
    vcpus = numbers[0], notifiers = numbers[1], frames = numbers[2], per_slot = numbers[3];
    if (vcpus + notifiers > MOST_TASKS) errno = E2BIG, fail("the scene's tasks");
    pin(0);
    load_modules();
    tell("/proc/sys/kernel/osrelease", "release");
    tell("/proc/kallsyms", "kallsyms");
    tell("/sys/kernel/btf/vmlinux", "btf-vmlinux");
    tell("/sys/kernel/btf/kvm", "btf-kvm");
    tell("/sys/kernel/btf/kvm_amd", "btf-kvm_amd");

    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    check(kvm, "/dev/kvm");
    create_vm(kvm);
    fault_nothing_in();
    drain_batches();
    keep_pages();
    signal(SIGUSR1, nothing);
    for (int i = 0; i < vcpus + notifiers; i++) {
        struct task *task = &tasks[i];
        task->cpu = i + 1;
        task->number = i < vcpus ? i : i - vcpus;
        task->box.kind = i < vcpus ? VCPU : NOTIFIER;
        snprintf(task->box.name, sizeof task->box.name, "%c%d", i < vcpus ? 'v' : 'n', task->number);
        if (i < vcpus) create_vcpu(task, kvm);
        else create_rival(task);
    }
    for (int i = 0; i < vcpus + notifiers; i++) {
        errno = pthread_create(&tasks[i].thread, 0, live, &tasks[i]);
        if (errno) fail("pthread_create");
    }
    static struct task main_task = { .box = { .kind = READY, .name = "main" } };
    main_task.box.address = (uintptr_t) data;
    main_task.box.length = (uint64_t) frames * PAGE;
    for (;;) {
        mark(&main_task.box);
        main_task.box.result = obey(&main_task);
    }
}
