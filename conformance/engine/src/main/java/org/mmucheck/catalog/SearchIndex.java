package org.mmucheck.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.KnownNames.Fix;
import org.mmucheck.catalog.KnownNames.Renamed;
import org.mmucheck.input.InputException;

/**
 * Finds models by what an engineer knows: the commit that mended it, a CVE, a function or field by
 * its name of then or now, a property, a rule, an action, or words of a sentence.
 */
public final class SearchIndex {
  private static final int SHORTEST_HASH = 6;
  private static final int SENTENCES = 3; // of one module, for one name

  private final Catalog catalog;
  private final KnownNames known;

  private SearchIndex(Catalog catalog, KnownNames known) {
    this.catalog = catalog;
    this.known = known;
  }

  /**
   * @param specDir the folder of specs, with {@code names.json} or without
   * @throws InputException if that file is malformed
   */
  public static SearchIndex of(Catalog catalog, Path specDir) {
    Set<String> rows = new LinkedHashSet<>(catalog.rows().stream().map(Row::name).toList());
    return new SearchIndex(catalog, KnownNames.in(specDir, rows));
  }

  /**
   * The best first: what is called so; commits; sentences of the manifests that have all words;
   * properties and rules; comments of the modules, which come before the sentences if the query is
   * a function's or a field's name. Each set of constants is found once.
   */
  public List<Hit> find(String words) {
    String query = words.strip();
    Map<String, Hit> found = new LinkedHashMap<>(); // by row, or by subject where there is none
    if (!query.isEmpty()) {
      called(query, found);
      commits(query, found);
      if (isIdentifier(query)) {
        comments(query, found);
      }
      sentences(query, found);
      properties(query, found);
      comments(query, found);
    }
    return List.copyOf(found.values());
  }

  private void called(String query, Map<String, Hit> found) {
    try {
      for (Row row : catalog.findRows(query)) {
        add(found, row, "is called so");
      }
    } catch (UnknownModelException e) {
      return; // it is no name
    }
  }

  private void commits(String query, Map<String, Hit> found) {
    for (Fix fix : known.fixes()) {
      Optional<String> because = because(query, fix.subject(), fix.commits(), fix.cves());
      if (because.isEmpty()) {
        continue;
      }
      for (String name : fix.rows()) {
        Row row = row(name);
        found.putIfAbsent(
            name,
            new Hit(
                shown(row),
                fix.commits(),
                fix.subject(),
                fix.cves(),
                fix.in(),
                because.get(),
                shown(row).summary()));
      }
      if (fix.why() != null) {
        found.putIfAbsent(
            fix.subject(),
            new Hit(
                null,
                fix.commits(),
                fix.subject(),
                fix.cves(),
                fix.in(),
                because.get(),
                fix.why()));
      }
    }
    for (Row row : catalog.rows()) {
      for (Model model : row.models()) {
        Model.Kernel kernel = model.kernel();
        if (kernel != null) {
          List<String> commit = kernel.commit() == null ? List.of() : List.of(kernel.commit());
          because(query, kernel.subject(), commit, List.of())
              .ifPresent(because -> add(found, row, because));
        }
      }
    }
  }

  private static Optional<String> because(
      String query, String subject, List<String> commits, List<String> cves) {
    String wanted = query.toLowerCase(Locale.ROOT);
    boolean isHash = wanted.length() >= SHORTEST_HASH && wanted.matches("[0-9a-f]+");
    if (isHash && commits.stream().anyMatch(each -> isPrefix(each, wanted))) {
      return Optional.of("commit");
    }
    if (cves.stream().anyMatch(each -> each.equalsIgnoreCase(query))) {
      return Optional.of("CVE");
    }
    return hasAll(subject, query) ? Optional.of("subject") : Optional.empty();
  }

  /** Both are abbreviated: either may be the longer one. */
  private static boolean isPrefix(String commit, String wanted) {
    return commit.startsWith(wanted) || wanted.startsWith(commit);
  }

  private void sentences(String query, Map<String, Hit> found) {
    for (Row row : catalog.rows()) {
      boolean says =
          row.models().stream()
              .anyMatch(
                  model ->
                      hasAll(
                          model.summary() + " " + (model.word() == null ? "" : model.word()),
                          query));
      if (says) {
        add(found, row, "summary");
      }
    }
  }

  /** The models that a property breaks in, and the designs without a rule. */
  private void properties(String query, Map<String, Hit> found) {
    for (Row row : catalog.rows()) {
      row.models().stream()
          .filter(model -> query.equalsIgnoreCase(model.expected().property()))
          .findFirst()
          .ifPresent(
              model ->
                  found.putIfAbsent(
                      row.name(), hit(model, "property " + model.expected().property())));
      row.bare().assignments().entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(query))
          .filter(each -> each.getValue().equals("= FALSE"))
          .filter(each -> isRightWith(row, each.getKey()))
          .forEach(each -> add(found, row, "rule " + each.getKey() + ", switched off"));
    }
  }

  /** Whether a right design of the row's module keeps the rule. */
  private boolean isRightWith(Row row, String rule) {
    String module = row.models().getFirst().module();
    return catalog.designs().stream()
        .map(Design::model)
        .filter(model -> model.module().equals(module))
        .anyMatch(model -> Boolean.TRUE.equals(ConfigText.of(model).truths().get(rule)));
  }

  /** The right design of each module whose comments name it, or define it. */
  private void comments(String query, Map<String, Hit> found) {
    List<String> names = new ArrayList<>(List.of(query.replaceFirst("\\(\\)$", "")));
    String renamed = "";
    for (Renamed each : known.renamed()) {
      String other = each.other(names.getFirst());
      if (other != null) {
        names.add(other);
        renamed = each.was() + " is " + each.now() + " by " + each.by() + "; ";
      }
    }
    for (String module : modules()) {
      Optional<Model> design = catalog.rightDesign(module).or(() -> first(module));
      Optional<String> because = design.flatMap(model -> mentions(model, names));
      if (because.isPresent()) {
        found.putIfAbsent(
            design.orElseThrow().row(), hit(design.orElseThrow(), renamed + because.get()));
      }
    }
  }

  /** The protocol that most models are about comes first. */
  private List<String> modules() {
    Map<String, Long> models = new LinkedHashMap<>();
    catalog.models().forEach(model -> models.merge(model.module(), 1L, Long::sum));
    return models.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private Optional<Model> first(String module) {
    return catalog.models().stream().filter(model -> model.module().equals(module)).findFirst();
  }

  private static Optional<String> mentions(Model model, List<String> names) {
    String text;
    try {
      text = ModuleTexts.of(model.source()).getOrDefault(model.module(), "");
    } catch (InputException e) {
      return Optional.empty(); // a module that is not there has no comment
    }
    List<String> sentences =
        Mentions.in(text).stream()
            .filter(each -> names.stream().anyMatch(n -> each.has(n) || each.what().equals(n)))
            .map(
                each ->
                    each.what().isEmpty()
                        ? "module: " + each.sentence()
                        : each.what() + ": " + each.sentence())
            .distinct()
            .toList();
    if (sentences.isEmpty()) {
      return Optional.empty();
    }
    // A comment on one action says more than the account at the module's head.
    List<String> actions = sentences.stream().filter(each -> !each.startsWith("module: ")).toList();
    List<String> told = actions.isEmpty() ? sentences : actions;
    return Optional.of(String.join("; ", told.stream().limit(SENTENCES).toList()));
  }

  private Row row(String name) {
    return catalog.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private static void add(Map<String, Hit> found, Row row, String because) {
    found.putIfAbsent(row.name(), hit(shown(row), because));
  }

  /** The model of a row that says what the row is about: what it breaks, if it does. */
  private static Model shown(Row row) {
    return row.models().stream()
        .filter(model -> model.name().equals(row.name()) || model.expected().property() != null)
        .findFirst()
        .orElse(row.models().getFirst());
  }

  private static Hit hit(Model model, String because) {
    Model.Kernel kernel = model.kernel();
    @Nullable String commit = kernel == null ? null : kernel.commit();
    return new Hit(
        model,
        commit == null ? List.of() : List.of(commit),
        kernel == null ? null : kernel.subject(),
        List.of(),
        null,
        because,
        model.summary());
  }

  /** Whether it looks like the name of a function or a field. */
  private static boolean isIdentifier(String query) {
    return query.matches("\\w*_\\w*(\\(\\))?");
  }

  /** Whether a sentence has all words, capitals and underscores ignored. */
  private static boolean hasAll(String sentence, String words) {
    String text = plain(sentence);
    return Stream.of(plain(words).split("\\s+")).allMatch(text::contains);
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
