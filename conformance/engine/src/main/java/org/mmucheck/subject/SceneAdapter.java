package org.mmucheck.subject;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * An adapter by way of a {@link Scene}. A class that is to be found by the command line extends
 * this one and is listed in {@code META-INF/services}; others are had by {@link Adapter#of}.
 */
public abstract class SceneAdapter implements Adapter {
  /** The column of the actions that no argument gives to a task. */
  private static final String ENVIRONMENT = "environment";

  private static final Actions NONE = new Actions(List.of(), List.of(), List.of());

  private final String module;

  /**
   * @param module the TLA+ module
   */
  protected SceneAdapter(String module) {
    this.module = module;
  }

  /** Sets the scene up, with fresh code under test. */
  protected abstract void set(Scene scene);

  @Override
  public final String module() {
    return module;
  }

  /** {@inheritDoc} A scene knows them when it is bound. */
  @Override
  public final List<String> actions() {
    return List.of();
  }

  @Override
  public final Binding bind(List<String> vars, Map<String, Value> constants, Set<String> inSpec) {
    Actions actions;
    try (SceneSubject trial = new SceneSubject(NONE, inSpec, vars, constants, this::set)) {
      actions = trial.actions();
    }
    return new Binding() {
      @Override
      public Subject start() {
        return new SceneSubject(actions, inSpec, vars, constants, SceneAdapter.this::set).started();
      }

      @Override
      public Set<String> offers() {
        return Set.copyOf(actions.names());
      }
    };
  }

  /** The action with its arguments; the first is the task that takes it. */
  @Override
  public Caption caption(ActionInstance action) {
    Iterator<Value> args = action.args().values().iterator();
    String task = args.hasNext() ? args.next().toString() : ENVIRONMENT;
    if (!args.hasNext()) {
      return new Caption(task, "", action.action());
    }
    StringJoiner others = new StringJoiner(", ", action.action() + "(", ")");
    args.forEachRemaining(arg -> others.add(arg.toString()));
    return new Caption(task, "", others.toString());
  }
}
