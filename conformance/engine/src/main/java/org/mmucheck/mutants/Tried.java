package org.mmucheck.mutants;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mutant.
 *
 * @param kills who noticed it, or came to no verdict, in the order in which they were asked; the
 *     first one only, unless all were asked for
 * @param stillborn why it is no spec at all; null if it is one
 * @param asked how many models were tried
 */
public record Tried(Mutant mutant, List<Kill> kills, @Nullable String stillborn, int asked) {
  public Tried {
    kills = List.copyOf(kills);
  }

  /** Who noticed first; a count only if nobody else did; no verdict only if nothing at all did. */
  public Optional<Kill> killer() {
    return kills.stream()
        .filter(kill -> kill.layer().kills())
        .findFirst()
        .or(() -> kills.stream().filter(kill -> kill.layer() == Layer.COUNT).findFirst())
        .or(() -> kills.stream().findFirst());
  }

  /** Whether something that is no mere count noticed it. */
  public boolean isKilled() {
    return killer().filter(kill -> kill.layer().kills()).isPresent();
  }

  /** Whether a pinned count alone noticed it. */
  public boolean isCountedOnly() {
    return isFirst(Layer.COUNT);
  }

  /** Whether nothing noticed it, and some layer came to no verdict. */
  public boolean isUnjudged() {
    return isFirst(Layer.NO_VERDICT);
  }

  private boolean isFirst(Layer layer) {
    return killer().filter(kill -> kill.layer() == layer).isPresent();
  }

  /** Whether it is a spec, and nothing at all noticed it. */
  public boolean isSurvivor() {
    return stillborn == null && kills.isEmpty();
  }
}
