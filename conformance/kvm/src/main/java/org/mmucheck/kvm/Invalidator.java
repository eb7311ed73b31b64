package org.mmucheck.kvm;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.value.Value;

/** A task of the primary MM that invalidates: its budget and the change that it is making. */
final class Invalidator {
  private final HostMm mm;
  private final Task task;
  private int left;
  private volatile @Nullable PteChange change;
  private volatile boolean teardown;

  Invalidator(HostMm mm, Task task, int budget) {
    this.mm = mm;
    this.task = task;
    this.left = budget;
  }

  String name() {
    return task.name();
  }

  int left() {
    return left;
  }

  boolean isTeardown() {
    return teardown;
  }

  /** The change of {@code first .. last}; null if it is refused. */
  @Nullable Runnable change(int first, int last, @Nullable Page page) {
    return first > last ? null : start(first, last, page, false);
  }

  /** A change of one PTE that keeps its page; null if it is refused. */
  @Nullable Runnable keep(int frame) {
    return run(left == 0 ? null : mm.prepareKeeping(task, frame), false);
  }

  /** The teardown of the device whose pages are the guest's memory; null if it is refused. */
  @Nullable Runnable tearDownDevice() {
    return start(0, mm.frames() - 1, null, true);
  }

  private @Nullable Runnable start(int first, int last, @Nullable Page page, boolean forGood) {
    return run(left == 0 ? null : mm.prepareChange(task, first, last, page), forGood);
  }

  private @Nullable Runnable run(@Nullable PteChange prepared, boolean forGood) {
    if (prepared == null) {
      return null;
    }
    left--;
    change = prepared;
    teardown = forGood;
    return () -> {
      if (forGood) {
        mm.tearDownDevice(prepared);
      } else {
        mm.change(prepared);
      }
      change = null;
      teardown = false;
    };
  }

  /** KVM's part of the change; null between two changes. */
  @Nullable RangeInvalidation invalidation() {
    PteChange now = change;
    return now == null ? null : (RangeInvalidation) now.invalidations().get(0);
  }

  /** The fields of {@code inv[n]} that all modules have. */
  Map<String, Value> fields() {
    PteChange now = change;
    Map<String, Value> fields = new HashMap<>();
    if (now == null) {
      fields.put("op", Value.of("none"));
      fields.put("first", Projection.NONE);
      fields.put("last", Projection.NONE);
      fields.put("page", Projection.NONE);
    } else {
      boolean ending = Objects.requireNonNull(invalidation()).ending();
      fields.put("op", Value.of(ending ? "end" : "start"));
      fields.put("first", Value.of(now.first()));
      fields.put("last", Value.of(now.last()));
      fields.put("page", HostView.nameOrNone(now.page()));
    }
    return fields;
  }
}
