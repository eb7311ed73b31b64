package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.host.HugeHostPage;
import org.mmucheck.model.host.MmuNotifier;
import org.mmucheck.model.mmu.HugeFaultHandler;
import org.mmucheck.model.mmu.HugePageRecovery;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.value.Value;

/** {@code HugeFault.tla}: huge leafs, and a host that splits its huge page. */
public final class HugeFaultBinding extends KvmBinding {
  private static final int GFNS = 2;

  /** Found by the service loader. */
  public HugeFaultBinding() {
    super("HugeFault");
    hides("pc", "writer", "readers", "left");
    calls('r', "recoverer");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends OneRootSubject {
    private final HugeHostPage page;
    private final HugeFaultHandler handler;
    private final List<Worker<HugeHostPage.Change>> notifiers;
    private final List<Worker<HugePageRecovery>> recoverers;

    Vm(Setup setup) {
      super(setup, GFNS, GFNS);
      this.page = new HugeHostPage(mm, constants.design().has(Rule.SPLIT_INVALIDATES));
      this.handler = new HugeFaultHandler(kvm, page);
      mm.register(kvm);
      for (int gfn : constants.integers("MappedAtStart")) {
        root.sptes().exchange(gfn, SpteTable.leaf(gfn));
      }
      this.notifiers = crew("Notifier", "Invalidations", Worker::new);
      this.recoverers = crew("Recoverer", "Recoveries", Worker::new);
      watch(page, handler);
      faultWhereUnmapped(handler::attempt);
      when(
          Start.INVALIDATE_RANGE_START,
          notifiers,
          (notifier, action) ->
              notifier.begin(page.prepareUnmap(notifier.task(), integer(action, 1)), page::change));
      when(
          Start.RECOVER_HUGE_PAGES,
          recoverers,
          (recoverer, action) ->
              recoverer.begin(
                  new HugePageRecovery(kvm, page, root, recoverer.task()), HugePageRecovery::run));
      projection.add("fault", this::faults);
      projection.add("inv", () -> ofWorkers(notifiers, notifier -> inv(notifier.inHand())));
      projection.add("leaf", () -> level(root.sptes().isHuge()));
      projection.add("hostLevel", () -> level(page.isHuge()));
    }

    private Value faults() {
      Map<Value, Value> faults = new HashMap<>();
      vcpus.forEach(vcpu -> faults.put(Value.of(vcpu.name()), fault(vcpu.inHand())));
      recoverers.forEach(r -> faults.put(Value.of(r.name()), recovery(r.inHand())));
      return Value.fcn(faults);
    }

    private static Value fault(@Nullable PageFault fault) {
      Map<String, Value> fields = VmView.fields(fault);
      fields.put("level", levelOrNone(fault == null ? null : fault.huge()));
      return Value.rec(fields);
    }

    private static Value recovery(@Nullable HugePageRecovery recovery) {
      Map<String, Value> fields = VmView.fields(null);
      HugePageRecovery.Leaf leaf = recovery == null ? null : recovery.leaf();
      if (leaf != null) {
        fields.put("gfn", Value.of(leaf.gfn()));
        fields.put("pfn", HostView.name(leaf.pfn()));
      }
      fields.put("level", levelOrNone(recovery == null ? null : recovery.huge()));
      return Value.rec(fields);
    }

    private static Value levelOrNone(@Nullable Boolean huge) {
      return huge == null ? NONE : level(huge);
    }

    private static Value level(boolean huge) {
      return Value.of(huge ? "huge" : "small");
    }

    private static Value inv(HugeHostPage.@Nullable Change change) {
      if (change == null) {
        return Value.rec(Map.of("op", Value.of("none"), "gfn", NONE, "at", Value.of(0)));
      }
      List<MmuNotifier.Invalidation> nested = change.nested();
      boolean splits = nested != null && !nested.isEmpty();
      RangeInvalidation invalidation =
          (RangeInvalidation)
              (splits ? Objects.requireNonNull(nested) : change.change().invalidations()).get(0);
      String op = invalidation.ending() ? "end" : "start";
      return Value.rec(
          Map.of(
              "op", Value.of(splits ? "split-" + op : op),
              "gfn", Value.of(change.change().first()),
              "at", Value.of(invalidation.walk().gfn())));
    }
  }
}
