package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.guestmap.GfnToPfnCache;
import org.mmucheck.model.guestmap.GpcRefresh;
import org.mmucheck.model.guestmap.VcpuMap;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.mmu.Kvm;
import org.mmucheck.value.Value;

/** {@code GuestMap.tla}: kvm_vcpu_map(), a gfn_to_pfn_cache, and a host that takes pages away. */
public final class GuestMapBinding extends KvmBinding {
  /** The spec's {@code CachedGfn}. */
  private static final int CACHED_GFN = 0;

  /** Found by the service loader. */
  public GuestMapBinding() {
    super("GuestMap");
    says(Step.PUT_RETRIED_PFN, "puts the page of the last try");
    says(Step.UNLOCK_MMU, "write_unlock(mmu_lock)");
    says(Step.CHANGE_PTE, "changes the host PTEs");
    hides(
        "pc", "writer", "gpcWriter", "gpcReaders", "refreshLock", "mapsLeft", "invalidationsLeft");
    locksForWrite("writer", "gpcWriter");
    locksForRead("gpcReaders");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  /** A vCPU; it has the mapping in hand that it uses, also between two operations. */
  private static final class User extends Worker<VcpuMap> {
    private final boolean usesCache;
    private volatile @Nullable GpcRefresh refresh;

    User(Seat seat, boolean usesCache) {
      super(seat);
      this.usesCache = usesCache;
    }

    @Override
    boolean isDone() {
      return !usesCache && super.isDone();
    }
  }

  private static final class Vm extends KvmSubject {
    private final PageKind kind;
    private final HostMm mm;
    private final HostView host;
    private final Kvm kvm;
    private final GfnToPfnCache cache;
    private final boolean usesCache;
    private final List<User> vcpus;
    private final List<Invalidator> notifiers;

    Vm(Setup setup) {
      super(setup);
      Splats splats = new Splats();
      this.kind = constants.choice("PageKind", PageKind.class);
      int gfns = constants.integers("Gfn").size();
      this.mm = new HostMm(gfns, constants.integer("Pages"), kind, splats);
      this.host = new HostView(mm);
      this.kvm = new Kvm(constants.design(), gfns, mm, splats);
      this.cache = new GfnToPfnCache(kvm, constants.design(), mm, CACHED_GFN);
      this.usesCache = constants.design().has(Rule.TRACK_INVALIDATIONS);
      mm.register(kvm);
      cache.startActive();
      this.vcpus = crew("Vcpu", "Maps", seat -> new User(seat, usesCache));
      this.notifiers = crew("Notifier", "Invalidations", seat -> new Invalidator(seat, mm));
      watch(kvm, mm, splats, cache);
      watch(mm.pages().toArray());
      act();
      project();
    }

    private void act() {
      when(Environment.FREE_PAGE, action -> mm.free(host.page(action, 0)));
      when(Environment.REUSE_PAGE, action -> mm.reuse(host.page(action, 0)));
      when(Environment.GIVE_AWAY_PAGE, action -> mm.giveAway(host.page(action, 0)));
      when(Environment.CLEAN_PAGE, action -> mm.clean(host.page(action, 0)));
      when(Start.VCPU_MAP, vcpus, (vcpu, action) -> map(vcpu, integer(action, 1)));
      when(Start.USE_MAP, vcpus, (vcpu, action) -> use(vcpu));
      when(Start.VCPU_UNMAP, vcpus, (vcpu, action) -> unmap(vcpu));
      when(
          Start.USE_GPC,
          vcpus,
          (vcpu, action) -> usesCache ? () -> cache.use(vcpu.task(), CACHED_GFN) : null);
      when(Start.REFRESH_GPC, vcpus, (vcpu, action) -> usesCache ? refresh(vcpu) : null);
      when(
          Start.INVALIDATE_RANGE_START,
          notifiers,
          (notifier, action) ->
              notifier.change(integer(action, 1), integer(action, 2), host.pageOrNull(action, 3)));
      when(
          Start.TEAR_DOWN_DEVICE,
          notifiers,
          (notifier, action) -> kind == PageKind.ZONE_DEVICE ? notifier.tearDownDevice() : null);
    }

    private @Nullable Runnable map(User vcpu, int gfn) {
      if (usesCache || vcpu.inHand() != null) {
        return null;
      }
      VcpuMap map = new VcpuMap(constants.design(), mm, gfn);
      vcpu.spend();
      vcpu.take(map);
      return () -> {
        if (!map.map(vcpu.task())) {
          vcpu.drop();
        }
      };
    }

    private static @Nullable Runnable use(User vcpu) {
      VcpuMap map = vcpu.inHand();
      return map == null ? null : () -> map.write(vcpu.task());
    }

    private static @Nullable Runnable unmap(User vcpu) {
      VcpuMap map = vcpu.inHand();
      if (map == null) {
        return null;
      }
      return () -> {
        map.unmap(vcpu.task());
        vcpu.drop();
      };
    }

    private Runnable refresh(User vcpu) {
      GpcRefresh refresh = new GpcRefresh(CACHED_GFN);
      vcpu.refresh = refresh;
      return () -> {
        cache.refresh(vcpu.task(), refresh);
        vcpu.refresh = null;
      };
    }

    private void project() {
      VmView.project(projection, kvm);
      host.project(projection);
      GpcView.project(projection, cache);
      projection.add("map", () -> ofWorkers(vcpus, vcpu -> map(vcpu.inHand())));
      projection.add("refresh", () -> ofWorkers(vcpus, vcpu -> refresh(vcpu.refresh)));
      projection.add("inv", () -> ofWorkers(notifiers, Vm::inv));
      projection.add("gpc", this::gpc);
      projection.add("pins", () -> host.ofPages(page -> Value.of(page.pins())));
      projection.add("clean", this::clean);
      projection.add("mapsLeft", () -> ofWorkers(vcpus, vcpu -> Value.of(vcpu.left())));
      projection.add("invalidationsLeft", () -> ofWorkers(notifiers, n -> Value.of(n.left())));
    }

    private static Value map(@Nullable VcpuMap map) {
      return Value.rec(
          Map.of(
              "gfn", map == null ? NONE : Value.of(map.gfn()),
              "pfn", map == null ? NONE : HostView.nameOrNone(map.page()),
              "live", Value.of(map != null && map.isMapped())));
    }

    private static Value refresh(@Nullable GpcRefresh refresh) {
      return Value.rec(
          Map.of(
              "mmu_seq", Value.of(refresh == null ? 0 : refresh.mmuSeq()),
              "pfn", refresh == null ? NONE : HostView.nameOrNone(refresh.page()),
              "oldPfn", refresh == null ? NONE : HostView.nameOrNone(refresh.oldPage())));
    }

    private static Value inv(Invalidator notifier) {
      Map<String, Value> fields = notifier.fields();
      fields.put("teardown", Value.of(notifier.isTeardown()));
      return Value.rec(fields);
    }

    private Value gpc() {
      return Value.rec(
          Map.of("valid", Value.of(cache.isValid()), "pfn", HostView.nameOrNone(cache.page())));
    }

    private Value clean() {
      return Value.set(
          mm.pages().stream()
              .filter(Page::isClean)
              .map(page -> HostView.name(page.number()))
              .toList());
    }
  }
}
