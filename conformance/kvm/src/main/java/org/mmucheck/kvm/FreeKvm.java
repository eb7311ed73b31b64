package org.mmucheck.kvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.value.Value;

/** The code under test with the tasks of one model, each on a thread of its own. */
final class FreeKvm implements FreeSubject {
  /** Variables with an entry for each task, which that task alone writes. */
  private static final List<String> OWN = List.of("fault", "inv", "iter", "topped", "seen");

  private final KvmSubject subject;
  private final Map<String, Worker<?>> workers = new LinkedHashMap<>();
  private final Map<String, Value> keys = new HashMap<>();

  FreeKvm(KvmSubject subject) {
    this.subject = subject;
    for (Worker<?> worker : subject.workers()) {
      workers.put(worker.name(), worker);
      keys.put(worker.name(), Value.of(worker.name()));
    }
  }

  @Override
  public List<String> tasks() {
    List<String> tasks = new ArrayList<>(workers.keySet());
    tasks.removeAll(servants().keySet());
    return tasks;
  }

  @Override
  public Map<String, Runnable> servants() {
    return subject.servants();
  }

  @Override
  public boolean isCommand(ActionInstance action) {
    return subject.isCommand(action.action());
  }

  @Override
  public @Nullable Runnable command(ActionInstance action) {
    Worker<?> worker = workers.get(Arguments.at(action, 0).toString());
    return worker == null ? null : subject.command(worker.actor(), action);
  }

  @Override
  public boolean environment(ActionInstance action) {
    return !action.action().equals(Environment.TERMINATING.action)
        && subject.isEnvironment(action.action())
        && subject.environment(action);
  }

  @Override
  public boolean isDone(String task) {
    Worker<?> worker = workers.get(task);
    return worker == null || worker.isDone();
  }

  @Override
  public void setBusy(String task, boolean busy) {
    Worker<?> worker = workers.get(task);
    if (worker != null) {
      worker.setBusy(busy);
    }
  }

  @Override
  public void stop() {
    subject.stop();
  }

  @Override
  public Map<String, Value> own(String task) {
    Map<String, Value> own = new LinkedHashMap<>();
    Value key = keys.get(task);
    for (String variable : OWN) {
      if (key != null
          && subject.projection.value(variable) instanceof Value.Fcn of
          && of.entries().get(key) instanceof Value entry) {
        own.put(variable, entry);
      }
    }
    return own;
  }

  @Override
  public State state() {
    return subject.state();
  }
}
