package org.mmucheck.model.gmem;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.sync.MmuLock;
import org.mmucheck.model.sync.SlotsLock;
import org.mmucheck.model.sync.Srcu;

/**
 * {@code struct kvm}, as far as guest_memfd sees it: memslots of one frame each, the counts of
 * invalidations, the leaf SPTEs, and who uses the VM.
 *
 * <p>Concurrency: {@code memslots} is written under {@code slotsLock} and read inside {@code srcu}.
 * {@code seq} and {@code inProgress} are written with {@code mmuLock} held for write, and read with
 * it held for read where they decide what is mapped; the snapshot of {@code seq} is older than the
 * look at the page cache. Whoever lowers {@code users} to 0 is alone with the VM.
 */
public final class GmemVm {
  final Design design;
  final GmemInode inode;
  final SlotsLock slotsLock = new SlotsLock();
  final MmuLock mmuLock;
  final Srcu srcu = new Srcu();
  final AtomicLong seq = new AtomicLong();
  final AtomicInteger inProgress = new AtomicInteger();
  final AtomicIntegerArray sptes;
  private final AtomicReferenceArray<@Nullable GmemSlot> memslots;
  private final AtomicInteger users;
  private final Splats splats;
  private volatile boolean open = true;
  private volatile boolean freed;

  public GmemVm(Design design, GmemInode inode, Splats splats) {
    this.design = design;
    this.mmuLock = new MmuLock(design.has(Rule.WRITER_WAITS));
    this.inode = inode;
    this.splats = splats;
    int files = inode.files().size();
    this.memslots = new AtomicReferenceArray<>(files);
    this.sptes = new AtomicIntegerArray(files);
    for (int frame = 0; frame < files; frame++) {
      sptes.set(frame, GmemInode.NONE);
    }
    this.users = new AtomicInteger(1 + (design.has(Rule.FILE_PINS_VM) ? files : 0));
  }

  /** A memslot that is there, and bound, before any task runs. */
  public void populate(GmemFile file, GmemSlot slot) {
    slot.setFile(file);
    slot.setLife(GmemSlot.Life.VALID);
    file.setBinding(slot);
    memslots.set(file.frame(), slot);
  }

  public GmemInode inode() {
    return inode;
  }

  public SlotsLock slotsLock() {
    return slotsLock;
  }

  public MmuLock mmuLock() {
    return mmuLock;
  }

  public Srcu srcu() {
    return srcu;
  }

  /** How many invalidations have ended. */
  public long seq() {
    return seq.getAcquire();
  }

  /** How many invalidations are open. */
  public int inProgress() {
    return inProgress.getAcquire();
  }

  /** The folio that a frame's leaf SPTE maps; {@link GmemInode#NONE} if none. */
  public int spte(int frame) {
    return sptes.getAcquire(frame);
  }

  /** What kvm->memslots has for a frame. */
  public @Nullable GmemSlot memslot(int frame) {
    return memslots.getAcquire(frame);
  }

  /** {@code kvm_swap_active_memslots()}. */
  void swapMemslot(int frame, @Nullable GmemSlot slot) {
    memslots.setRelease(frame, slot);
  }

  public int users() {
    return users.get();
  }

  public boolean isFreed() {
    return freed;
  }

  /** Whether descriptors of the VM, or of its vCPUs, are there. */
  public boolean isOpen() {
    return open;
  }

  /** The last of them goes; its reference is the caller's now. */
  public void closeDescriptors() {
    open = false;
  }

  /** {@code kvm_put_kvm()}, with {@code kvm_destroy_vm()} by whoever puts the last reference. */
  void put() {
    touch();
    if (users.decrementAndGet() == 0) {
      destroy();
    }
  }

  private void destroy() {
    for (GmemFile file : inode.files()) {
      GmemSlot slot = memslots.get(file.frame());
      sptes.set(file.frame(), GmemInode.NONE);
      if (slot != null) {
        GmemFile bound = slot.file();
        if (bound != null) {
          touch(bound);
          bound.setBinding(null);
          slot.setFile(null);
        }
        slot.setLife(GmemSlot.Life.FREED);
        memslots.set(file.frame(), null);
      }
    }
    freed = true;
  }

  /** Called where the code dereferences {@code struct kvm}. */
  void touch() {
    if (freed) {
      splats.report("use-after-free: vm");
    }
  }

  /** Called where the code dereferences a file. */
  void touch(GmemFile file) {
    if (file.life() == GmemFile.Life.FREED) {
      splats.report("use-after-free: file");
    }
  }

  /**
   * Called where the code counts on a file that a memslot leads to, holding nothing: a file freed
   * meanwhile is one whose count is 0, as long as the memslot has forgotten it.
   */
  void touch(GmemFile file, GmemSlot from) {
    if (file.life() == GmemFile.Life.FREED && file.equals(from.file())) {
      splats.report("use-after-free: file");
    }
  }

  /** Called where the code dereferences a memslot. */
  void touch(GmemSlot slot) {
    if (slot.life() == GmemSlot.Life.FREED) {
      splats.report("use-after-free: memslot");
    }
  }

  void report(String splat) {
    splats.report(splat);
  }
}
