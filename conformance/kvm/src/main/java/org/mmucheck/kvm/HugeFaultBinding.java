package org.mmucheck.kvm;

import static org.mmucheck.kvm.Arguments.integer;
import static org.mmucheck.kvm.Projection.NONE;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Rule;
import org.mmucheck.model.host.HugeHostPage;
import org.mmucheck.model.host.MmuNotifier;
import org.mmucheck.model.mmu.HugeFaultHandler;
import org.mmucheck.model.mmu.PageFault;
import org.mmucheck.model.mmu.RangeInvalidation;
import org.mmucheck.value.Value;

/** {@code HugeFault.tla}: huge leafs, and a host that splits its huge page. */
public final class HugeFaultBinding extends KvmBinding {
  private static final int GFNS = 2;

  /** Found by the service loader. */
  public HugeFaultBinding() {
    super("HugeFault");
    hides("pc", "writer", "readers", "left");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Vm(setup);
  }

  private static final class Vm extends OneRootSubject {
    private final HugeHostPage page;
    private final HugeFaultHandler handler;
    private final List<Worker<HugeHostPage.Change>> notifiers;

    Vm(Setup setup) {
      super(setup, GFNS, GFNS);
      this.page = new HugeHostPage(mm, constants.design().has(Rule.SPLIT_INVALIDATES));
      this.handler = new HugeFaultHandler(kvm, page);
      mm.register(kvm);
      this.notifiers = crew("Notifier", "Invalidations", Worker::new);
      watch(page, handler);
      faultWhereUnmapped(handler::attempt);
      when(
          Start.INVALIDATE_RANGE_START,
          notifiers,
          (notifier, action) ->
              notifier.begin(page.prepareUnmap(notifier.task(), integer(action, 1)), page::change));
      projection.add("fault", () -> ofWorkers(vcpus, vcpu -> fault(vcpu.inHand())));
      projection.add("inv", () -> ofWorkers(notifiers, notifier -> inv(notifier.inHand())));
      projection.add("leaf", () -> level(root.sptes().isHuge()));
      projection.add("hostLevel", () -> level(page.isHuge()));
    }

    private static Value fault(@Nullable PageFault fault) {
      Boolean huge = fault == null ? null : fault.huge();
      Map<String, Value> fields = VmView.fields(fault);
      fields.put("level", huge == null ? NONE : level(huge));
      return Value.rec(fields);
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
