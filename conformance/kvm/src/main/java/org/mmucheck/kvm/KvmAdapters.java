package org.mmucheck.kvm;

import java.util.List;
import org.mmucheck.subject.Adapter;

/** All adapters of the KVM specs. */
public final class KvmAdapters {
  private KvmAdapters() {}

  /** One adapter for each module. */
  public static List<Adapter> all() {
    return List.of(
        new RootLifetimeAdapter(),
        new NotifierFaultAdapter(),
        new GuestMapAdapter(),
        new GfnToPfnCacheAdapter(),
        new AttributeFaultAdapter(),
        new FinerLockAdapter(),
        new MemslotUpdateAdapter(),
        new SlotsRwsemAdapter(),
        new HugeFaultAdapter(),
        new ZapGfnRangeAdapter(),
        new VmLifetimeAdapter(),
        new TablePagesAdapter(),
        new KvmMmuAdapter());
  }

  /**
   * @throws IllegalArgumentException if no adapter knows the module
   */
  public static Adapter of(String module) {
    return all().stream()
        .filter(adapter -> adapter.module().equals(module))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no adapter for module " + module));
  }
}
