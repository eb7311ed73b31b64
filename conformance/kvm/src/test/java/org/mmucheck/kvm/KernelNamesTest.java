package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The functions that the maps in {@code spec/PROTOCOL/README.md} name are those of the kernels, as
 * {@code linux/functions} lists them: a column says what they are called in the newest.
 */
class KernelNamesTest {
  private static final Path LISTS = Path.of("../../linux/functions");
  private static final String NEWEST = "7.3.4";

  /** The MMU's own function gave its name to a generic one. */
  private static final Set<String> REUSED = Set.of("kvm_faultin_pfn");

  private static final Pattern CALL = Pattern.compile("\\b(\\w+)\\(");
  private static final Pattern BRACES = Pattern.compile("(\\w*)\\{(\\w+),(\\w+)\\}(\\w*)");
  private static final Pattern OF_KVM =
      Pattern.compile("(__)?(kvm|tdp_mmu|next_invalidated|mmu_invalidate)_\\w+");

  @Test
  void shouldNameEachFunctionAsTheNewestKernelDoes() throws IOException {
    assertThat(problems(functions(NEWEST))).isEmpty();
  }

  @Test
  void shouldNoticeFunctionThatIsGone() throws IOException {
    Set<String> without = functions(NEWEST);
    assertThat(without.remove("is_page_fault_stale")).isTrue();
    assertThat(without.remove("kvm_mmu_invalidate_start")).isTrue();
    assertThat(problems(without))
        .contains(
            "IsPageFaultStale: 'same', but there is no is_page_fault_stale()",
            "RaiseCount: there is no kvm_mmu_invalidate_start()");
  }

  @Test
  void shouldListFunctionsOfEachKernelThatTheManifestsHaveRead() throws IOException {
    Set<String> read = new LinkedHashSet<>();
    Committed.CATALOG.rows().stream()
        .map(row -> row.releases())
        .forEach(releases -> releases.read().forEach(each -> read.add(each.toString())));
    read.removeIf(release -> release.startsWith("5."));
    for (String release : read) {
      List<String> functions = List.copyOf(functions(release));
      assertThat(functions).as(release).contains("is_page_fault_stale").isSorted();
    }
    assertThat(read).contains(NEWEST, "6.12.117");
  }

  /** What is called otherwise by now is gone under its old name, and there under the new one. */
  @Test
  void shouldKnowNewNamesOfFunctions() throws IOException {
    Set<String> newest = functions(NEWEST);
    Set<String> all = all();
    JsonNode names =
        JsonMapper.shared().readTree(Committed.SPEC.resolve("names.json").toFile()).get("names");
    for (JsonNode name : names) {
      String was = name.get("was").asString();
      String now = name.get("now").asString();
      assertThat(newest.contains(was)).as(was + " is there").isEqualTo(REUSED.contains(was));
      if (all.contains(was) && name.get("by").asString().equals("v7.3")) {
        assertThat(newest).as("what was " + was).contains(now);
      }
    }
  }

  /** What is wrong with the columns, if the newest kernel has these functions. */
  private static Set<String> problems(Set<String> newest) throws IOException {
    Set<String> all = all();
    Set<String> problems = new LinkedHashSet<>();
    for (SpecMapTest.Row row : SpecMapTest.rows()) {
      if (row.now().startsWith("gone: ") || row.now().equals("none")) {
        continue;
      }
      boolean isSame = row.now().equals("same");
      List<String> named = calls(isSame ? row.kernel() : row.now());
      for (String name : named) {
        boolean isOfKvm = all.contains(name) || OF_KVM.matcher(name).matches();
        if (isOfKvm && !newest.contains(name)) {
          problems.add(
              row.action() + ": " + (isSame ? "'same', but " : "") + "there is no " + name + "()");
        }
      }
      if (!isSame && named.isEmpty()) {
        problems.add(row.action() + ": names no function, and is neither 'same' nor 'gone: why'");
      }
    }
    return problems;
  }

  private static List<String> calls(String text) {
    List<String> calls = new ArrayList<>();
    Matcher call = CALL.matcher(BRACES.matcher(text).replaceAll("$1$2$4( $1$3$4"));
    while (call.find()) {
      calls.add(call.group(1));
    }
    return calls;
  }

  private static Set<String> all() throws IOException {
    try (Stream<Path> lists = Files.list(LISTS)) {
      Set<String> all = new HashSet<>();
      for (Path list : lists.toList()) {
        all.addAll(functions(list.getFileName().toString().replace(".txt", "")));
      }
      return all;
    }
  }

  private static Set<String> functions(String release) throws IOException {
    return Stream.of(Files.readString(LISTS.resolve(release + ".txt")).split("\n"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
