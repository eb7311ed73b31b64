package org.mmucheck.tlc;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;

/** The small specs of these tests. */
public final class TestSpecs {
  static final Path DIR = Path.of("src/test/resources/specs");

  private TestSpecs() {}

  /** A model of which nothing is expected. */
  public static Model model(String module, String config) {
    return expecting(module, config, Result.SUCCESS, null, null, null);
  }

  static Model expecting(
      String module,
      String config,
      Result result,
      @Nullable String property,
      @Nullable Long states,
      @Nullable Integer depth) {
    return Model.of(config, Source.read(DIR.resolve(module + ".tla"), DIR.resolve(config + ".cfg")))
        .expected(new Model.Expected(result, property, states, depth))
        .summary("What to watch for.")
        .build();
  }

  static TlcResult run(String module, String config) throws InterruptedException {
    return TlcRunner.run(model(module, config), TlcOptions.oneWorker());
  }
}
