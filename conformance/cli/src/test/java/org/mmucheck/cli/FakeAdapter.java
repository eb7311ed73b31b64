package org.mmucheck.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.value.Value;

/** Names the tasks of {@code TdpRoot.tla}; there is no code behind it. */
final class FakeAdapter implements Adapter {
  @Override
  public String module() {
    return "TdpRoot";
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    throw new IllegalStateException("the workbench is fake");
  }

  @Override
  public List<String> actions() {
    return List.of("GetRoot", "PutRoot", "InvalidateRoot", "ZapRoot", "PutMmuRef");
  }

  @Override
  public Caption caption(ActionInstance action) {
    return switch (action.action()) {
      case "InvalidateRoot" -> new Caption("zapper", "", "kvm_tdp_mmu_invalidate_roots()");
      case "ZapRoot" -> new Caption("zapper", "", "tdp_mmu_zap_root()");
      case "PutMmuRef" -> new Caption("zapper", "", "kvm_tdp_mmu_put_root() of the gift");
      case "GetRoot" -> new Caption(vcpu(action), "vCPU", "kvm_tdp_mmu_get_root()");
      case "PutRoot" -> new Caption(vcpu(action), "vCPU", "kvm_tdp_mmu_put_root()");
      default -> throw new IllegalArgumentException("no action " + action);
    };
  }

  private static String vcpu(ActionInstance action) {
    return action.args().values().iterator().next().toString();
  }
}
