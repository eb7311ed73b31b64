package org.mmucheck.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.mmucheck.value.Value;

/**
 * An action of a spec with the values of its parameters, in the order of the definition: who did
 * what to which.
 */
public record ActionInstance(String action, Map<String, Value> args)
    implements Comparable<ActionInstance> {
  public ActionInstance {
    args = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(args));
  }

  /** The names of the actions, without their arguments. */
  public static Set<String> names(Collection<ActionInstance> instances) {
    return instances.stream().map(ActionInstance::action).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public int compareTo(ActionInstance other) {
    return toString().compareTo(other.toString());
  }

  /** As a reader of the spec writes it: {@code GetRoot(v0)}, or {@code InvalidateRoot}. */
  @Override
  public String toString() {
    if (args.isEmpty()) {
      return action;
    }
    StringJoiner joined = new StringJoiner(", ", action + "(", ")");
    args.values().forEach(value -> joined.add(value.toString()));
    return joined.toString();
  }
}
