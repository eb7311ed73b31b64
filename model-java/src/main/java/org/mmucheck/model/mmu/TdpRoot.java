package org.mmucheck.model.mmu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.Rcu;

/**
 * One TDP MMU root: {@code struct kvm_mmu_page} of a top table.
 *
 * <p>Concurrency: any task may raise {@code refcount} except from zero, so whoever lowers it to
 * zero owns what follows: {@code invalid}, which goes false to true once, decides with one exchange
 * who that is when the count comes back from zero. {@code next} is written under tdp_mmu_pages_lock
 * and read under RCU or mmu_lock; a root that is unlinked keeps it, so a reader that stands there
 * can go on. {@code life} is written by the owner of the final put, and by the RCU callback, which
 * may run as soon as it is registered; who leaves first is decided with one exchange.
 *
 * <p>Every access reports a use after free if RCU has freed the root; {@code owners} is a
 * ref_tracker: who answers for how many references.
 */
public final class TdpRoot {
  /** What became of the root's page. */
  public enum Life {
    UNBORN,
    LISTED,
    UNLINKED,
    FREEING,
    FREED
  }

  /** The count after an underflow: {@code REFCOUNT_SATURATED}. */
  public static final int SATURATED = -1;

  private static final VarHandle INVALID;

  static {
    try {
      INVALID = MethodHandles.lookup().findVarHandle(TdpRoot.class, "invalid", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final Splats splats;
  private final SpteTable sptes;
  private final ConcurrentMap<Task, Integer> owners = new ConcurrentHashMap<>();
  private final AtomicInteger refcount = new AtomicInteger();
  private volatile boolean invalid;
  private volatile @Nullable TdpRoot next;
  private final AtomicReference<Life> life = new AtomicReference<>(Life.UNBORN);
  private volatile Rcu.@Nullable Callback free;
  private final AtomicInteger mmuRefs = new AtomicInteger(); // the TDP MMU's own references
  private volatile boolean scheduled; // tdp_mmu_scheduled_root_to_zap, under slots_lock
  private volatile boolean hadOwner; // somebody has zapped it, or will
  private volatile boolean helperHoldsVm; // its queued zap has a reference to the VM

  TdpRoot(String name, int gfns, Splats splats) {
    this.name = name;
    this.splats = splats;
    this.sptes = new SpteTable(gfns);
  }

  /** {@code refcount_inc_not_zero()}: takes a reference unless there is none left to share. */
  boolean tryGet(Task task) {
    touch();
    int seen = refcountAcquire();
    while (seen != 0) {
      if (seen < 0) {
        splats.report("refcount underflow");
        own(task);
        return true; // saturated: refcount_t warns, and the count stays where it is
      }
      int witness = refcount.compareAndExchange(seen, seen + 1);
      if (witness == seen) {
        own(task);
        return true;
      }
      seen = witness; // retry from what the winning get or put left behind
    }
    return false;
  }

  /**
   * {@code refcount_dec_and_test()}.
   *
   * @return whether this was the last reference
   */
  boolean put(Task task) {
    touch();
    disown(task);
    int seen = refcountAcquire();
    while (true) {
      int left = seen <= 0 ? SATURATED : seen - 1;
      int witness = refcount.compareAndExchange(seen, left);
      if (witness == seen) {
        break;
      }
      seen = witness;
    }
    if (seen <= 0) {
      splats.report("refcount underflow");
    }
    return seen == 1;
  }

  /**
   * {@code refcount_dec_not_one()}: puts the reference unless it is the last.
   *
   * @return whether it is the last, and still there
   */
  boolean putUnlessLast(Task task) {
    touch();
    return refcountAcquire() == 1 || put(task);
  }

  /** {@code refcount_set(1)}; earlier writes are not moved after this one. */
  void setRefcountOneRelease() {
    touch();
    refcount.setRelease(1);
  }

  /**
   * The first references, before anybody else sees the root: the task's, the TDP MMU's.
   *
   * @param count the refcount, which need not be their number
   */
  void setFirstReferencesRelease(Task task, boolean ownReference, int count) {
    own(task);
    mmuRefs.set(ownReference ? 1 : 0);
    refcount.setRelease(count);
  }

  /** The fast zap will zap the root, with the TDP MMU's reference. */
  void schedule() {
    scheduled = true;
  }

  /** Whether a fast zap has still to zap the root. */
  boolean readScheduled() {
    touch();
    return scheduled;
  }

  /** The TDP MMU's reference is the task's now; the root is no longer scheduled. */
  void takeOver(Task task) {
    touch();
    scheduled = false;
    mmuRefs.decrementAndGet();
    own(task);
  }

  /** The TDP MMU's reference is a work item's now. */
  void giveMmuReference() {
    mmuRefs.decrementAndGet();
  }

  /** The queued zap of this root got a reference to the VM. */
  void giveVmReference() {
    helperHoldsVm = true;
  }

  /** Whether the zap of this root has a reference to the VM; it is the caller's then. */
  boolean takeVmReference() {
    boolean held = helperHoldsVm;
    helperHoldsVm = false;
    return held;
  }

  /** From here on the caller must see the root zapped. */
  void claimZap() {
    if (hadOwner) {
      splats.report("second zap-owner: root");
    }
    hadOwner = true;
  }

  /**
   * {@code xchg(&root->role.invalid, true)}.
   *
   * @return what it was
   */
  boolean exchangeInvalid() {
    touch();
    return (boolean) INVALID.getAndSet(this, true);
  }

  /** With mmu_lock held for write. */
  void setInvalid() {
    touch();
    invalid = true;
  }

  /** For walkers: the use of a freed root is reported. */
  boolean readInvalid() {
    touch();
    return invalid;
  }

  /** For walkers: the root after this one. */
  @Nullable TdpRoot readNext() {
    touch();
    return next;
  }

  /** For walkers: the SPTEs. */
  SpteTable walkSptes() {
    touch();
    return sptes;
  }

  /** Called where the code dereferences the root: reports if RCU has freed it. */
  void touch() {
    if (life.get() == Life.FREED) {
      splats.report("use-after-free: root");
    }
  }

  void own(Task task) {
    owners.merge(task, 1, TdpRoot::sumUnlessZero);
  }

  void disown(Task task) {
    owners.merge(task, -1, TdpRoot::sumUnlessZero);
  }

  /** A task that answers for no reference leaves no trace, as if it had never had one. */
  private static @Nullable Integer sumUnlessZero(int owned, int more) {
    return owned + more == 0 ? null : owned + more;
  }

  void setNext(@Nullable TdpRoot next) {
    this.next = next;
  }

  void setLife(Life next) {
    life.set(next);
  }

  /**
   * Goes to RCU, or is freed.
   *
   * @return false if it did so before; then nothing changes
   */
  boolean leave(Life next) {
    return !isLeaving(life.getAndUpdate(seen -> isLeaving(seen) ? seen : next));
  }

  private static boolean isLeaving(Life seen) {
    return seen == Life.FREEING || seen == Life.FREED;
  }

  void freeAfter(Rcu.Callback callback) {
    free = callback;
  }

  public String name() {
    return name;
  }

  public SpteTable sptes() {
    return sptes;
  }

  /** {@code refcount_read()}; later reads are not moved before this one. */
  public int refcountAcquire() {
    return refcount.getAcquire();
  }

  public boolean isInvalid() {
    return invalid;
  }

  public @Nullable TdpRoot next() {
    return next;
  }

  public Life life() {
    return Objects.requireNonNull(life.get());
  }

  /** The RCU callback that frees the root; null before the final put. */
  public Rcu.@Nullable Callback free() {
    return free;
  }

  /** The references that {@code task} answers for; below zero if it put one that it never had. */
  public int owned(Task task) {
    return owners.getOrDefault(task, 0);
  }

  /** The references that the TDP MMU itself answers for. */
  public int mmuReferences() {
    return mmuRefs.get();
  }

  public boolean isScheduled() {
    return scheduled;
  }

  /** Whether the root has had a zap-owner. */
  public boolean hadOwner() {
    return hadOwner;
  }

  /** Whether the queued zap of this root has a reference to the VM. */
  public boolean helperHoldsVm() {
    return helperHoldsVm;
  }

  /** Whether somebody put a reference that nobody gave it. */
  public boolean hasDebtor() {
    return mmuRefs.get() < 0 || owners.values().stream().anyMatch(owned -> owned < 0);
  }

  @Override
  public String toString() {
    return name;
  }
}
