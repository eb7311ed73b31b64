package org.mmucheck.workbench;

import java.util.Optional;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.UnknownModelException;
import org.mmucheck.input.InputException;
import org.mmucheck.reading.AnyTrace;
import org.mmucheck.replay.DivergenceText;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.trace.Trace;

/** Whether a trace file of a catalogue's model is what it says, as {@code replay} finds it. */
public final class TraceJudge {
  private final Workbench workbench;

  public TraceJudge(Workbench workbench) {
    this.workbench = workbench;
  }

  /**
   * Replays a trace on its own model.
   *
   * @param file where it comes from, for messages
   * @return why it is refused, in one line; empty if it is what it says
   */
  public Optional<String> refusal(String file, String text) {
    try {
      AnyTrace read = AnyTrace.of(file, text);
      Model model = modelOf(workbench.catalog(), file, read.meta());
      Trace trace = workbench.labelled(read, model);
      ReplayReport report = workbench.replay(file, trace, model, model, Integer.MAX_VALUE);
      if (report.divergence() != null) {
        return Optional.of(
            DivergenceText.lines(report.divergence(), file, model.name(), null, "").getFirst());
      }
      return report.doubts().stream().findFirst();
    } catch (InputException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The model that a trace says it is of.
   *
   * @throws InputException if it names none, or one that is not in the catalogue
   */
  public static Model modelOf(Catalog catalog, String file, Trace.Meta meta) {
    String name = meta.model();
    if (name.isEmpty()) {
      throw new InputException(
          file, "#meta", "names no model; name the model to replay it on with --as MODEL");
    }
    return catalog.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new InputException(file, "#meta.model", unknown(catalog, name)));
  }

  private static String unknown(Catalog catalog, String name) {
    try {
      catalog.find(name);
      return "'" + name + "' is a catalogue id, not a model's name";
    } catch (UnknownModelException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
