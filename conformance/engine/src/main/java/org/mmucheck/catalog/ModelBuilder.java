package org.mmucheck.catalog;

import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model.Expected;
import org.mmucheck.catalog.Model.Induction;
import org.mmucheck.catalog.Model.Kernel;
import org.mmucheck.catalog.Model.Result;

/** Builds a {@link Model}: a quick one that must succeed, unless it is told otherwise. */
public final class ModelBuilder {
  private final String name;
  private final Source source;
  private @Nullable String id;
  private @Nullable String word;
  private String row;
  private String traceFolder = "";
  private String tier = "quick";
  private Expected expected = new Expected(Result.SUCCESS, null, null, null);
  private @Nullable Kernel kernel;
  private String summary = "";
  private @Nullable Induction induction;
  private @Nullable Pins pins;

  ModelBuilder(String name, Source source) {
    this.name = name;
    this.row = name;
    this.source = source;
  }

  public ModelBuilder id(@Nullable String value) {
    id = value;
    return this;
  }

  public ModelBuilder word(@Nullable String value) {
    word = value;
    return this;
  }

  /** The name of the manifest's row; the model's own unless it is told otherwise. */
  public ModelBuilder row(String value) {
    row = value;
    return this;
  }

  public ModelBuilder traceFolder(String value) {
    traceFolder = value;
    return this;
  }

  public ModelBuilder tier(String value) {
    tier = value;
    return this;
  }

  public ModelBuilder expected(Expected value) {
    expected = value;
    return this;
  }

  /** A run that ends so; no count is pinned. */
  public ModelBuilder expected(Result result, @Nullable String property) {
    return expected(new Expected(result, property, null, null));
  }

  public ModelBuilder kernel(@Nullable Kernel value) {
    kernel = value;
    return this;
  }

  public ModelBuilder summary(String value) {
    summary = value;
    return this;
  }

  public ModelBuilder induction(@Nullable Induction value) {
    induction = value;
    return this;
  }

  public ModelBuilder pins(@Nullable Pins value) {
    pins = value;
    return this;
  }

  public Model build() {
    return new Model(
        name, id, word, row, traceFolder, source, tier, expected, kernel, summary, induction, pins);
  }
}
