package org.mmucheck.toy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One TDP MMU root's reference count; the Java side of {@code TdpRoot.tla}, the example that shows
 * that the general part needs no KVM.
 *
 * <p>Concurrency: any thread may raise {@code refcount} except from zero, so whoever lowers it to
 * zero owns the free. {@code invalid} is set once, by the zapper.
 */
final class TdpRoot {
  /** One constant for each action of TdpRoot.tla, in the spec's order. */
  enum Step {
    GET_ROOT,
    PUT_ROOT,
    INVALIDATE_ROOT,
    ZAP_ROOT,
    PUT_MMU_REF
  }

  /** Where a task may be parked. */
  interface Points {
    void before(Step step, BooleanSupplier ready);
  }

  /** What a test can get wrong on purpose. */
  enum Mistake {
    NONE,
    /** A new root starts with a reference too many. */
    INITIAL_COUNT,
    /** A get forgets to count. */
    GET_DOES_NOT_COUNT,
    /** A put of the MMU's reference is refused. */
    PUT_REFUSED,
    /** A get does not mind that the root is invalid. */
    GET_OF_INVALID,
    /** The second get of the root does not count: state that no projection shows. */
    SECOND_GET_DOES_NOT_COUNT,
    /** A get does not count once there has been a put: as above, but no shortest path shows it. */
    GET_AFTER_PUT_DOES_NOT_COUNT,
    /** A put is remembered, but nothing comes of it. */
    REMEMBERS_PUTS,
    /** A put leaves its thread interrupted. */
    PUT_INTERRUPTS,
    /** A get that is refused is counted all the same. */
    COUNTS_REFUSED_GETS,
    /** The count is wrong until the first task takes a step. */
    INITIALISES_LATE,
    /** A put finds a bug. */
    PUT_THROWS
  }

  private static final BooleanSupplier ALWAYS = () -> true;

  private final boolean putAfterZap;
  private final Mistake mistake;
  private final AtomicInteger refcount;
  private volatile boolean invalid;
  private volatile int gets; // counted only for the sake of a mistake
  private volatile int refusedGets;
  private volatile boolean wasPut;
  private final ArrayDeque<Step> owed = new ArrayDeque<>(); // the zapper's own

  TdpRoot(boolean putAfterZap, Mistake mistake) {
    this.putAfterZap = putAfterZap;
    this.mistake = mistake;
    this.refcount = new AtomicInteger(hasWrongStart() ? 2 : 1);
  }

  private boolean hasWrongStart() {
    return mistake == Mistake.INITIAL_COUNT || mistake == Mistake.INITIALISES_LATE;
  }

  /** A vCPU: loads the root while it can, and lets go of it. */
  void runVcpu(Points points, List<Boolean> holds, int vcpu) {
    while (true) {
      points.before(Step.GET_ROOT, this::isAlive);
      get();
      holds.set(vcpu, true);
      points.before(Step.PUT_ROOT, ALWAYS);
      holds.set(vcpu, false);
      put();
    }
  }

  /** The zapper: invalidates the root, zaps it and puts the reference that it was gifted. */
  void runZapper(Points points) {
    points.before(Step.INVALIDATE_ROOT, ALWAYS);
    initialise();
    invalid = true;
    owed.addAll(
        putAfterZap
            ? List.of(Step.ZAP_ROOT, Step.PUT_MMU_REF)
            : List.of(Step.PUT_MMU_REF, Step.ZAP_ROOT));
    while (!owed.isEmpty()) {
      Step next = owed.getFirst();
      points.before(next, () -> next != Step.PUT_MMU_REF || mistake != Mistake.PUT_REFUSED);
      owed.removeFirst();
      if (next == Step.PUT_MMU_REF) {
        put();
      }
    }
  }

  private boolean isAlive() {
    boolean alive = (!invalid || mistake == Mistake.GET_OF_INVALID) && refcount.get() > 0;
    if (!alive && mistake == Mistake.COUNTS_REFUSED_GETS) {
      refusedGets++;
    }
    return alive;
  }

  private void get() {
    initialise();
    boolean counts =
        switch (mistake) {
          case GET_DOES_NOT_COUNT -> false;
          case SECOND_GET_DOES_NOT_COUNT -> ++gets != 2;
          case GET_AFTER_PUT_DOES_NOT_COUNT -> !wasPut;
          default -> true;
        };
    if (counts) {
      refcount.incrementAndGet();
    }
  }

  private void initialise() {
    if (mistake == Mistake.INITIALISES_LATE && gets++ == 0) {
      refcount.set(1);
    }
  }

  private void put() {
    if (mistake == Mistake.PUT_THROWS) {
      throw new IllegalStateException("put of a root nobody holds: refcount=" + refcount.get());
    }
    if (mistake == Mistake.PUT_INTERRUPTS) {
      Thread.currentThread().interrupt();
    }
    wasPut = mistake == Mistake.GET_AFTER_PUT_DOES_NOT_COUNT || mistake == Mistake.REMEMBERS_PUTS;
    refcount.decrementAndGet();
  }

  int refcount() {
    return refcount.get();
  }

  boolean isInvalid() {
    return invalid;
  }

  List<Step> owed() {
    return new ArrayList<>(owed);
  }
}
