package org.mmucheck.kvm;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.value.Value;

/** A task of the primary MM that invalidates; it has a change of PTEs in hand. */
final class Invalidator extends Worker<PteChange> {
  private final HostMm mm;
  private volatile boolean teardown;

  Invalidator(Seat seat, HostMm mm) {
    super(seat);
    this.mm = mm;
  }

  /** Whether the change takes a device's pages away for good. */
  boolean isTeardown() {
    return teardown;
  }

  /** The change of {@code first .. last}; null if it is refused. */
  @Nullable Runnable change(int first, int last, @Nullable Page page) {
    return first > last ? null : run(mm.prepareChange(task(), first, last, page));
  }

  /** A change of one PTE that keeps its page; null if it is refused. */
  @Nullable Runnable keep(int frame) {
    return run(mm.prepareKeeping(task(), frame));
  }

  private @Nullable Runnable run(@Nullable PteChange prepared) {
    return prepared == null ? null : begin(prepared, mm::change);
  }

  /** The teardown of the device whose pages are the guest's memory; null if it is refused. */
  @Nullable Runnable tearDownDevice() {
    PteChange prepared = mm.prepareChange(task(), 0, mm.frames() - 1, null);
    if (prepared == null) {
      return null;
    }
    teardown = true;
    return begin(
        prepared,
        change -> {
          mm.tearDownDevice(change);
          teardown = false;
        });
  }

  /** KVM's part of the change; null between two changes. */
  @Nullable RangeInvalidation invalidation() {
    return invalidation(inHand());
  }

  /** KVM's part of any change; null without one. */
  static @Nullable RangeInvalidation invalidation(@Nullable PteChange change) {
    return change == null ? null : (RangeInvalidation) change.invalidations().get(0);
  }

  /** {@code inv[n]} where the spec has the whole range. */
  Map<String, Value> fields() {
    return fields(inHand());
  }

  /** The same of a change that any task makes; null if it makes none. */
  static Map<String, Value> fields(@Nullable PteChange change) {
    Map<String, Value> fields = new HashMap<>();
    fields.put("op", op(change));
    fields.put("first", change == null ? Projection.NONE : Value.of(change.first()));
    fields.put("last", change == null ? Projection.NONE : Value.of(change.last()));
    fields.put("page", change == null ? Projection.NONE : HostView.nameOrNone(change.page()));
    return fields;
  }

  /** {@code inv[n].op}: what the change is about to do. */
  Value op() {
    return op(inHand());
  }

  private static Value op(@Nullable PteChange change) {
    if (change == null) {
      return Value.of("none");
    }
    return Value.of(Objects.requireNonNull(invalidation(change)).ending() ? "end" : "start");
  }

  /** The first frame of the change, or {@code None}. */
  Value first() {
    PteChange change = inHand();
    return change == null ? Projection.NONE : Value.of(change.first());
  }

  /** The page that the change puts there, or {@code None}. */
  Value page() {
    PteChange change = inHand();
    return change == null ? Projection.NONE : HostView.nameOrNone(change.page());
  }
}
