package org.mmucheck.linux.kernel;

import java.util.List;
import org.mmucheck.file.Sha256;

/**
 * Where every point of some tables is in one running kernel, one line each: what {@code
 * linux/points/KERNEL.txt} holds, so that a table can be held to kernels that are not at hand.
 *
 * <pre>
 * kernel 7.3.4
 * kvm 2961 functions, sha256 0f3a...
 * NotifierFault Vcpu SnapshotSeq: entry kvm_mmu_faultin_pfn = kvm_mmu_faultin_pfn [kvm]
 * </pre>
 *
 * The digest is of the names of KVM's functions: two builds that differ in it are not one kernel.
 */
public final class PointListing {
  private static final String MODULE = "kvm";

  /** What the compiler calls the room before a function. */
  private static final String PADDING = "__pfx_";

  private PointListing() {}

  /** The listing of all tables' points for a kernel, which must have them all. */
  public static String of(
      String kernel, Symbols symbols, Spots spots, List<KernelPoints> protocols) {
    List<String> functions =
        symbols.of(MODULE).stream()
            .filter(Symbol::isCode)
            .map(Symbol::name)
            .filter(name -> !name.startsWith(PADDING))
            .distinct()
            .sorted()
            .toList();
    StringBuilder text = new StringBuilder();
    text.append("kernel ").append(kernel).append('\n');
    text.append(MODULE)
        .append(" %d functions, sha256 %s\n".formatted(functions.size(), digest(functions)));
    for (KernelPoints protocol : protocols) {
      for (Point point : protocol.points()) {
        for (Spot spot : point.spots()) {
          text.append(line(protocol.protocol(), point, spot))
              .append(" = ")
              .append(spots.describe(spot))
              .append('\n');
        }
      }
    }
    return text.toString();
  }

  /** What a listing has for a spot, before the place. */
  static String line(String protocol, Point point, Spot spot) {
    return protocol + " " + point.task() + " " + point.step() + ": " + spot;
  }

  private static String digest(List<String> names) {
    return Sha256.of(String.join("\n", names));
  }
}
