package org.mmucheck.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.Value;

/**
 * What the models of one module may have or lack, as the manifest says under {@code features}, and
 * which of it never meets, under {@code apart}. A mistake in how two features go together is found
 * only where they meet.
 *
 * @param file the manifest, for messages
 * @param module whose models have them
 * @param features in the manifest's order
 * @param apart pairs that meet in no right design, each with the reason
 */
public record Features(Path file, String module, List<Feature> features, List<Apart> apart) {
  public Features {
    features = List.copyOf(features);
    apart = List.copyOf(apart);
  }

  /** Why two features never meet; empty if the manifest gives no reason. */
  public Optional<String> why(Feature one, Feature other) {
    return apart.stream()
        .filter(each -> each.separates(one.name(), other.name()))
        .map(Apart::why)
        .findFirst();
  }

  /**
   * One feature.
   *
   * @param says one sentence
   * @param with constants that a model with the feature has: a truth or a text is that very one, a
   *     number is the least number, or the least size of a set
   * @param takes actions of which a behaviour with the feature takes one; none if the constants
   *     alone are the feature
   */
  public record Feature(String name, String says, Map<String, Value> with, Set<String> takes) {
    public Feature {
      with = Map.copyOf(with);
      takes = Set.copyOf(takes);
      if (with.isEmpty() && takes.isEmpty()) {
        throw new IllegalArgumentException(name + " is neither constants nor actions");
      }
    }

    /** Whether a model with these constants may have the feature. */
    public boolean allows(Map<String, Value> constants) {
      return with.entrySet().stream()
          .allMatch(wanted -> fits(wanted.getValue(), constants.get(wanted.getKey())));
    }

    private static boolean fits(Value wanted, @Nullable Value actual) {
      if (wanted instanceof Value.Int least && actual instanceof Value.SetOf set) {
        return set.elements().size() >= least.value();
      }
      if (wanted instanceof Value.Int least && actual instanceof Value.Int number) {
        return number.value() >= least.value();
      }
      return wanted.equals(actual);
    }
  }

  /** One feature, those that it never meets, and why. */
  public record Apart(String of, Set<String> from, String why) {
    public Apart {
      from = Set.copyOf(from);
    }

    boolean separates(String one, String other) {
      return (of.equals(one) && from.contains(other)) || (of.equals(other) && from.contains(one));
    }
  }
}
