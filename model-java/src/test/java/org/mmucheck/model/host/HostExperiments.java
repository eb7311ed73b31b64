package org.mmucheck.model.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmucheck.model.Splats;
import org.mmucheck.model.inside.Experiment;

/** What the classes of the host claim of their atomic steps. */
public final class HostExperiments {
  private HostExperiments() {}

  /** HostMm: to look a page up and to take a reference is one step; nobody frees it in between. */
  public static final class LookUpAgainstFree extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      HostMm mm = new HostMm(1, 1, PageKind.ANON, new Splats());
      PteChange unmap = mm.prepareChange(one, 0, 0, null);
      AtomicInteger taken = new AtomicInteger();
      together(
          () -> {
            Page page = mm.getUserPage(0);
            Thread.yield();
            if (page != null && page.isTaken()) {
              taken.incrementAndGet();
            }
          },
          () -> {
            mm.changePtes(unmap);
            mm.free(mm.page(0));
          });
      return taken.get() != 0;
    }
  }

  /** HostMm: a page that is being allocated is not freed meanwhile. */
  public static final class AllocateAgainstFree extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      HostMm mm = new HostMm(1, 2, PageKind.ANON, new Splats());
      Page free = mm.page(1);
      PteChange[] made = new PteChange[1];
      together(() -> made[0] = mm.prepareChange(one, 0, 0, free), () -> mm.free(free));
      return made[0] != null && free.owner() != Owner.GUEST;
    }
  }

  /** Page: one of those who give it away does. */
  public static final class TwoReuse extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      HostMm mm = new HostMm(1, 2, PageKind.ANON, new Splats());
      AtomicInteger got = new AtomicInteger();
      Runnable reuse =
          () -> {
            if (mm.reuse(mm.page(1))) {
              got.incrementAndGet();
            }
          };
      together(reuse, reuse);
      return got.get() != 1;
    }
  }

  /** GuestPages: a page's life goes forward, a step for each who asks. */
  public static final class TwoFree extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      GuestPages pages = new GuestPages(1, new Splats());
      pages.release(0);
      AtomicInteger freed = new AtomicInteger();
      Runnable free =
          () -> {
            if (pages.free(0)) {
              freed.incrementAndGet();
            }
          };
      together(free, free);
      return freed.get() != 1;
    }
  }

  /** GuestPages: one of those who are to give a page to somebody does. */
  public static final class TwoGiveAway extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      GuestPages pages = new GuestPages(1, new Splats());
      pages.release(0);
      pages.free(0);
      AtomicInteger given = new AtomicInteger();
      Runnable reuse = () -> given.addAndGet(pages.reuse(0) ? 1 : 0);
      together(reuse, reuse);
      return given.get() != 1;
    }
  }

  /** GuestPages: a page's life goes forward only. */
  public static final class ReleaseAgainstFree extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      GuestPages pages = new GuestPages(1, new Splats());
      AtomicBoolean freed = new AtomicBoolean();
      together(
          () -> pages.release(0),
          () -> {
            pages.release(0);
            freed.set(pages.free(0));
          });
      return freed.get() && pages.life(0) != GuestPages.Life.FREE;
    }
  }
}
