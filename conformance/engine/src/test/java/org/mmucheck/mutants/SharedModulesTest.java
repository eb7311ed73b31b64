package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.workbench.Workbench;

class SharedModulesTest {
  private static final Mutants.Plan PLAN =
      new Mutants.Plan(
          EnumSet.of(Layer.CHECK),
          false,
          Duration.ofMinutes(1),
          1_000,
          mutant -> mutant.change() != Change.COSMETIC,
          1);

  @TempDir Path spec;
  private Workbench workbench;
  private List<List<Model>> modules;

  @BeforeEach
  void writeSpecs() throws IOException {
    Path home = Files.createDirectory(spec.resolve("Limit"));
    Files.writeString(
        home.resolve("Limit.tla"),
        """
        ---- MODULE Limit ----
        EXTENDS Integers
        Below(n) == n >= 0 /\\ n < 3
        ====
        """);
    write("Stops", 2, "\"holds\": [\"Low\"]");
    write("Overruns", 4, "\"breaks\": {\"Low\": {\"steps\": 3, \"says\": \"Too far.\"}}");
    workbench = Workbench.open(spec, List.of());
    modules =
        List.copyOf(
            workbench.catalog().models().stream()
                .collect(Collectors.groupingBy(Model::module))
                .values());
  }

  private void write(String module, int last, String expected) throws IOException {
    Path folder = Files.createDirectory(spec.resolve(module));
    Files.createSymbolicLink(folder.resolve("Limit.tla"), Path.of("../Limit/Limit.tla"));
    Files.writeString(
        folder.resolve(module + ".tla"),
        """
        ---- MODULE %s ----
        EXTENDS Limit
        VARIABLE x
        Init == x = 0
        Next == x < %d /\\ x' = x + 1
        Spec == Init /\\ [][Next]_x
        Low == Below(x)
        ====
        """
            .formatted(module, last));
    Files.writeString(
        folder.resolve("models.json"),
        "{\"checkDeadlock\": \"It ends.\", \"models\": [{\"name\": \"only\", \"says\": \"One.\", %s}]}"
            .formatted(expected));
  }

  @Test
  void shouldAskEveryUserOfASharedModule() throws Exception {
    SharedModules shared = SharedModules.of(modules);
    assertThat(shared.names()).containsExactly("Limit");
    List<Tried> tried =
        Mutants.tryShared(workbench, "Limit", shared.get("Limit"), PLAN, each -> {}).tried();
    assertThat(tried)
        .filteredOn(each -> each.mutant().change() == Change.BOUNDARY_MOVED)
        .hasSize(2);
    assertThat(tried)
        .filteredOn(each -> each.mutant().was().equals("<"))
        .singleElement()
        .satisfies(
            each -> assertThat(each.killer()).map(Kill::model).contains("Overruns_only_Low"));
    assertThat(tried)
        .filteredOn(each -> each.mutant().was().equals("n >= 0"))
        .singleElement()
        .satisfies(each -> assertThat(each.isSurvivor()).isTrue());
  }

  @Test
  void shouldLeaveASharedModuleOutOfItsUsers() throws Exception {
    for (List<Model> models : modules) {
      assertThat(Mutants.tryAll(workbench, models, PLAN, each -> {}).tried())
          .isNotEmpty()
          .noneMatch(each -> each.mutant().module().equals("Limit"));
    }
  }
}
