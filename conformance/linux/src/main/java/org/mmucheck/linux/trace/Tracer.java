package org.mmucheck.linux.trace;

import org.mmucheck.input.InputException;

/**
 * What a release's tracer can show: measured on Debian's kernels 6.1.192, 6.12.117 and 7.3.4 with
 * the probes of {@code linux/probes}.
 *
 * @param precheck whether the fault has the unlocked test around GUP
 * @param showsEnd whether kvm_mmu_invalidate_end() is a function of its own; where it is inlined,
 *     raising seq and lowering the count are hidden
 * @param hullInFrames whether the hull is kept in guest frames; earlier in host addresses
 */
record Tracer(boolean precheck, boolean showsEnd, boolean hullInFrames) {
  /**
   * Of a release like {@code 6.12.117}.
   *
   * @throws InputException if it is none
   */
  static Tracer of(String release) {
    if (!release.matches("\\d{1,3}(\\.\\d{1,4})+.*")) {
      throw new InputException(
          "kernel " + release, "", "is no release of Linux; expected one like 7.3.4");
    }
    String[] parts = release.split("\\D+");
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    boolean isNew = major > 6 || (major == 6 && minor >= 9);
    return new Tracer(isNew, isNew, isNew);
  }
}
