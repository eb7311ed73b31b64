package org.mmucheck.cli;

import java.util.List;
import org.mmucheck.input.InputException;
import org.mmucheck.subject.Adapter;

/** Finds the implementation of a module. */
final class Adapters {
  private Adapters() {}

  /**
   * @throws InputException if no implementation knows {@code module}
   */
  static Adapter of(String module, Engines engines) {
    List<Adapter> all = engines.adapters();
    return all.stream()
        .filter(adapter -> adapter.module().equals(module))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "module " + module,
                    "",
                    "no Java code implements it; there is code for "
                        + String.join(", ", all.stream().map(Adapter::module).sorted().toList())));
  }
}
