package org.mmucheck.toy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.subject.StepListener;
import org.mmucheck.value.Value;

/**
 * Code for {@code TdpRoot} on threads that nobody leads: each vCPU takes references one after the
 * other, and that is all.
 */
public record FreeTdpRootAdapter(boolean throwing) implements Adapter {
  @Override
  public String module() {
    return "TdpRoot";
  }

  @Override
  public List<String> actions() {
    return TdpRootAdapter.right().actions();
  }

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    return TdpRootAdapter.right().bind(vars, constants, actions);
  }

  @Override
  public Caption caption(ActionInstance action) {
    return TdpRootAdapter.right().caption(action);
  }

  @Override
  public @Nullable FreeSubject startFree(
      List<String> vars, Map<String, Value> constants, Set<String> actions, StepListener listener) {
    return new FreeSubject() {
      @Override
      public List<String> tasks() {
        return List.of("v0", "v1");
      }

      @Override
      public Map<String, Runnable> servants() {
        return Map.of();
      }

      @Override
      public boolean isCommand(ActionInstance action) {
        return action.action().equals("GetRoot");
      }

      @Override
      public Runnable command(ActionInstance action) {
        String task = action.args().values().iterator().next().toString();
        return () -> {
          if (throwing) {
            throw new IllegalStateException("no root");
          }
          listener.before(task, "PutRoot");
        };
      }

      @Override
      public boolean environment(ActionInstance action) {
        return false;
      }

      @Override
      public boolean isDone(String task) {
        return false;
      }

      @Override
      public void setBusy(String task, boolean busy) {}

      @Override
      public void stop() {}

      @Override
      public Map<String, Value> own(String task) {
        return Map.of();
      }

      @Override
      public State state() {
        return new State(List.of("refcount"), Value.of(1));
      }
    };
  }
}
