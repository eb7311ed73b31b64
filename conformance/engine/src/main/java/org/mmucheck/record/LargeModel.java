package org.mmucheck.record;

import java.util.Map;
import org.mmucheck.catalog.Model;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Specs;
import org.mmucheck.value.Value;

/** A model's design at sizes that TLC could not enumerate, as its adapter says. */
public final class LargeModel {
  private LargeModel() {}

  /**
   * The model at large: what breaks in it breaks there as well, and nothing is pinned.
   *
   * @param adapter of the model's module
   */
  public static Model of(Model model, Adapter adapter) {
    return model
        .with(model.name() + "_AtLarge", config(model, adapter))
        .expected(model.expected().result(), model.expected().property())
        .build();
  }

  /** The text of its configuration. */
  static String config(Model model, Adapter adapter) {
    try (Spec spec = Specs.open(model)) {
      Map<String, Value> own = spec.constants();
      return LargeConfig.of(model.config(), own, adapter.atLarge(own));
    }
  }
}
