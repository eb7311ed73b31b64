package org.mmucheck.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.mutants.trace.TraceMutant;
import org.mmucheck.mutants.trace.TraceMutant.Kind;
import org.mmucheck.mutants.trace.TraceMutants;
import org.mmucheck.workbench.TraceJudge;
import org.mmucheck.workbench.Workbench;

/**
 * Replay refuses every single change of a trace that is more than cosmetic, and no cosmetic one:
 * over a counterexample of each kind, every place, every kind of change.
 */
@Tag("slow")
class TraceMutantsTest {
  private static final Workbench WORKBENCH = Workbench.open(Path.of("../../spec"));
  private static final TraceJudge JUDGE = new TraceJudge(WORKBENCH);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FinerLock/V6b/FinerLock_V6b_NoStaleInsert",
        "SlotsRwsem/rwsem/SlotsRwsem_rwsem_Deadlock",
        "SlotsRwsem/L7/SlotsRwsem_L7_UnfairEndless_SlotUpdateProgress"
      })
  void shouldRefuseEveryChangeThatMatters(String name) throws IOException {
    Path file = Path.of("../../traces").resolve(name + ".itf.json");
    String text = Files.readString(file);
    String model = file.getFileName().toString().replace(".itf.json", "");
    assertThat(JUDGE.refusal("t", text)).as("unchanged").isEmpty();

    Map<Kind, Integer> made = new EnumMap<>(Kind.class);
    Set<String> unnoticed = new TreeSet<>();
    for (TraceMutant mutant : TraceMutants.of(text, otherProperties(model), others(model))) {
      made.merge(mutant.kind(), 1, Integer::sum);
      Optional<String> refusal = JUDGE.refusal("t", mutant.text());
      if (mutant.kind().isCosmetic()) {
        assertThat(refusal).as("%s at %s", mutant.kind(), mutant.where()).isEmpty();
      } else if (refusal.isEmpty()) {
        unnoticed.add(mutant.kind() + " at " + mutant.where());
      }
    }
    assertThat(unnoticed).isEmpty();
    assertThat(made.keySet()).isEqualTo(EnumSet.allOf(Kind.class));
  }

  /** Of the same module: another module's would be refused for that. */
  private static List<String> others(String name) {
    Model own = WORKBENCH.catalog().find(name).getFirst();
    return WORKBENCH.catalog().models().stream()
        .filter(model -> model.module().equals(own.module()) && !model.equals(own))
        .map(Model::name)
        .limit(3)
        .toList();
  }

  private static List<String> otherProperties(String name) {
    Model own = WORKBENCH.catalog().find(name).getFirst();
    return WORKBENCH.catalog().models().stream()
        .filter(model -> model.module().equals(own.module()))
        .map(model -> model.expected().property())
        .filter(property -> property != null && !property.equals(own.expected().property()))
        .distinct()
        .limit(4)
        .toList();
  }
}
