package org.mmucheck.catalog;

import org.jspecify.annotations.Nullable;

/** No model has the name or id that the user gave; the command ends with exit code 2. */
public final class UnknownModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final @Nullable String nearest;

  /**
   * @param name what the user gave
   * @param nearest the most similar name or id; null where the catalogue is empty
   */
  public UnknownModelException(String name, @Nullable String nearest) {
    super("no model '" + name + "'" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    this.name = name;
    this.nearest = nearest;
  }

  public String name() {
    return name;
  }

  public @Nullable String nearest() {
    return nearest;
  }
}
