package org.mmucheck.kvm;

import java.util.List;
import java.util.ServiceLoader;
import org.mmucheck.subject.Adapter;

/** The bindings as the workbench finds them. */
final class Bindings {
  private Bindings() {}

  /** One for each module. */
  static List<Adapter> all() {
    return ServiceLoader.load(Adapter.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  static Adapter of(String module) {
    return all().stream()
        .filter(adapter -> adapter.module().equals(module))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no binding for " + module));
  }
}
