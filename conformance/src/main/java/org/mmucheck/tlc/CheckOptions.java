package org.mmucheck.tlc;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;

/**
 * How to check models.
 *
 * @param workers threads in all: so many small models run at a time, each with one worker; a large
 *     model runs alone with all of them
 * @param traces the folder for counterexamples; null writes none
 * @param progress told how far a model's run has come; may be called by several threads
 * @param tla2tools the user's own TLC jar, which runs as a process of its own; null for the one
 *     built in
 */
public record CheckOptions(
    int workers,
    @Nullable Path traces,
    BiConsumer<Model, TlcProgress> progress,
    @Nullable Path tla2tools) {
  public CheckOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers);
    }
  }
}
