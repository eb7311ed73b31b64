package org.mmucheck.model.mmu;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.inside.Experiment;

/** What the classes of the MMU claim of their atomic steps. */
public final class MmuExperiments {
  private static final int PATIENCE = 50_000; // longer than any cut waits

  private MmuExperiments() {}

  private static TdpRoot root(String name, Splats splats) {
    return new TdpRoot(name, 1, splats);
  }

  /** TdpRoot: whoever lowers the count to zero is one task, and is told so. */
  public static final class LastPut extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      TdpRoot root = root("r0", new Splats());
      root.setFirstReferencesRelease(one, true, 2);
      AtomicInteger last = new AtomicInteger();
      Runnable put =
          () -> {
            if (root.put(one)) {
              last.incrementAndGet();
            }
          };
      together(put, put);
      return last.get() != 1 || root.refcountAcquire() != 0;
    }
  }

  /** TdpRoot: a task raises the count except from zero. */
  public static final class GetAgainstLastPut extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      TdpRoot root = root("r0", new Splats());
      root.setFirstReferencesRelease(one, false, 1);
      AtomicInteger got = new AtomicInteger();
      AtomicInteger last = new AtomicInteger();
      together(() -> last.set(root.put(one) ? 1 : 0), () -> got.set(root.tryGet(two) ? 1 : 0));
      return got.get() + last.get() != 1 || root.refcountAcquire() != got.get();
    }
  }

  /** TdpRoot: role.invalid goes from false to true once, for one of those who set it. */
  public static final class OneZapOwner extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      TdpRoot root = root("r0", new Splats());
      AtomicInteger owners = new AtomicInteger();
      Runnable mark =
          () -> {
            if (!root.exchangeInvalid()) {
              owners.incrementAndGet();
            }
          };
      together(mark, mark);
      return owners.get() != 1;
    }
  }

  /**
   * TdpRoot: of two that free it at once one does, and a callback that is ready runs after that.
   */
  public static final class TwoFree extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      Kvm kvm = new Kvm(Design.without(), 1, new GuestPages(1, splats), splats);
      TdpRoot root = kvm.newRootPage("r0");
      together(
          () -> kvm.tdpMmu.free(one, root),
          () -> kvm.tdpMmu.free(two, root),
          () -> reclaim(kvm, root));
      kvm.rcu().runReadyCallbacks();
      return root.life() != TdpRoot.Life.FREED || !splats.reports().contains("double call_rcu");
    }

    private static void reclaim(Kvm kvm, TdpRoot root) {
      for (int round = 0; round < 1000 && root.free() == null; round++) {
        kvm.rcu().runReadyCallbacks();
      }
      kvm.rcu().runReadyCallbacks();
    }
  }

  /** RootList: two that add at once are both on the list. */
  public static final class TwoAdd extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      RootList list = new RootList(splats);
      together(() -> list.add(root("r0", splats)), () -> list.add(root("r1", splats)));
      return list.all().size() != 2;
    }
  }

  /** MemslotUpdate: a deletion goes on when nobody uses the slot as a valid one any more. */
  public static final class ReaderAgainstDeletion extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      Kvm kvm = new Kvm(Design.without(), 1, new GuestPages(1, splats), splats);
      kvm.setMemslots(new Memslots(1));
      MemslotUpdate deletion = kvm.memslotUpdate(two, 0);
      AtomicInteger late = new AtomicInteger();
      together(
          deletion::run,
          () -> {
            kvm.srcu.readLock(one);
            boolean valid = kvm.memslots.at(0) == Memslots.State.VALID;
            boolean goesOn = false;
            for (int look = 0; valid && !goesOn && look < PATIENCE; look++) {
              goesOn = deletion.phase() == MemslotUpdate.Phase.DELETE;
            }
            late.addAndGet(goesOn ? 1 : 0);
            kvm.srcu.readUnlock(one);
          });
      return late.get() != 0;
    }
  }

  /** RootList: a walk beside an addition finds what was there before. */
  public static final class WalkAgainstAdd extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      RootList list = new RootList(splats);
      TdpRoot first = root("r0", splats);
      list.add(first);
      AtomicInteger lost = new AtomicInteger();
      together(
          () -> list.add(root("r1", splats)),
          () -> {
            for (int walk = 0; walk < 8; walk++) {
              lost.addAndGet(list.all().contains(first) ? 0 : 1);
            }
          });
      return lost.get() != 0;
    }
  }

  /** RootList: of two that look for a root and find none, one adds it and the other shares it. */
  public static final class TwoFindOrAdd extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      RootList list = new RootList(splats);
      Runnable load = () -> list.findOrAdd(true, listed -> true, () -> root("r", splats));
      together(load, load);
      return list.all().size() != 1;
    }
  }

  /** RootList: two neighbours that leave at once are both gone, and no other is. */
  public static final class TwoDelete extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      RootList list = new RootList(splats);
      List<TdpRoot> roots =
          List.of(root("r0", splats), root("r1", splats), root("r2", splats), root("r3", splats));
      roots.forEach(list::add);
      together(() -> list.delete(roots.get(1)), () -> list.delete(roots.get(2)));
      return list.all().size() != 2;
    }
  }

  /** Tlb: when a flush has returned, no access is under way with an older translation. */
  public static final class AccessAgainstFlush extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      HostMm mm = new HostMm(1, 1, PageKind.ANON, splats);
      SpteTable sptes = new SpteTable(1);
      sptes.exchange(0, SpteTable.leaf(0));
      Tlb tlb = new Tlb(1);
      together(
          () -> {
            tlb.access(0, sptes, mm);
            tlb.access(0, sptes, mm);
          },
          () -> {
            sptes.exchange(0, SpteTable.NONE);
            tlb.flush();
            mm.page(0).put();
            mm.free(mm.page(0));
          });
      return !splats.reports().isEmpty();
    }
  }

  /** Tlb: a kick waits until the vCPU is out of the guest. */
  public static final class KickAgainstGuest extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Tlb tlb = new Tlb(1);
      AtomicReference<String> where = new AtomicReference<>("before");
      AtomicReference<String> seen = new AtomicReference<>("");
      together(
          () ->
              tlb.inGuest(
                  () -> {
                    where.set("inside");
                    Thread.yield();
                    Thread.yield();
                    where.set("after");
                    return true;
                  }),
          () -> {
            while (where.get().equals("before")) {
              Thread.onSpinWait();
            }
            tlb.kick();
            seen.set(where.get());
          });
      return !"after".equals(seen.get());
    }
  }

  /** Vcpu: the request to reload is seen before the vCPU enters, or whoever requests kicks it. */
  public static final class RequestAgainstEntry extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      Kvm kvm = new Kvm(Design.without(), 1, new GuestPages(1, splats), splats);
      Vcpu vcpu = kvm.vcpu(one);
      TdpRoot root = kvm.newRootPage("r0");
      kvm.populate(root, List.of(), List.of(vcpu));
      together(
          vcpu::enterGuest,
          () -> {
            root.setInvalid();
            vcpu.requestReload();
          });
      return !vcpu.mustReload();
    }
  }

  /** VmUsers: of the last put and a get, one wins. */
  public static final class GetAgainstLastUser extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      VmUsers users = new VmUsers(new Splats());
      AtomicInteger got = new AtomicInteger();
      AtomicInteger last = new AtomicInteger();
      together(() -> last.set(users.put() ? 1 : 0), () -> got.set(users.tryGet() ? 1 : 0));
      return got.get() + last.get() != 1 || users.count() != got.get();
    }
  }

  /** ZapWorkqueue: a root is queued once, whoever queues it. */
  public static final class TwoQueue extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      ZapWorkqueue queue = new ZapWorkqueue();
      TdpRoot root = root("r0", new Splats());
      AtomicInteger queued = new AtomicInteger();
      Runnable attempt =
          () -> {
            if (queue.queue(root)) {
              queued.incrementAndGet();
            }
          };
      together(attempt, attempt);
      return queued.get() != 1 || queue.queued().size() != 1;
    }
  }

  /** ZapWorkqueue: a flush waits for an item that a worker has taken. */
  public static final class FlushAgainstTake extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      ZapWorkqueue queue = new ZapWorkqueue();
      queue.queue(root("r0", new Splats()));
      AtomicBoolean worked = new AtomicBoolean();
      AtomicBoolean early = new AtomicBoolean();
      together(
          () -> {
            queue.take(one);
            worked.set(true);
            queue.done();
          },
          () -> {
            queue.flush(two);
            early.set(!worked.get());
          });
      return early.get();
    }
  }

  /** TdpMmu: the worker that zaps a queued root finds the reference to the VM that it has. */
  public static final class QueueAgainstWorker extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      Design v518 = Design.without(Rule.OWN_REFERENCE, Rule.HELPER_WITHOUT_VM_REFERENCE);
      Kvm kvm = new Kvm(v518, 1, new GuestPages(1, splats), splats);
      Vcpu vcpu = kvm.vcpu(one);
      kvm.populate(kvm.newRootPage("r0"), List.of(), List.of(vcpu));
      together(
          () -> {
            vcpu.freeRoots();
            kvm.zapWorkqueue.destroy();
          },
          kvm.zapWorker(two)::run);
      return kvm.users.count() != 1 || !splats.reports().isEmpty();
    }
  }

  /** InvalidateCounts: no memslots are swapped while an invalidation is active. */
  public static final class SwapAgainstInvalidation extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      InvalidateCounts counts = new InvalidateCounts();
      AtomicInteger swapped = new AtomicInteger();
      together(
          () -> {
            counts.raiseActive();
            Thread.yield();
            counts.lowerActive();
          },
          () ->
              counts.swapMemslots(
                  true,
                  () -> {
                    Thread.yield();
                    swapped.addAndGet(counts.activeAcquire());
                  }));
      return swapped.get() != 0;
    }
  }

  /** SpteTable: of two that exchange what they both have read, one does. */
  public static final class TwoExchange extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      SpteTable sptes = new SpteTable(1);
      AtomicInteger won = new AtomicInteger();
      Runnable freeze =
          () -> {
            if (sptes.compareAndSet(0, SpteTable.NONE, SpteTable.FROZEN)) {
              won.incrementAndGet();
            }
          };
      together(freeze, freeze);
      return won.get() != 1;
    }
  }
}
