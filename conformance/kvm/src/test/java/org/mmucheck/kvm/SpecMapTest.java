package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.model.Step;
import org.mmucheck.report.PropertySentence;
import org.mmucheck.subject.Adapter;
import org.mmucheck.trace.Trace;

/**
 * The maps in {@code spec/PROTOCOL/README.md} agree with the specs, with the schedule points and
 * with the code.
 */
class SpecMapTest {
  private static final Path JAVA = Path.of("..", "..", "model-java", "src", "main", "java");
  private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)\\(\\)`");

  /** How comments of the specs name a lock, and how the table does. */
  private static final Map<Pattern, String> LOCKS = locks();

  private static List<Row> rows;
  private static Map<String, Map<String, String>> specs; // module, action, comment
  private static Map<String, String> sources; // of the classes of org.mmucheck.model

  record Row(
      String action,
      Set<String> modules,
      String kernel,
      String version,
      String lock,
      String java,
      String step,
      String now) {
    /** One row of several protocols, which all say the same of the action. */
    Row joined(Row other) {
      Set<String> all = new TreeSet<>(modules);
      all.addAll(other.modules);
      assertThat(other)
          .as(action + " of " + all)
          .usingRecursiveComparison()
          .ignoringFields("modules")
          .isEqualTo(this);
      return new Row(action, all, kernel, version, lock, java, step, now);
    }

    /** The row's step, or null where the action has none. */
    Step probed() {
      return step.startsWith("none: ") ? null : Step.valueOf(step.replace("`", ""));
    }
  }

  @BeforeAll
  static void read() throws IOException {
    rows = rows();
    specs = new LinkedHashMap<>();
    for (Adapter adapter : Bindings.all()) {
      specs.put(adapter.module(), NamedActions.of(adapter.module()));
    }
    sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(JAVA)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
  }

  /** The rows of all maps, each action once. */
  static List<Row> rows() throws IOException {
    Map<String, Row> byAction = new LinkedHashMap<>();
    tables("| Action |")
        .forEach(
            (protocol, cells) -> {
              Set<String> seen = new TreeSet<>();
              for (String[] c : cells) {
                assertThat(seen.add(c[0])).as("two rows of %s in %s", c[0], protocol).isTrue();
                Row row = new Row(bare(c[0]), set(protocol), c[1], c[2], c[3], c[4], c[5], c[6]);
                byAction.merge(row.action, row, Row::joined);
              }
            });
    return List.copyOf(byAction.values());
  }

  @Test
  void shouldKnowEveryActionOfEveryModule() {
    for (Adapter adapter : Bindings.all()) {
      assertThat(adapter.actions())
          .as(adapter.module())
          .containsAll(specs.get(adapter.module()).keySet());
    }
  }

  /** What is no schedule point is the binding's own to take: just what the module has of it. */
  @Test
  void shouldHandleEveryStartAndTheEnvironmentOfEveryModule() {
    Set<String> steps =
        Arrays.stream(Step.values()).map(SpecMapTest::inSpec).collect(Collectors.toSet());
    for (Adapter adapter : Bindings.all()) {
      Set<String> actions = specs.get(adapter.module()).keySet();
      Trace trace =
          Committed.files().stream()
              .map(TraceFiles::read)
              .filter(read -> read.meta().module().equals(adapter.module()))
              .findFirst()
              .orElseThrow();
      Setup setup = Setup.of(trace.vars(), Committed.constants(trace.meta().model()), actions);
      try (KvmSubject subject = ((KvmBinding) adapter).start(setup)) {
        assertThat(subject.handled())
            .as(adapter.module())
            .containsExactlyInAnyOrderElementsOf(
                actions.stream().filter(action -> !steps.contains(action)).toList());
      }
    }
  }

  @Test
  void shouldHaveRowForEveryStartAndForTheEnvironment() {
    assertThat(rows.stream().filter(row -> row.step.equals("none: start")).map(Row::action))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Start.values()).map(start -> start.action).toList());
    assertThat(rows.stream().filter(row -> row.step.equals("none: environment")).map(Row::action))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Environment.values()).map(action -> action.action).toList());
  }

  @Test
  void shouldHaveOneRowForEveryActionOfEveryModule() {
    Map<String, Set<String>> expected = new TreeMap<>();
    specs.forEach(
        (module, actions) ->
            actions
                .keySet()
                .forEach(a -> expected.computeIfAbsent(a, k -> new TreeSet<>()).add(module)));
    Map<String, Set<String>> actual = new TreeMap<>();
    for (Row row : rows) {
      assertThat(actual.put(row.action, row.modules)).as("two rows of " + row.action).isNull();
    }
    List<String> missing = new ArrayList<>();
    expected.forEach(
        (action, modules) -> {
          if (!modules.equals(actual.get(action))) {
            missing.add(rowToAdd(action, modules));
          }
        });
    assertThat(missing).as("add or correct these rows of spec/PROTOCOL/README.md").isEmpty();
    assertThat(actual.keySet()).as("rows without an action").isEqualTo(expected.keySet());
  }

  @Test
  void shouldHaveRowForEverySchedulePointAndCallItAsTheAction() {
    Set<Step> probed = new LinkedHashSet<>();
    for (Row row : rows) {
      Step step = row.probed();
      if (step == null) {
        assertThat(row.step).as(row.action).isIn("none: start", "none: environment");
        assertThat(Arrays.stream(Step.values()).map(SpecMapTest::inSpec))
            .as("%s has a step", row.action)
            .doesNotContain(row.action);
      } else {
        probed.add(step);
        assertThat(inSpec(step)).isEqualTo(row.action);
      }
    }
    assertThat(probed).containsExactlyInAnyOrder(Step.values());
  }

  @Test
  void shouldNameTheMethodsThatTakeTheStep() {
    for (Row row : rows) {
      Set<String> named = new TreeSet<>();
      Matcher methods = METHOD.matcher(row.java);
      while (methods.find()) {
        String source = sources.get(methods.group(1));
        assertThat(source).as("%s: class %s", row.action, methods.group(1)).isNotNull();
        assertThat(source)
            .as("%s: %s", row.action, methods.group())
            .containsPattern("(?m)^ {2,4}[\\w@<>., ]*\\b" + methods.group(2) + "\\(");
        named.add(methods.group(1));
      }
      Step step = row.probed();
      if (step == null) {
        assertThat(named.isEmpty()).as(row.action).isEqualTo(row.java.startsWith("none: "));
      } else {
        Pattern use = Pattern.compile("\\bStep\\." + step + "\\b");
        Set<String> users =
            sources.entrySet().stream()
                .filter(source -> use.matcher(source.getValue()).find())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).as("the classes that park at %s", step).isEqualTo(users);
      }
    }
  }

  @Test
  void shouldAgreeWithTheActionsCommentOnLockAndFunction() {
    for (Row row : rows) {
      assertThat(row.kernel).as(row.action).isNotBlank();
      assertThat(row.version).as(row.action).containsPattern("v\\d\\.\\d|20\\d\\d");
      assertThat(row.lock).as(row.action).isNotBlank();
      for (String module : row.modules) {
        String comment = specs.get(module).get(row.action);
        for (String lock : named(comment)) {
          assertThat(row.lock).as("%s of %s: %s", row.action, module, comment).contains(lock);
        }
      }
    }
  }

  /** The check above looks for locks that comments name: it must find them. */
  @Test
  void shouldReadLocksFromComments() {
    assertThat(named("tdp_mmu_iter_set_spte(), mmu_lock W")).containsExactly("mmu_lock W");
    assertThat(named("kvm_gpc_check(), gpc->lock for read")).containsExactly("gpc->lock R");
    assertThat(named("hva_to_pfn(), no lock of KVM's")).containsExactly("none");
    assertThat(rows.stream().filter(r -> !named(comments(r)).isEmpty()).count())
        .isGreaterThan(rows.size() / 2);
  }

  @Test
  void shouldSayEveryPropertyThatModelsCheckAsTheSpecDoes() throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (List<String[]> table : tables("| Property |").values()) {
      for (String[] cells : table) {
        assertThat(cells[2]).as(cells[0]).isNotBlank();
        said.put(cells[1] + " " + bare(cells[0]), cells[2]);
      }
    }
    Map<String, String> expected = new TreeMap<>();
    for (Model model : Committed.CATALOG.models()) {
      String spec = Files.readString(model.source().moduleFile());
      for (String property : checked(model)) {
        String sentence = PropertySentence.in(spec, property);
        String key = model.module() + " " + property;
        // The spec may have a helper definition between the sentence and the property.
        expected.put(key, sentence.isEmpty() ? said.getOrDefault(key, "SENTENCE") : sentence);
      }
    }
    List<String> missing = new ArrayList<>();
    expected.forEach(
        (key, sentence) -> {
          if (!sentence.equals(said.get(key))) {
            String[] names = key.split(" ");
            missing.add("| `%s` | %s | %s |".formatted(names[1], names[0], sentence));
          }
        });
    assertThat(missing).as("add or correct these rows of spec/PROTOCOL/README.md").isEmpty();
    assertThat(said.keySet()).as("rows without a property").isEqualTo(expected.keySet());
  }

  @Test
  void shouldListEachProtocolWithTheNumberOfItsModels() throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (String[] cells : table(Committed.SPEC.resolve("README.md"), "| Protocol |")) {
      if (!cells[2].isEmpty()) {
        said.put(cells[0].replaceAll("[\\[`\\]]|\\(.*\\)", ""), cells[2]);
      }
    }
    Map<String, String> expected = new TreeMap<>();
    Committed.CATALOG.models().stream()
        .collect(
            Collectors.groupingBy(
                model -> model.source().moduleFile().getParent().getFileName().toString(),
                Collectors.counting()))
        .forEach((protocol, models) -> expected.put(protocol, String.valueOf(models)));
    assertThat(said).isEqualTo(expected);
  }

  /** A row that a paragraph has cut off from its table is no row to who renders the page. */
  @Test
  void shouldBeginEachTableWithItsHead() throws IOException {
    List<String> cutOff = new ArrayList<>();
    try (Stream<Path> pages = Files.walk(Committed.SPEC, 2)) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
        List<String> lines = Files.readAllLines(page);
        for (int i = 1; i < lines.size() - 1; i++) {
          boolean begins = lines.get(i).startsWith("|") && !lines.get(i - 1).startsWith("|");
          if (begins && !lines.get(i + 1).startsWith("| ---")) {
            cutOff.add(page + ":" + (i + 1));
          }
        }
      }
    }
    assertThat(cutOff).isEmpty();
  }

  private static String comments(Row row) {
    return row.modules.stream()
        .map(module -> specs.get(module).getOrDefault(row.action, ""))
        .collect(Collectors.joining("; "));
  }

  private static String rowToAdd(String action, Set<String> modules) {
    String module = modules.iterator().next();
    String comment = specs.get(module).get(action);
    Step step =
        Arrays.stream(Step.values()).filter(s -> inSpec(s).equals(action)).findFirst().orElse(null);
    String pattern = "(?s).*\\bStep\\." + step + "\\b.*";
    String users =
        sources.entrySet().stream()
            .filter(source -> step != null && source.getValue().matches(pattern))
            .map(source -> "`" + source.getKey() + ".METHOD()`")
            .collect(Collectors.joining(", "));
    return "%s: | `%s` | %s | VERSION | %s | %s | %s | IN 7.3 |"
        .formatted(
            String.join(", ", modules),
            action,
            comment,
            String.join(", ", named(comment)),
            users,
            step == null ? "none: start" : "`" + step + "`");
  }

  /** The invariants and properties of the model's configuration, but for those that say little. */
  private static Set<String> checked(Model model) throws IOException {
    Set<String> names = new TreeSet<>();
    boolean inside = false;
    for (String line : model.config().lines().toList()) {
      if (line.matches("[A-Z_]+\\b.*")) {
        inside = line.matches("(INVARIANTS?|PROPERTY|PROPERTIES)\\b.*");
      }
      if (inside) {
        Arrays.stream(line.strip().split("\\s+"))
            .filter(word -> word.matches("[A-Z][a-z]\\w+"))
            .filter(word -> !word.startsWith("Reach") && !word.equals("TypeOK"))
            .forEach(names::add);
      }
    }
    return names;
  }

  /** The table under {@code head} of each protocol that has one. */
  private static Map<String, List<String[]>> tables(String head) throws IOException {
    Map<String, List<String[]>> tables = new TreeMap<>();
    try (Stream<Path> protocols = Files.list(Committed.SPEC)) {
      for (Path protocol : protocols.filter(path -> Files.isDirectory(path)).toList()) {
        List<String[]> rows = table(protocol.resolve("README.md"), head);
        if (!rows.isEmpty()) {
          tables.put(protocol.getFileName().toString(), rows);
        }
      }
    }
    assertThat(tables).as(head).isNotEmpty();
    return tables;
  }

  private static List<String[]> table(Path readme, String head) throws IOException {
    List<String[]> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(readme)) {
      if (line.startsWith(head)) {
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && !line.startsWith("| ---")) {
        rows.add(
            Arrays.stream(line.substring(1, line.length() - 1).split("(?<!\\\\)\\|"))
                .map(String::strip)
                .toArray(String[]::new));
      }
    }
    return rows;
  }

  private static List<String> named(String comment) {
    return LOCKS.entrySet().stream()
        .filter(lock -> lock.getKey().matcher(comment).find())
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  private static Map<Pattern, String> locks() {
    Map<Pattern, String> locks = new LinkedHashMap<>();
    locks.put(Pattern.compile("mmu_lock (for write|W)\\b"), "mmu_lock W");
    locks.put(Pattern.compile("mmu_lock (for read|R)\\b"), "mmu_lock R");
    locks.put(Pattern.compile("mmu_lock held\\b"), "mmu_lock R or W");
    locks.put(Pattern.compile("gpc->lock for write"), "gpc->lock W");
    locks.put(Pattern.compile("gpc->lock for read"), "gpc->lock R");
    locks.put(Pattern.compile("[,;] refresh_lock"), "refresh_lock");
    locks.put(Pattern.compile("mn_invalidate_lock"), "mn_invalidate_lock");
    locks.put(Pattern.compile(", kvm->slots_lock"), "slots_lock");
    locks.put(Pattern.compile("tdp_mmu_pages_lock"), "tdp_mmu_pages_lock");
    locks.put(Pattern.compile(", kvm->gpc_lock"), "gpc_lock");
    locks.put(Pattern.compile("page table lock"), "page table lock");
    locks.put(Pattern.compile("\\bno lock\\b"), "none");
    return locks;
  }

  /** {@code PUT_ROOT} is {@code PutRoot} in the spec. */
  private static String inSpec(Step step) {
    return Arrays.stream(step.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }

  private static Set<String> set(String cell) {
    return new TreeSet<>(List.of(cell.split(", ")));
  }
}
