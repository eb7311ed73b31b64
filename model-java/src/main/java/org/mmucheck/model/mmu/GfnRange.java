package org.mmucheck.model.mmu;

/**
 * A range of guest frame numbers.
 *
 * @param start the first
 * @param end the one after the last
 */
public record GfnRange(int start, int end) {
  public GfnRange {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("no gfn in [" + start + ", " + end + ")");
    }
  }

  /** Whether {@code gfn} is one of them. */
  public boolean contains(int gfn) {
    return start <= gfn && gfn < end;
  }
}
