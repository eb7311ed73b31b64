package org.mmucheck.linux.subject;

import java.nio.file.Path;
import org.mmucheck.linux.kernel.Btf;
import org.mmucheck.linux.kernel.KernelPoints;
import org.mmucheck.linux.kernel.PointTable;
import org.mmucheck.linux.kernel.Symbols;
import org.mmucheck.linux.lab.Image;
import org.mmucheck.linux.lab.LabException;

/**
 * What is known of a kernel.
 *
 * @param version what {@code uname -r} says
 * @param points of one protocol
 * @param lru the number of the page flag {@code PG_lru}
 */
record Facts(String version, Symbols symbols, KnownLayouts layouts, KernelPoints points, long lru) {
  /**
   * What a booted kernel has told.
   *
   * @param table the protocol's table of points
   */
  static Facts of(Image image, Path table) {
    String version = image.release();
    Btf layouts = Btf.vmlinux("the BTF of " + version, image.btf("vmlinux"));
    if (image.hasBtf("kvm")) {
      layouts = layouts.module("the BTF of kvm.ko of " + version, image.btf("kvm"));
    }
    return new Facts(
        version,
        Symbols.read(image.kallsymsFile().toString(), image.kallsyms()),
        new KnownLayouts(layouts),
        PointTable.read(table).of(version),
        layouts
            .constant("PG_lru")
            .orElseThrow(() -> new LabException(version + " has no page flag PG_lru")));
  }

  /** An address, told by symbol for people. */
  String tell(long address) {
    return symbols
        .at(address)
        .map(Symbols.Location::toString)
        .orElse("0x" + Long.toHexString(address));
  }
}
