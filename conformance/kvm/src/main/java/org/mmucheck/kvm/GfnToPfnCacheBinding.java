package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.guestmap.GfnToPfnCache;
import org.mmucheck.model.guestmap.GpcRefresh;
import org.mmucheck.model.guestmap.HvaCure;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.EndCount;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.model.mmu.Memslots;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code GfnToPfnCache.tla}: one cache with its users, its refreshes, its owner. */
public final class GfnToPfnCacheBinding extends KvmBinding {
  /** The spec's {@code MidRefresh}. */
  private static final Set<Step> MID_REFRESH =
      EnumSet.of(Step.MAP_KHVA, Step.RELOCK_GPC, Step.READ_ACTIVE);

  /** Found by the service loader. */
  public GfnToPfnCacheBinding() {
    super("GfnToPfnCache");
    says(Step.UNLOCK_MMU, "write_unlock(mmu_lock)");
    says(Step.LOWER_ACTIVE, "mn_active_invalidate_count--");
    calls('u', "user");
    hides("pc", "writer", "gpcWriter", "gpcReaders", "refreshLock", "left");
    locksForWrite("writer", "gpcWriter");
    locksForRead("gpcReaders");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends KvmSubject {
    private final HostMm mm;
    private final HostView host;
    private final Kvm kvm;
    private final GfnToPfnCache cache;
    private final boolean mayKeepPage;
    private final boolean endMidRefresh;
    private final List<Worker<Integer>> users; // the frame that is wanted
    private final List<Worker<GpcRefresh>> refreshers;
    private final List<Worker<GpcRefresh>> owners;
    private final List<Invalidator> notifiers;

    Vm(Setup setup) {
      super(setup);
      Splats splats = new Splats();
      int frames = constants.integers("Gfn").size();
      String cure = constants.text("Cure");
      this.mm = new HostMm(frames, constants.integer("Pages"), PageKind.ANON, splats);
      this.host = new HostView(mm);
      this.kvm = new Kvm(constants.design(), frames, mm, splats);
      this.cache = new GfnToPfnCache(kvm, constants.design(), mm, 0, hvaCure(cure));
      this.mayKeepPage = constants.flag("MayKeepPage");
      this.endMidRefresh = constants.flag("EndMidRefresh");
      setUp(endCount(cure));
      this.users = crew("User", "Uses", Worker::new);
      this.refreshers = crew("Refresher", "Refreshes", Worker::new);
      this.owners = crew("Owner", "Switches", Worker::new);
      this.notifiers =
          crewOrEndless("Notifier", "Invalidations", seat -> new Invalidator(seat, mm));
      watch(kvm, mm, splats, cache);
      watch(mm.pages().toArray());
      act();
      project();
    }

    private static EndCount endCount(String cure) {
      return switch (cure) {
        case "count" -> EndCount.BEFORE_ACTIVE;
        case "count-late" -> EndCount.AFTER_ACTIVE;
        default -> EndCount.NEVER;
      };
    }

    private static HvaCure hvaCure(String cure) {
      EndCount markAtEnd =
          switch (cure) {
            case "end-mark" -> EndCount.BEFORE_ACTIVE;
            case "end-mark-late" -> EndCount.AFTER_ACTIVE;
            default -> EndCount.NEVER;
          };
      return new HvaCure(
          cure.startsWith("count"), cure.startsWith("mark"), cure.endsWith("wait"), markAtEnd);
    }

    private void setUp(EndCount endCount) {
      kvm.setEndCount(endCount);
      if (!constants.flag("InMemslot")) {
        kvm.setMemslots(Memslots.NONE);
      }
      mm.register(kvm);
      if (constants.flag("StartActive")) {
        cache.startActive();
      }
      if (constants.integer("SeqWrap") > 0) {
        kvm.counts().wrapSeqAt(constants.integer("SeqWrap"), 1);
      }
    }

    private void act() {
      when(Environment.FREE_PAGE, action -> mm.free(host.page(action, 0)));
      when(
          Start.USE_GPC,
          users,
          (user, action) -> user.begin(integer(action, 1), frame -> cache.use(user.task(), frame)));
      when(
          Start.REFRESH_GPC,
          refreshers,
          (refresher, action) ->
              refresher.begin(
                  new GpcRefresh(integer(action, 1)),
                  refresh -> cache.refresh(refresher.task(), refresh)));
      when(
          Start.SWITCH_GPC,
          owners,
          (owner, action) ->
              owner.begin(new GpcRefresh(0), refresh -> cache.toggle(owner.task(), refresh)));
      when(Start.INVALIDATE_RANGE_START, notifiers, this::invalidate);
    }

    private @Nullable Runnable invalidate(Invalidator notifier, ActionInstance action) {
      int frame = integer(action, 1);
      Page page = host.page(action, 2);
      return mayKeepPage && mm.pte(frame) == page
          ? notifier.keep(frame)
          : notifier.change(frame, frame, page);
    }

    /** Where the model says so, no invalidation ends while a refresh is past GUP. */
    @Override
    protected boolean choose(Actor actor, ActionInstance action) {
      if (action.action().equals("LowerActive") && !endMidRefresh) {
        return workers().stream()
            .map(worker -> worker.actor().point())
            .noneMatch(point -> point instanceof Step step && MID_REFRESH.contains(step));
      }
      return super.choose(actor, action);
    }

    private void project() {
      VmView.project(projection, kvm);
      host.project(projection);
      GpcView.project(projection, cache);
      List<Worker<GpcRefresh>> refreshing =
          Stream.concat(refreshers.stream(), owners.stream()).toList();
      projection.add("use", () -> ofWorkers(users, user -> frameOrNone(user.inHand())));
      projection.add("refresh", () -> ofWorkers(refreshing, w -> refresh(w.inHand())));
      projection.add("inv", () -> ofWorkers(notifiers, Vm::inv));
      projection.add("gpc", this::gpc);
      projection.add("listed", () -> Value.of(kvm.has(cache)));
      projection.add("kmaps", () -> host.ofPages(page -> Value.of(page.kernelMappings())));
    }

    private static Value frameOrNone(@Nullable Integer frame) {
      return frame == null ? NONE : Value.of(frame);
    }

    private static Value refresh(@Nullable GpcRefresh refresh) {
      return Value.rec(
          Map.of(
              "gpa", refresh == null ? NONE : Value.of(refresh.frame()),
              "mmu_seq", Value.of(refresh == null ? 0 : refresh.mmuSeq()),
              "pfn", refresh == null ? NONE : HostView.nameOrNone(refresh.page()),
              "khva", refresh == null ? NONE : HostView.nameOrNone(refresh.khva()),
              "oldPfn", refresh == null ? NONE : HostView.nameOrNone(refresh.oldPage()),
              "oldKhva", refresh == null ? NONE : HostView.nameOrNone(refresh.oldKhva())));
    }

    private static Value inv(Invalidator notifier) {
      return Value.rec(
          Map.of("op", notifier.op(), "frame", notifier.first(), "page", notifier.page()));
    }

    private Value gpc() {
      return Value.rec(
          Map.of(
              "gpa", Value.of(cache.frame()),
              "valid", Value.of(cache.isValid()),
              "active", Value.of(cache.isActive()),
              "pfn", HostView.nameOrNone(cache.page()),
              "khva", HostView.nameOrNone(cache.khva()),
              "marked", Value.of(cache.isMarked())));
    }
  }
}
