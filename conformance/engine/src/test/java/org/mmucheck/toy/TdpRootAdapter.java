package org.mmucheck.toy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Actions;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.ScheduledSubject;
import org.mmucheck.value.Value;

/** Plugs {@link TdpRoot} in. */
public final class TdpRootAdapter implements Adapter {
  private static final Actions ACTIONS =
      new Actions(List.of(), List.of(), Arrays.asList(TdpRoot.Step.values()));

  private final TdpRoot.Mistake mistake;

  private TdpRootAdapter(TdpRoot.Mistake mistake) {
    this.mistake = mistake;
  }

  public static TdpRootAdapter right() {
    return new TdpRootAdapter(TdpRoot.Mistake.NONE);
  }

  /**
   * @param mistake the name of a {@code TdpRoot.Mistake}
   */
  public static TdpRootAdapter with(String mistake) {
    return new TdpRootAdapter(TdpRoot.Mistake.valueOf(mistake));
  }

  @Override
  public String module() {
    return "TdpRoot";
  }

  @Override
  public List<String> actions() {
    return ACTIONS.names();
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    List<String> vcpus =
        ((Value.SetOf) constants.get("Vcpu")).elements().stream().map(Value::toString).toList();
    boolean putAfterZap = constants.get("PutAfterZap").equals(Value.of(true));
    return () -> new TdpRootSubject(vars, vcpus, new TdpRoot(putAfterZap, mistake));
  }

  @Override
  public Caption caption(ActionInstance action) {
    String vcpu =
        action.args().isEmpty() ? "" : action.args().values().iterator().next().toString();
    return switch (action.action()) {
      case "GetRoot" -> new Caption(vcpu, "vCPU", "kvm_tdp_mmu_get_root()");
      case "PutRoot" -> new Caption(vcpu, "vCPU", "kvm_tdp_mmu_put_root()");
      case "InvalidateRoot" -> new Caption("zapper", "", "kvm_tdp_mmu_invalidate_roots()");
      case "ZapRoot" -> new Caption("zapper", "", "tdp_mmu_zap_root()");
      case "PutMmuRef" -> new Caption("zapper", "", "kvm_tdp_mmu_put_root() of the gift");
      default -> throw new IllegalArgumentException("no action " + action);
    };
  }

  private static final class TdpRootSubject extends ScheduledSubject {
    private final List<String> vars;
    private final List<String> vcpus;
    private final TdpRoot root;
    private final List<Boolean> holds;
    private final Actor zapper;

    TdpRootSubject(List<String> vars, List<String> vcpus, TdpRoot root) {
      super(ACTIONS);
      this.vars = vars;
      this.vcpus = vcpus;
      this.root = root;
      this.holds = new ArrayList<>(Collections.nCopies(vcpus.size(), false));
      for (int i = 0; i < vcpus.size(); i++) {
        int vcpu = i;
        Actor actor = spawn(vcpus.get(i));
        actor.start(() -> root.runVcpu((step, ready) -> actor.park(ready, step), holds, vcpu));
      }
      zapper = spawn("zapper");
      zapper.start(() -> root.runZapper((step, ready) -> zapper.park(ready, step)));
    }

    @Override
    protected Actor actor(ActionInstance action) {
      return action.args().isEmpty() ? zapper : super.actor(action);
    }

    @Override
    protected boolean environment(ActionInstance action) {
      throw new IllegalStateException("TdpRoot has no environment: " + action);
    }

    @Override
    protected @Nullable Runnable command(Actor actor, ActionInstance action) {
      throw new IllegalStateException("TdpRoot has no commands: " + action);
    }

    @Override
    public State state() {
      return new State(vars, vars.stream().map(this::project).toArray(Value[]::new));
    }

    private Value project(String variable) {
      return switch (variable) {
        case "refcount" -> Value.of(root.refcount());
        case "invalid" -> Value.of(root.isInvalid());
        case "loaded" -> {
          var loaded = new TreeSet<Value>();
          for (int i = 0; i < vcpus.size(); i++) {
            if (holds.get(i)) {
              loaded.add(Value.of(vcpus.get(i)));
            }
          }
          yield Value.set(loaded);
        }
        case "zapper" ->
            Value.seq(
                root.owed().stream()
                    .map(step -> Value.of(step == TdpRoot.Step.ZAP_ROOT ? "zap" : "put"))
                    .toArray(Value[]::new));
        default -> throw new IllegalArgumentException("no variable " + variable);
      };
    }
  }
}
