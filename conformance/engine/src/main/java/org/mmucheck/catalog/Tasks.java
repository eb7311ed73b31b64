package org.mmucheck.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * Which argument of an action names the task that takes it, as a manifest's {@code task} says; the
 * first where it says nothing.
 */
public final class Tasks {
  /** Of a spec whose manifest says nothing, or that has none. */
  public static final Tasks FIRST = new Tasks(Map.of());

  /** The entry of all actions that have none of their own. */
  static final String OTHERS = "*";

  private final Map<String, Parameter> byAction;

  /**
   * A parameter of an action.
   *
   * @param name null where only the position is known
   * @param position from 1; 0 where the name tells, or where no parameter is meant
   */
  record Parameter(@Nullable String name, int position) {}

  Tasks(Map<String, Parameter> byAction) {
    this.byAction = Map.copyOf(byAction);
  }

  /**
   * What the manifest of a folder says.
   *
   * @throws InputException if the manifest is malformed
   */
  public static Tasks of(Path folder) {
    return Files.exists(folder.resolve(Catalog.MANIFEST))
        ? new ManifestReader(folder, "").tasks()
        : FIRST;
  }

  /** The argument that names the task; null if the action names none. */
  public @Nullable Value of(ActionInstance action) {
    Parameter parameter = byAction.getOrDefault(action.action(), byAction.get(OTHERS));
    if (parameter == null) {
      return at(action, 1);
    }
    Value named = parameter.name() == null ? null : action.args().get(parameter.name());
    return named != null ? named : at(action, parameter.position());
  }

  private static @Nullable Value at(ActionInstance action, int position) {
    if (position < 1 || position > action.args().size()) {
      return null;
    }
    Iterator<Value> values = action.args().values().iterator();
    for (int before = 1; before < position; before++) {
      values.next();
    }
    return values.next();
  }
}
