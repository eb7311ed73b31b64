package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.NONE;
import static org.mmucheck.kvm.Projection.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.attribute.AttributeChange;
import org.mmucheck.model.attribute.AttributeFault;
import org.mmucheck.model.attribute.AttributePolicy;
import org.mmucheck.model.attribute.AttributedFrame;
import org.mmucheck.model.attribute.MemoryKind;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** {@code AttributeFault.tla}: faults on private or shared memory. */
public final class AttributeFaultBinding extends KvmBinding {
  /** Found by the service loader. */
  public AttributeFaultBinding() {
    super("AttributeFault");
    says(Step.ZAP_SPTE, "kvm_pre_set_memory_attributes()");
    calls('c', "changer");
    hides("pc", "op", "writer", "readers", "left");
  }

  @Override
  KvmSubject start(Setup setup) {
    return new Frame(setup);
  }

  private static final class Frame extends KvmSubject {
    private final AttributedFrame frame;
    private final boolean guestSaysKind;
    private final boolean endMidway;
    private final List<Worker<AttributeFault>> vcpus;

    Frame(Setup setup) {
      super(setup);
      this.frame = new AttributedFrame(policy(constants));
      this.guestSaysKind = constants.text("KindFrom").equals("guest");
      this.endMidway = constants.flag("EndMidway");
      this.vcpus = crew("Vcpu", "Faults", Worker::new);
      List<Worker<AttributeChange>> changers = crew("Changer", "Changes", Worker::new);
      watch(frame);
      when(Start.HANDLE_FAULT, vcpus, this::fault);
      when(Start.SET_ATTRIBUTES, changers, (changer, action) -> change(changer));
      VmView.project(projection, frame.mmuLock());
      projection.add("fault", () -> ofWorkers(vcpus, vcpu -> fault(vcpu.inHand())));
      projection.add("op", () -> ofWorkers(changers, changer -> op(changer.inHand())));
      projection.add("seq", () -> Value.of(frame.seq()));
      projection.add("inProgress", () -> Value.of(frame.inProgress()));
      projection.add("attribute", () -> text(frame.attribute()));
      projection.add("spte", () -> page(frame.spte()));
    }

    private static AttributePolicy policy(Constants constants) {
      String cure = constants.text("Cure");
      return new AttributePolicy(
          !cure.equals("no-first"),
          constants.flag("OneSnapshot"),
          constants.text("KindFrom").equals("late"),
          cure.equals("check-below"),
          constants.text("PageBy").equals("kind"),
          cure.equals("recheck"),
          constants.flag("UseBeginEnd"),
          constants.flag("CountAtStart"),
          constants.flag("RaiseOnce"),
          constants.flag("WriterWaits"));
    }

    private @Nullable Runnable fault(Worker<AttributeFault> vcpu, ActionInstance action) {
      Value said = Arguments.at(action, 1);
      if (frame.spte() != AttributeFault.NONE || said.equals(NONE) == guestSaysKind) {
        return null;
      }
      MemoryKind kind =
          Arrays.stream(MemoryKind.values())
              .filter(each -> text(each).equals(said))
              .findFirst()
              .orElse(null);
      return vcpu.begin(new AttributeFault(kind), fault -> frame.handle(vcpu.task(), fault));
    }

    private @Nullable Runnable change(Worker<AttributeChange> changer) {
      return frame.isQuiet()
          ? changer.begin(new AttributeChange(), change -> frame.change(changer.task(), change))
          : null;
    }

    /** Where the model says so, no change ends between the check and the second snapshot. */
    @Override
    protected boolean choose(Actor actor, ActionInstance action) {
      if (action.action().equals("RaiseSeq") && !endMidway) {
        return vcpus.stream().noneMatch(vcpu -> vcpu.actor().point() == Step.SNAPSHOT_AGAIN);
      }
      return super.choose(actor, action);
    }

    private static Value fault(@Nullable AttributeFault fault) {
      MemoryKind kind = fault == null ? null : fault.kind();
      return Value.rec(
          Map.of(
              "kind",
              kind == null ? NONE : text(kind),
              "mmu_seq",
              Value.of(fault == null ? 0 : fault.mmuSeq()),
              "pfn",
              fault == null ? NONE : page(fault.pfn()),
              "retry",
              Value.of(fault != null && fault.mustRetry())));
    }

    private static Value op(@Nullable AttributeChange change) {
      if (change == null) {
        return Value.of("none");
      }
      return Value.of(change.isEnding() ? "end" : "start");
    }

    private static Value page(int pfn) {
      return pfn == AttributeFault.NONE ? NONE : HostView.name(pfn);
    }
  }
}
