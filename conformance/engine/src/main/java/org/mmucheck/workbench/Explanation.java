package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Tasks;
import org.mmucheck.input.InputException;
import org.mmucheck.report.Claim;
import org.mmucheck.report.Explainer;
import org.mmucheck.report.PropertySentence;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/** A trace told in the words of its module: the adapter's captions and the property's sentence. */
final class Explanation {
  private Explanation() {}

  /**
   * @param module the file of the trace's module; null if it is not known
   * @param adapter knows the module's names; null if there is none
   * @throws InputException if the module cannot be read
   */
  static String of(
      Trace trace,
      ExplainFormat format,
      @Nullable Path module,
      @Nullable Adapter adapter,
      Claim claim) {
    String sentence = module == null ? "" : sentence(module, trace.meta().property());
    Tasks tasks =
        module == null ? Tasks.FIRST : Tasks.of(module.toAbsolutePath().resolveSibling(""));
    List<String> lines = Explainer.lines(format.format(), trace, adapter, tasks, sentence, claim);
    return String.join("\n", lines) + "\n";
  }

  private static String sentence(Path module, String property) {
    try {
      return PropertySentence.in(Files.readString(module), property);
    } catch (IOException e) {
      throw new InputException(module.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}
