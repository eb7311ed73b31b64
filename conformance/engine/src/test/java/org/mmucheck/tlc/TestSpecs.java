package org.mmucheck.tlc;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;

/** The small specs of these tests. */
final class TestSpecs {
  static final Path DIR = Path.of("src/test/resources/specs");

  private TestSpecs() {}

  /** A model of which nothing is expected. */
  static Model model(String module, String config) {
    return expecting(module, config, Result.SUCCESS, null, null, null);
  }

  static Model expecting(
      String module,
      String config,
      Result result,
      @Nullable String property,
      @Nullable Long states,
      @Nullable Integer depth) {
    return new Model(
        config,
        null,
        module,
        config + ".cfg",
        "quick",
        new Model.Expected(result, property, states, depth),
        null,
        "What to watch for.");
  }

  static TlcResult run(String module, String config) throws InterruptedException {
    return TlcRunner.run(DIR, model(module, config), TlcOptions.oneWorker());
  }
}
