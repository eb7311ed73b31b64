package org.mmucheck.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.ModuleTexts;
import org.mmucheck.catalog.Row;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.report.ActionTexts.ActionText;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;
import tools.jackson.databind.JsonNode;

/**
 * The whole catalogue as one page of HTML that needs nothing else: no network, no folder beside it,
 * no scripts. Scripts, where they run, add stepping by keyboard, a filter and the text of the
 * action at each step. The same input gives the same bytes.
 */
public final class HtmlReport {
  private final Catalog catalog;
  private final List<Told> traces;
  private final Map<String, JsonNode> documents;
  private final Html html = new Html();
  private final Map<String, Map<String, ActionText>> actions = new LinkedHashMap<>(); // by module
  private final Map<String, String> modules = new LinkedHashMap<>(); // their texts
  private final Map<String, Told> traceOf = new LinkedHashMap<>(); // by model
  private final Map<String, Set<String>> taken = new TreeMap<>(); // actions, by module

  /**
   * A trace and what is known of it.
   *
   * @param adapter knows the words of its module; null if there is none
   * @param claim whether it breaks the property that it names
   */
  public record Told(Trace trace, Model model, @Nullable Adapter adapter, Claim claim) {}

  private HtmlReport(Catalog catalog, List<Told> traces, Map<String, JsonNode> documents) {
    this.catalog = catalog;
    this.traces = traces;
    this.documents = documents;
    for (Model model : catalog.models()) {
      if (!modules.containsKey(model.module()) && Files.exists(model.source().moduleFile())) {
        String text = Objects.requireNonNull(ModuleTexts.of(model.source()).get(model.module()));
        modules.put(model.module(), text);
        actions.put(model.module(), ActionTexts.in(text));
      }
    }
    traces.forEach(told -> traceOf.put(told.model().name(), told));
  }

  /**
   * The page.
   *
   * @param documents what other commands have printed with {@code --json}, by the file's name
   */
  public static String of(Catalog catalog, List<Told> traces, Map<String, JsonNode> documents) {
    return new HtmlReport(catalog, traces, new TreeMap<>(documents)).page();
  }

  private String page() {
    String script = Page.resource("report.js");
    html.raw("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    html.raw(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " style-src 'unsafe-inline'; script-src 'sha256-"
            + sha256(script)
            + "'\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width\">\n");
    html.raw("<title>mmucheck</title>\n<style>\n" + Page.resource("report.css") + "</style>\n");
    head();
    html.raw("<main>\n");
    protocols();
    ablation();
    results();
    traces();
    definitions();
    html.raw("</main>\n<script>" + script + "</script>\n</html>\n");
    return html.toString();
  }

  private void head() {
    html.raw("<header><h1>mmucheck</h1>\n<p>")
        .text(
            modules.size()
                + " modules, "
                + catalog.models().size()
                + " models, "
                + traces.size()
                + " traces")
        .raw("\n<nav>");
    html.link("protocols", "Protocols").raw(" ").link("ablation", "Ablation").raw(" ");
    html.link("results", "Results").raw(" ").link("traces", "Traces").raw(" ");
    html.link("definitions", "Actions").raw("</nav>\n<div id=\"tools\"></div></header>\n");
  }

  private void protocols() {
    html.raw("<section id=\"protocols\"><h2>Protocols</h2>\n");
    Map<String, List<Row>> byModule = new LinkedHashMap<>();
    for (Row row : catalog.rows()) {
      byModule
          .computeIfAbsent(row.models().getFirst().module(), module -> new ArrayList<>())
          .add(row);
    }
    byModule.forEach(this::protocol);
    html.raw("</section>\n");
  }

  private void protocol(String module, List<Row> rows) {
    long kept =
        rows.stream()
            .flatMap(row -> row.models().stream())
            .filter(model -> traceOf.containsKey(model.name()))
            .count();
    long models = rows.stream().mapToLong(row -> row.models().size()).sum();
    html.raw("<details class=\"protocol\" id=\"protocol-" + module + "\"><summary>");
    html.element("h3", module).raw(" <small>");
    html.text(models + " models, " + kept + " traces").raw("</small></summary>\n");
    ModuleHeader header = ModuleHeader.of(modules.getOrDefault(module, ""));
    paragraph(header.about());
    paragraph(header.models());
    paragraph(header.leftOut().isEmpty() ? "" : "Left out: " + header.leftOut());
    html.raw(
        "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Id<th scope=\"col\">What it shows"
            + "<th scope=\"col\">What TLC finds<th scope=\"col\">States<th scope=\"col\">Kernel"
            + "</thead><tbody>\n");
    rows.forEach(this::row);
    html.raw("</tbody></table></div></details>\n");
  }

  private void paragraph(String text) {
    if (!text.isEmpty()) {
      html.element("p", text).raw("\n");
    }
  }

  private void row(Row row) {
    Model first = row.models().getFirst();
    html.raw("<tr class=\"row\" id=\"row-").text(row.name()).raw("\"><th scope=\"row\">");
    html.text(first.id() == null ? row.name() : first.id());
    if (first.word() != null) {
      html.raw("<br><small>").text(first.word()).raw("</small>");
    }
    html.raw("<td>").text(shown(row).summary()).raw("<td>");
    Set<String> commits = new LinkedHashSet<>();
    Set<String> states = new LinkedHashSet<>();
    for (Model model : row.models()) {
      html.raw("<div>");
      finding(model);
      html.raw("</div>");
      Long count = model.expected().distinctStates();
      if (count != null) {
        states.add(String.format(Locale.ROOT, "%,d", count));
      }
      Model.Kernel kernel = model.kernel();
      if (kernel != null) {
        commits.add(
            (kernel.commit() == null ? "" : kernel.commit() + " ")
                + kernel.subject()
                + " ("
                + kernel.year()
                + ")");
      }
    }
    html.raw("<td class=\"n\">").text(String.join(", ", states)).raw("<td>");
    commits.forEach(commit -> html.element("div", commit));
    html.raw("\n");
  }

  private void finding(Model model) {
    Model.Expected expected = model.expected();
    if (expected.property() == null) {
      html.text(expected.result().word());
      if (expected.result() == Model.Result.SUCCESS) {
        html.raw("<small>: ")
            .text(String.join(", ", ConfigText.of(model).checked()))
            .raw("</small>");
        return;
      }
    } else {
      html.text(expected.property() + " fails");
    }
    Told told = traceOf.get(model.name());
    if (told != null) {
      html.raw(", ").link("trace=" + model.name(), told.trace().steps().size() - 1 + " steps");
    } else if (expected.steps() != null) {
      html.text(", " + expected.steps() + " steps");
    }
  }

  private static Model shown(Row row) {
    return row.models().stream()
        .filter(model -> model.name().equals(row.name()) || model.expected().property() != null)
        .findFirst()
        .orElse(row.models().getFirst());
  }

  /** What the manifests pin: each ordering of the right designs, switched off alone. */
  private void ablation() {
    html.raw("<section id=\"ablation\"><h2>Ablation</h2>\n<p>");
    html.text(
        "Each ordering that a right design relies on, switched off alone: what breaks, and in how"
            + " many steps. As the manifests pin it; mmucheck ablate finds it anew.");
    html.raw("\n");
    for (Design design : catalog.designs()) {
      if (!design.orderings().isEmpty()) {
        orderings(design);
      }
    }
    html.raw("</section>\n");
  }

  private void orderings(Design design) {
    String module = design.model().module();
    Map<String, String> sentences = ConstantSentences.in(modules.getOrDefault(module, ""));
    html.raw("<details class=\"protocol\"><summary>");
    html.element("h3", design.model().name()).raw("</summary>\n<div class=\"wide\"><table><thead>");
    html.raw(
        "<tr><th scope=\"col\">Ordering<th scope=\"col\">What it says<th scope=\"col\">Without it"
            + "<th scope=\"col\">Steps</thead><tbody>\n");
    for (Design.Ordering ordering : design.orderings()) {
      Design.Harm harm = ordering.harm();
      html.raw("<tr class=\"row\"><th scope=\"row\">").text(ordering.constant()).raw("<td>");
      html.text(sentences.getOrDefault(ordering.constant(), "")).raw("<td>");
      if (harm != null) {
        html.text(harm.breaks() + " breaks");
        if (!harm.at().equals(design.model())) {
          html.raw(" <small>").text("at the size of " + harm.at().name()).raw("</small>");
        }
        html.raw("<td class=\"n\">").text(Integer.toString(harm.steps()));
      } else {
        html.text(
            (ordering.isRuledOut() ? "ruled out: " : "nothing: ")
                + Optional.ofNullable(ordering.why()).orElse(""));
        html.raw("<td>");
      }
      html.raw("\n");
    }
    html.raw("</tbody></table></div></details>\n");
  }

  private void results() {
    html.raw("<section id=\"results\"><h2>Results</h2>\n");
    if (documents.isEmpty()) {
      html.element(
          "p",
          "None was given. Whatever a command prints with --json goes in here: mmucheck conform"
              + " --json > conform.json; mmucheck report --with conform.json --out FILE");
    }
    documents.forEach(
        (name, document) -> {
          html.raw("<details class=\"protocol\"><summary>");
          html.element("h3", name).raw("</summary>\n");
          JsonTables.write(document, html);
          html.raw("</details>\n");
        });
    html.raw("</section>\n");
  }

  private void traces() {
    html.raw("<section id=\"traces\"><h2>Traces</h2>\n");
    html.raw("<p>W: takes the lock for write, R: for read, |: holds it, ': lets go of it.\n");
    for (Told told : traces) {
      Story story = Story.of(told.trace(), told.adapter(), told.claim());
      String module = told.model().module();
      new TraceTable(
              told.trace(),
              story,
              module,
              html,
              actions.getOrDefault(module, Map.of())::containsKey)
          .write(
              PropertySentence.in(
                  modules.getOrDefault(module, ""), told.trace().meta().property()));
      Set<String> names = taken.computeIfAbsent(module, each -> new LinkedHashSet<>());
      told.trace().steps().stream()
          .map(Trace.Step::action)
          .filter(Objects::nonNull)
          .forEach(action -> names.add(action.action()));
    }
    html.raw("</section>\n");
  }

  /** The actions that the traces take, as the modules define them: the guard and the line. */
  private void definitions() {
    html.raw("<section id=\"definitions\"><h2>Actions</h2>\n");
    taken.forEach(
        (module, names) -> {
          html.raw("<details class=\"protocol\"><summary>");
          html.element("h3", module).raw("</summary>\n");
          actions
              .getOrDefault(module, Map.of())
              .forEach(
                  (name, action) -> {
                    if (names.contains(name)) {
                      HtmlForm.definition(module, name, action, html);
                    }
                  });
          html.raw("</details>\n");
        });
    html.raw("</section>\n");
  }

  /** Writes the page to a file. */
  public static void write(String page, Path file) throws IOException {
    AtomicFile.write(file, page.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String script) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
