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

  /**
   * Apart for arguments that are small numbers and names that differ in a digit, of which the map's
   * own hash, a sum of keys xor values, makes a few: a large model has thousands of instances.
   */
  @Override
  public int hashCode() {
    int hash = action.hashCode();
    for (Map.Entry<String, Value> arg : args.entrySet()) {
      int mixed = (arg.getKey().hashCode() * 31 + arg.getValue().hashCode()) * 0x9E3779B9;
      hash += mixed ^ (mixed >>> 15);
    }
    return hash;
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
