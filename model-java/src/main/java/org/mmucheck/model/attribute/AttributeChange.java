package org.mmucheck.model.attribute;

/**
 * A change of the attribute that is under way.
 *
 * <p>Concurrency: belongs to the changing task; others look while it is parked.
 */
public final class AttributeChange {
  private volatile boolean ending;

  /** Whether the attribute is stored, and the invalidation about to end. */
  public boolean isEnding() {
    return ending;
  }

  void setEnding() {
    ending = true;
  }
}
