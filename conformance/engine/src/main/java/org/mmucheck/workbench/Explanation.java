package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.input.InputException;
import org.mmucheck.report.Explainer;
import org.mmucheck.report.PropertySentence;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/** A trace told in the words of its module: the adapter's captions and the property's sentence. */
final class Explanation {
  private Explanation() {}

  /**
   * @throws InputException if the trace's module cannot be read
   */
  static String of(Trace trace, ExplainFormat format, Catalog catalog, Adapter adapter) {
    String sentence = sentence(catalog, trace.meta());
    List<String> lines =
        switch (format) {
          case text -> Explainer.text(trace, adapter, sentence);
          case md -> Explainer.markdown(trace, adapter, sentence);
        };
    return String.join("\n", lines) + "\n";
  }

  private static String sentence(Catalog catalog, Trace.Meta meta) {
    Path module =
        catalog
            .moduleFile(meta.module())
            .orElseThrow(
                () ->
                    new InputException("module " + meta.module(), "", "is that of no model here"));
    try {
      return PropertySentence.in(Files.readString(module), meta.property());
    } catch (IOException e) {
      throw new InputException(module.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}
