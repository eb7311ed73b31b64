package org.mmucheck.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.report.Claim;
import org.mmucheck.report.HtmlReport;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.trace.Trace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gathers what goes on the page of {@link HtmlReport}. */
final class Reporting {
  private Reporting() {}

  /**
   * @param traces the folder of the kept traces
   * @param documents what commands have printed with {@code --json}
   */
  static String page(Workbench workbench, Path traces, List<Path> documents) {
    List<HtmlReport.Told> told = new ArrayList<>();
    for (Model model : workbench.catalog().models()) {
      Path file = model.traceFile(traces);
      if (Files.exists(file)) {
        Trace trace = TraceFiles.read(file);
        told.add(
            new HtmlReport.Told(
                trace,
                model,
                workbench.adapterIfAny(model.module()).orElse(null),
                claim(trace, model)));
      }
    }
    Map<String, JsonNode> read = new LinkedHashMap<>();
    documents.forEach(file -> read.put(file.getFileName().toString(), document(file)));
    return HtmlReport.of(workbench.catalog(), told, read);
  }

  /** TLC has found the trace in just this module and configuration, or we cannot say. */
  private static Claim claim(Trace trace, Model model) {
    Trace.Meta meta = trace.meta();
    Trace.Meta now = TraceMetas.of(model, meta.property(), meta.description());
    return meta.equals(now) ? Claim.BROKEN : Claim.SAID;
  }

  private static JsonNode document(Path file) {
    InputFile.requireNoPipe(file);
    try {
      JsonNode document = JsonMapper.shared().readTree(Files.readAllBytes(file));
      if (!document.isObject()) {
        throw new InputException(file.toString(), "", "is no document that --json prints");
      }
      return document;
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      throw new InputException(file.toString(), "", "not JSON: " + e.getOriginalMessage());
    }
  }
}
