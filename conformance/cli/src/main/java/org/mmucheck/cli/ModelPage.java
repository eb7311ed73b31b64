package org.mmucheck.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Design;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.ModuleTexts;
import org.mmucheck.catalog.Row;
import org.mmucheck.report.ConstantSentences;
import org.mmucheck.report.ModuleHeader;
import org.mmucheck.report.PropertySentence;

/** One row of a manifest, whole: its design, what is checked of it, and what shows it. */
final class ModelPage {
  private static final int WIDTH = 100;

  private final Session session;
  private final Catalog catalog;
  private final Row row;
  private final List<Model> models;
  private final PrintWriter out;
  private final Paragraphs paragraphs;
  private final Map<String, String> texts;

  /**
   * @param models those of the row that the user asked for
   */
  ModelPage(Session session, Row row, List<Model> models) {
    this.session = session;
    this.catalog = session.catalog();
    this.row = row;
    this.models = models;
    this.out = session.console.out();
    int columns = session.console.columns();
    this.paragraphs = new Paragraphs(out, columns == 0 ? WIDTH : Math.min(columns, WIDTH));
    this.texts = ModuleTexts.of(first().source());
  }

  void print() {
    String id = first().id();
    out.println(
        row.name()
            + (id == null ? "" : "  " + id)
            + (first().word() == null ? "" : "  " + first().word()));
    paragraphs.print("", summary());
    out.println();
    design();
    kernel();
    checks();
    ModuleHeader header = ModuleHeader.of(texts.values().iterator().next());
    out.println();
    paragraphs.print("module", first().module() + ".tla: " + header.about());
    paragraphs.print("models", header.models().replaceFirst("^Models ", ""));
    paragraphs.print("leaves out", header.leftOut());
    commands();
  }

  /** What the row is about: what it breaks, unless all of it holds. */
  private String summary() {
    return models.stream()
        .filter(model -> model.name().equals(row.name()) || model.expected().property() != null)
        .findFirst()
        .orElse(first())
        .summary();
  }

  private Model first() {
    return models.getFirst();
  }

  /** The constants: how they differ from the nearest right design, and how large the model is. */
  private void design() {
    Map<String, Boolean> own = ConfigText.of(first()).truths();
    Optional<Design> nearest = nearest(own);
    if (nearest.isEmpty()) {
      paragraphs.print("design", "no right design of " + first().module() + " is listed");
    } else {
      Map<String, Boolean> changed = differing(own, nearest.get());
      String name = nearest.get().model().name();
      paragraphs.print(
          "design",
          changed.isEmpty()
              ? (name.equals(first().name()) ? "right" : "right, as " + name)
              : "as " + name + ", but");
      changed.forEach((constant, truth) -> paragraphs.print("", rule(constant, truth)));
    }
    String sizes =
        row.bare().assignments().entrySet().stream()
            .filter(each -> !own.containsKey(each.getKey()))
            .filter(each -> !each.getValue().equals("= " + each.getKey()))
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    paragraphs.print("sizes", sizes);
  }

  private String rule(String constant, boolean truth) {
    String sentence = sentence(constant);
    return constant
        + " = "
        + (truth ? "TRUE" : "FALSE")
        + (sentence.isEmpty() ? "" : "   [" + sentence + "]");
  }

  private String sentence(String constant) {
    return texts.values().stream()
        .map(text -> ConstantSentences.in(text).getOrDefault(constant, ""))
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The right design of the same module from which the fewest rules differ. */
  private Optional<Design> nearest(Map<String, Boolean> own) {
    return catalog.designs().stream()
        .filter(design -> design.model().module().equals(first().module()))
        .min((a, b) -> Integer.compare(differing(own, a).size(), differing(own, b).size()));
  }

  private static Map<String, Boolean> differing(Map<String, Boolean> own, Design design) {
    Map<String, Boolean> right = ConfigText.of(design.model()).truths();
    Map<String, Boolean> differing = new LinkedHashMap<>();
    own.forEach(
        (constant, truth) -> {
          if (!truth.equals(right.get(constant))) {
            differing.put(constant, truth);
          }
        });
    return differing;
  }

  private void kernel() {
    Set<String> commits = new LinkedHashSet<>();
    for (Model model : models) {
      Model.Kernel kernel = model.kernel();
      if (kernel != null) {
        commits.add(
            (kernel.commit() == null ? "" : kernel.commit() + " ")
                + "\""
                + kernel.subject()
                + "\", "
                + kernel.year());
      }
    }
    String label = "kernel";
    for (String commit : commits) {
      paragraphs.print(label, commit);
      label = "";
    }
    if (row.releases() != null) {
      paragraphs.print("releases", row.releases().text());
    }
  }

  private void checks() {
    out.println();
    Table table = new Table("MODEL", "EXPECTED", "STATES", "STEPS", "TIER");
    Set<String> broken = new LinkedHashSet<>();
    for (Model model : models) {
      Model.Expected expected = model.expected();
      table.row(
          model.name(),
          CheckedModel.expected(model),
          expected.distinctStates() == null
              ? ""
              : String.format(Locale.ROOT, "%,d", expected.distinctStates()),
          expected.steps() == null ? "" : expected.steps().toString(),
          model.tier());
      if (expected.property() == null) {
        broken.addAll(ConfigText.of(model).checked());
      } else {
        broken.add(expected.property());
      }
    }
    session.print(table);
    Map<String, String> sentences = new LinkedHashMap<>();
    broken.forEach(property -> sentences.put(property, property(property)));
    sentences.values().removeIf(String::isEmpty);
    if (!sentences.isEmpty()) {
      out.println();
      sentences.forEach((property, sentence) -> paragraphs.print("", property + ": " + sentence));
    }
  }

  private String property(String name) {
    return texts.values().stream()
        .map(text -> PropertySentence.in(text, name))
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .orElse("");
  }

  private void commands() {
    Path traces = session.tracesDir(null);
    List<Model> kept =
        models.stream().filter(model -> Files.exists(model.traceFile(traces))).toList();
    out.println();
    String label = "trace";
    for (Model model : kept) {
      paragraphs.print(label, Console.display(model.traceFile(traces)));
      label = "";
    }
    List<String> commands = new ArrayList<>();
    if (!kept.isEmpty()) {
      commands.add(session.again(List.of("explain", kept.getFirst().name())));
    }
    commands.add(session.again(List.of("check", row.name())));
    if (first().induction() == null
        && session.workbench().adapterIfAny(first().module()).isPresent()) {
      commands.add(session.again(List.of("conform", row.name())));
    }
    if (catalog.designs().stream().anyMatch(design -> design.model().row().equals(row.name()))) {
      commands.add(session.again(List.of("ablate", row.name())));
    }
    label = "try";
    for (String command : commands) {
      paragraphs.print(label, command);
      label = "";
    }
  }
}
