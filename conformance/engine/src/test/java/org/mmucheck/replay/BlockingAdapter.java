package org.mmucheck.replay;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.mmucheck.sched.ImpatientScheduler;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.Subject;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.value.Value;

/** Code that starts like the toy and blocks in its first step. */
final class BlockingAdapter implements Adapter {
  private final Adapter toy = TdpRootAdapter.right();

  @Override
  public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
    Binding binding = toy.bind(vars, constants, actions);
    return () -> start(binding.start());
  }

  private Subject start(Subject initial) {
    Scheduler scheduler = ImpatientScheduler.create();
    return new Subject() {
      @Override
      public State state() {
        return initial.state();
      }

      @Override
      public boolean tryStep(ActionInstance action) {
        scheduler.spawn(caption(action).task()).start(BlockingAdapter::block);
        return true;
      }

      @Override
      public void close() {
        scheduler.close();
        initial.close();
      }
    };
  }

  private static void block() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }

  @Override
  public String module() {
    return toy.module();
  }

  @Override
  public List<String> actions() {
    return toy.actions();
  }

  @Override
  public Caption caption(ActionInstance action) {
    return toy.caption(action);
  }
}
