package org.mmucheck.workbench;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.log.Recording;

/**
 * The spec that a recording is held against: the sizes are the recording's, the rules those of a
 * design. A rule of a protocol is a BOOLEAN constant or a string; the rest are bounds.
 */
final class LogModel {
  private final Catalog catalog;
  private final Recording recording;

  private LogModel(Catalog catalog, Recording recording) {
    this.catalog = catalog;
    this.recording = recording;
  }

  /**
   * @param design null for the design that was recorded
   * @throws InputException if the recording says nothing that a model can be made of
   */
  static Model of(Recording recording, Catalog catalog, @Nullable Model design) {
    return new LogModel(catalog, recording).model(design);
  }

  private Model model(@Nullable Model design) {
    Recording.Header header = recording.header();
    Optional<Model> recorded = recorded();
    Model near =
        design != null ? design : recorded.or(this::anyOfModule).orElseThrow(this::unknown);
    if (!near.module().equals(header.module())) {
      throw wrong(
          "%s is a model of %s, not of %s, as the log is; `models %s` lists those that are"
              .formatted(near.name(), near.module(), header.module(), header.module()));
    }
    if (design == null) {
      requireKnown(header, recorded);
    }
    String config =
        header.config().isEmpty()
            ? recorded.map(Model::config).orElseThrow(this::unknown)
            : header.config();
    ConfigText own = new ConfigText(config);
    ConfigText merged = design == null ? own : own.withRulesOf(ConfigText.of(design));
    return near.with(near.name(), merged.text()).build();
  }

  /** A log of a design that is not here is no log of the one that happens to be. */
  private void requireKnown(Recording.Header header, Optional<Model> recorded) {
    if (!header.model().isEmpty() && recorded.isEmpty()) {
      throw wrong(
          "no model is named \"" + header.model() + "\"; --as MODEL says which design is meant");
    }
  }

  private Optional<Model> recorded() {
    String name = recording.header().model();
    return catalog.models().stream()
        .filter(model -> model.name().equals(name) || model.row().equals(name))
        .findFirst();
  }

  private Optional<Model> anyOfModule() {
    return recording.header().config().isEmpty()
        ? Optional.empty()
        : catalog.models().stream()
            .filter(model -> model.module().equals(recording.header().module()))
            .findFirst();
  }

  private InputException unknown() {
    Recording.Header header = recording.header();
    return wrong(
        header.config().isEmpty()
            ? "has no configuration, and no model is named \"" + header.model() + "\""
            : "no model has the module " + header.module());
  }

  private InputException wrong(String reason) {
    return new InputException(recording.file(), "line 1", reason);
  }
}
